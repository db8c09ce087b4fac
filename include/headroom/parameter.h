/*
 * parameter.h - a parameter that a plug-in declares: name, unit, default, range.
 *
 *     static const struct hr_parameter parameters[] = {
 *         {.name = "length", .unit = "elements", .kind = HR_PARAMETER_COUNT, .text = "1000000",
 *          .least = 0, .most = 1e10, .summary = "elements to append"},
 *         {.name = NULL}};
 *
 * Values travel as text, in the spelling of the case's key.
 */
#ifndef HEADROOM_PARAMETER_H
#define HEADROOM_PARAMETER_H

#include <stdlib.h>
#include <string.h>

#include <headroom/attributes.h>

HR_BEGIN_C

enum hr_parameter_kind {
    HR_PARAMETER_COUNT, /* a whole number >= 0; spelled in decimal digits */
    HR_PARAMETER_REAL,  /* a finite number; spelled with the fewest digits that read back equal */
    HR_PARAMETER_WORD,  /* one of `words` */
    HR_PARAMETER_FILE,  /* a file of the kind words[0]: a name that headroom has, or a path with '/'
                         * or the kind's ending; it is read and checked before, and what a setting
                         * holds is its absolute path. Kinds: "lengths", lines of LENGTH WEIGHT. */
};

/* A list of them ends with name NULL. */
struct hr_parameter {
    const char *name;
    const char *unit;
    const char *summary;
    const char *text; /* the default */
    enum hr_parameter_kind kind;
    double least, most;       /* for numbers: the range, ends included */
    const char *const *words; /* for words and files: ends with NULL */
};

/* A parameter with its value; a list of them ends with name NULL. */
struct hr_setting {
    const char *name;
    const char *text;
};

/* The text of a setting, or NULL when it is not in the list. */
static inline const char *hr_setting_text(const struct hr_setting *settings, const char *name) {
    for (; settings != NULL && settings->name != NULL; settings++) {
        if (strcmp(settings->name, name) == 0) {
            return settings->text;
        }
    }
    return NULL;
}

/* The value of a COUNT that the plan has checked before; 0 when it is not in the list. */
static inline size_t hr_setting_count(const struct hr_setting *settings, const char *name) {
    const char *text = hr_setting_text(settings, name);
    return text == NULL ? 0 : (size_t)strtoull(text, NULL, 10);
}

/* The value of a REAL that the plan has checked before; 0 when it is not in the list. */
static inline double hr_setting_real(const struct hr_setting *settings, const char *name) {
    const char *text = hr_setting_text(settings, name);
    return text == NULL ? 0.0 : strtod(text, NULL);
}

HR_END_C

#endif
