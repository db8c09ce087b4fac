/*
 * values.c - the order of values in keys.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"

static bool is_number(const char *text, double *number) {
    char *end;
    *number = strtod(text, &end);
    return *text != '\0' && *end == '\0' && isfinite(*number);
}

int report_compare_numbers(const char *left, const char *right) {
    double a, b;
    bool is_a = is_number(left, &a);
    bool is_b = is_number(right, &b);
    if (is_a != is_b) {
        return is_a ? -1 : 1;
    }
    return is_a ? (a > b) - (a < b) : 0;
}

int report_compare_values(const char *left, const char *right) {
    if (left == NULL || right == NULL) {
        return (left != NULL) - (right != NULL);
    }
    int order = report_compare_numbers(left, right);
    return order != 0 ? order : strcmp(left, right);
}
