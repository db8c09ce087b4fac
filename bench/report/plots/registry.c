/*
 * registry.c - plots.def as a table.
 */
#include <string.h>

#include "report/plots/preset.h"

#define HR_PLOT(file, symbol) extern const struct preset symbol;
#include "report/plots/plots.def"
#undef HR_PLOT

static const struct preset *const presets[] = {
#define HR_PLOT(file, symbol) &symbol,
#include "report/plots/plots.def"
#undef HR_PLOT
};

enum { PRESETS = sizeof presets / sizeof presets[0] };

const struct preset *preset_at(size_t index) {
    return index < PRESETS ? presets[index] : NULL;
}

const struct preset *preset_find(const char *name) {
    for (size_t i = 0; i < PRESETS; i++) {
        if (strcmp(presets[i]->name, name) == 0) {
            return presets[i];
        }
    }
    return NULL;
}

void picture_clean_up(struct picture *picture) {
    for (size_t i = 0; i < picture->table_count; i++) {
        table_clean_up(&picture->tables[i]);
    }
    *picture = (struct picture){0};
}
