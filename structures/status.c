/*
 * status.c - the names of the ways a call can end.
 */
#include <headroom/status.h>

const char *hr_status_name(enum hr_status status) {
    switch (status) {
    case HR_OK:
        return "ok";
    case HR_NO_MEMORY:
        return "no memory";
    case HR_TOO_LARGE:
        return "too large";
    case HR_OUT_OF_RANGE:
        return "out of range";
    case HR_INVALID:
        return "invalid";
    case HR_UNSUPPORTED:
        return "unsupported";
    case HR_IO:
        return "input or output failed";
    }
    return "unknown status";
}
