/*
 * plugin.c - a library that edges.c opens: it allocates when opened and when called, and frees its
 * block when closed.
 */
#include <stdlib.h>

int plugin_work(int count);

static void *held;

__attribute__((constructor)) static void open_plugin(void) {
    held = malloc(12345);
}

__attribute__((destructor)) static void close_plugin(void) {
    free(held);
}

/* How many of the blocks could be made and resized. */
int plugin_work(int count) {
    int made = 0;
    for (int i = 0; i < count; i++) {
        void *block = malloc(16);
        void *longer = block != NULL ? realloc(block, 5000) : NULL;
        made += longer != NULL;
        free(longer != NULL ? longer : block);
    }
    return made;
}
