/*
 * status.h - how a call ended. Every function that can fail returns one of these, and the compiler
 * complains when nobody looks at it.
 *
 *     enum hr_status status = numbers_push(&numbers, 42);
 *     if (status != HR_OK) {
 *         fprintf(stderr, "cannot append: %s\n", hr_status_name(status));
 *     }
 */
#ifndef HEADROOM_STATUS_H
#define HEADROOM_STATUS_H

#include <headroom/attributes.h>

HR_BEGIN_C

enum hr_status {
    HR_OK = 0,
    HR_NO_MEMORY,    /* the allocator said no; the object is as it was before the call */
    HR_TOO_LARGE,    /* a size does not fit in size_t or exceeds the limit of the structure */
    HR_OUT_OF_RANGE, /* an index or count lies outside the structure, or it is empty */
    HR_INVALID,      /* an argument or a text makes no sense */
    HR_UNSUPPORTED,  /* this build, machine or plug-in cannot do it */
    HR_IO,           /* a file or pipe could not be read or written; errno says why */
};

/* The name of a status in plain words ("no memory"); never NULL. */
const char *hr_status_name(enum hr_status status);

HR_END_C

#endif
