#!/usr/bin/env bash
# What bash would offer at the end of a line: test_completion.sh HEADROOM SCRIPT
set -euo pipefail

PATH=$(dirname "$1"):$PATH
# shellcheck source=bench/completions/headroom.bash
. "$2"

# Lines are broken as bash does it, at spaces and '='.
offered() {
    COMP_LINE=$1
    COMP_POINT=${#COMP_LINE}
    read -ra COMP_WORDS <<<"${COMP_LINE//=/ = }"
    case $COMP_LINE in
        *[[:space:]=]) COMP_WORDS+=("") ;;
    esac
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _headroom
    printf '%s\n' "${COMPREPLY[@]}"
}

failures=0
expect() {
    local line=$1 found wanted
    found=" $(offered "$line" | tr '\n' ' ')"
    shift
    for wanted in "$@"; do
        case $wanted in
            !*) [[ $found != *" ${wanted#!} "* ]] && continue ;;
            *) [[ $found == *" $wanted "* ]] && continue ;;
        esac
        printf "'%s' offers '%s', wanted '%s'\n" "$line" "$found" "$wanted" >&2
        failures=$((failures + 1))
    done
}

expect 'headroom ' run list report !quick !commands:
expect 'headroom ru' run !list
expect 'headroom run ' quick full workload growth length !--output
expect 'headroom run qu' quick !full
expect 'headroom run --re' --resume --repetitions !--output
expect 'headroom run workl' workload= !workload
expect 'headroom run workload=' append julia !dynarray
expect 'headroom run workload=app' append append-pop !extend
expect 'headroom run structure=dynarray growth=cpython-3.9,ja' cpython-3.9,java !java !cpython-3.9
expect 'headroom run malloc=' jemalloc glibc
expect 'headroom run cache=' off cpython-3.11 !items
expect 'headroom run thp=' never always !mode
expect 'headroom run lanes=counts,m' counts,memory
expect 'headroom run length=' !append !1000
expect 'headroom list su' suites
expect 'headroom growth libst' libstdcxx !quick
exit $((failures > 0))
