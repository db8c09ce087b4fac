/*
 * commands/shortfall.c - see shortfall.h.
 */
#include "commands/shortfall.h"

#include <stdio.h>

void shortfall_tell(const char *command, const struct inputs *inputs) {
    for (size_t i = 0; i < inputs->run_count; i++) {
        struct results_error shortfall;
        results_shortfall(&inputs->results[i], &shortfall);
        if (shortfall.message[0] != '\0') {
            fprintf(stderr, "headroom %s: %s\n", command, shortfall.message);
        }
    }
}
