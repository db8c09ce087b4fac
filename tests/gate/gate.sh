#!/usr/bin/env bash
# gate.sh SOURCE: runs SOURCE/tests/run itself, in a project of its own with planted tests, and
# looks at its exit status and closing line.
set -euo pipefail

source=$1
here=$source/tests/gate
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

mkdir -p "$work/tests" "$work/bench"
cp "$source/tests/run" "$work/tests/run"
cp "$source/bench/setup.sh" "$work/bench/setup.sh"
cp "$here"/project/* "$work/"
unset CC CXX

# expect STATUS CLOSING [ctest option...]: what tests/run must give; STATUS is ok or failure.
expect() {
    local wanted=$1 closing=$2 status=0 last
    shift 2
    "$work/tests/run" "$@" >"$work/out" 2>"$work/err" || status=$?
    last=$(tail -n 1 "$work/out")
    if { [ "$wanted" = ok ] && [ "$status" -ne 0 ]; } ||
        { [ "$wanted" = failure ] && [ "$status" -eq 0 ]; } ||
        { [ -n "$closing" ] && [ "$last" != "$closing" ]; }; then
        printf "tests/run %s: status %d, closing line '%s'; wanted %s and '%s'\n" \
            "$*" "$status" "$last" "$wanted" "$closing" >&2
        cat "$work/out" "$work/err" >&2
        failures=$((failures + 1))
    fi
}

# Each test of the project exists in both trees.
expect ok '2 passed, 0 failed' -R '^planted_passing$'
expect failure '0 passed, 2 failed' -R '^planted_failing$'
expect failure '0 passed, 2 failed' -R '^planted_crashing$'
expect failure '0 passed, 2 failed' -R '^planted_hanging$'
expect failure '2 passed, 2 failed' -R '^planted_(passing|failing)$'
expect failure '0 passed, 0 failed' -R '^no_such_test$'
expect failure '0 passed, 0 failed' -R '^planted_skipped$'
expect ok '2 passed, 0 failed' -R '^planted_(skipped|passing)$'

# A test that does not build must never count as one that passed.
printf '#error planted\n' >>"$work/planted.c"
expect failure '' -R '^planted_passing$'
if grep -q 'passed' "$work/out"; then
    printf 'tests/run speaks of tests that passed although the build failed\n' >&2
    failures=$((failures + 1))
fi

printf '%d failures\n' "$failures"
[ "$failures" -eq 0 ]
