#!/usr/bin/env bash
# refuse_wrong_types.sh INCLUDE: misuse of a typed array that the compiler must report. Each wrong
# line is tried beside a right one, so that a test which refuses everything fails too.
set -euo pipefail

include=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 checked=0

# compiles COMPILER STATEMENT: whether a program with this statement compiles without a warning.
compiles() {
    cat >"$work/program.c" <<EOF
#include <headroom/dynarray.h>
HR_DYNARRAY_DEFINE(integers, int);
HR_DYNARRAY_DEFINE(names, const char *);
int use(struct integers *integers, struct names *names, int *integer, const char *name);
int use(struct integers *integers, struct names *names, int *integer, const char *name) {
    (void)integers, (void)names, (void)integer, (void)name;
    $2
    return 0;
}
EOF
    "$1" -std=c11 -Wall -Wextra -Werror -I "$include" -c "$work/program.c" -o "$work/program.o" \
        >"$work/words" 2>&1
}

# refuses COMPILER RIGHT WRONG: RIGHT compiles, WRONG does not.
refuses() {
    checked=$((checked + 1))
    if ! compiles "$1" "$2"; then
        printf '%s refuses what is right: %s\n' "$1" "$2" >&2
        cat "$work/words" >&2
        failures=$((failures + 1))
    fi
    if compiles "$1" "$3"; then
        printf '%s accepts what is wrong: %s\n' "$1" "$3" >&2
        failures=$((failures + 1))
    fi
}

for compiler in gcc clang; do
    command -v "$compiler" >/dev/null || continue
    refuses "$compiler" 'return (int)integers_push(integers, 1);' \
        'return (int)integers_push(integers, name);'
    refuses "$compiler" 'return (int)names_push(names, name);' \
        'return (int)names_push(names, integer);'
    refuses "$compiler" 'return (int)integers_push(integers, *integer);' \
        'return (int)names_push(integers, *integer);'
    refuses "$compiler" 'return (int)names_push(names, name);' \
        'return (int)integers_push(names, 1);'
    refuses "$compiler" 'return (int)integers_pop(integers, integer);' \
        'return (int)integers_pop(integers, &name);'
    refuses "$compiler" 'return (int)integers_extend(integers, integer, 2);' \
        'return (int)integers_extend(integers, name, 2);'
    refuses "$compiler" 'return *integers_at(integers, 0);' \
        'const char **at = integers_at(integers, 0); return **at;'
    refuses "$compiler" 'return (int)integers_push(integers, 1);' 'integers_push(integers, 1);'
done

printf '%d misuses tried, %d failures\n' "$checked" "$failures"
[ "$checked" -gt 0 ] && [ "$failures" -eq 0 ]
