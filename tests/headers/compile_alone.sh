#!/usr/bin/env bash
# compile_alone.sh INCLUDE: every header of INCLUDE/headroom compiles as the only line of a C11 and
# of a C++17 program, included twice, with every gcc and clang that is here; and from C++ a function
# it declares has C linkage.
set -euo pipefail

include=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 checked=0

# A template defines functions that this program does not use.
warnings=(-Wall -Wextra -Wno-unused-function -Wundef -Wvla -Werror -fsyntax-only)

# compile COMPILER LANGUAGE OPTION... FILE: one attempt.
compile() {
    local compiler=$1 language=$2
    shift 2
    checked=$((checked + 1))
    if ! "$compiler" -x "$language" "${warnings[@]}" -I "$include" "$@"; then
        printf '%s does not compile as %s with %s\n' "$header" "$language" "$compiler" >&2
        failures=$((failures + 1))
    fi
}

# A template wants the names it documents first; every other header stands alone.
prelude() {
    [ "$1" = headroom/sequence_kernel.h ] || return 0
    cat <<'EOF'
#include <headroom/status.h>
struct one { int value; };
#define KERNEL(name) one_##name
#define KERNEL_LIST struct one
#define KERNEL_VALUE int
#define KERNEL_FROM(i) ((int)(i))
#define KERNEL_NUMBER(value) ((unsigned)(value))
#define KERNEL_PUSH(list, item) ((list)->value = (item), HR_OK)
#define KERNEL_AT(list, index) ((list)->value + (int)(index))
#define KERNEL_LENGTH(list) ((unsigned)((list)->value >= 0))
EOF
}

# What is compiled: the header, a second time too where it does not define functions.
program() {
    prelude "$1"
    printf '#include <%s>\n' "$1"
    [ -n "$(prelude "$1")" ] || printf '#include <%s>\n' "$1"
    printf 'extern int here;\nint here;\n'
}

for path in "$include"/headroom/*.h; do
    header=headroom/$(basename "$path")
    program "$header" >"$work/alone"
    for level in 0 3; do
        for compiler in gcc clang; do
            command -v "$compiler" >/dev/null || continue
            compile "$compiler" c -std=c11 -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
                -DHR_CHECK_LEVEL=$level "$work/alone"
        done
        for compiler in g++ clang++; do
            command -v "$compiler" >/dev/null || continue
            compile "$compiler" c++ -std=c++17 -DHR_CHECK_LEVEL=$level "$work/alone"
        done
    done
done

# C linkage: the name in the object is the name in the header.
printf '#include <headroom/status.h>\nconst char *name() { return hr_status_name(HR_OK); }\n' \
    >"$work/linkage.cc"
"${CXX:-c++}" -std=c++17 -I "$include" -c "$work/linkage.cc" -o "$work/linkage.o"
if ! nm "$work/linkage.o" | grep -q ' U hr_status_name$'; then
    printf 'functions have no C linkage in C++\n' >&2
    failures=$((failures + 1))
fi

printf '%d compilations, %d failures\n' "$checked" "$failures"
[ "$checked" -gt 0 ] && [ "$failures" -eq 0 ]
