/*
 * commands/screen.c - asks COLUMNS, then the terminal.
 */
#include "commands/screen.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { LEAST_WIDTH = 60, USUAL_WIDTH = 100, MOST_WIDTH = 10000 };

size_t screen_width(void) {
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    char *end;
    unsigned long wanted = columns == NULL ? 0 : strtoul(columns, &end, 10);
    if (wanted > 0 && wanted <= MOST_WIDTH && *end == '\0') {
        return wanted < LEAST_WIDTH ? LEAST_WIDTH : wanted;
    }
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 ||
        size.ws_col == 0) {
        return USUAL_WIDTH;
    }
    return size.ws_col < LEAST_WIDTH ? LEAST_WIDTH : size.ws_col;
}
