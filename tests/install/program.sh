#!/usr/bin/env bash
# program.sh BUILD: installs the tree BUILD, moves the installation, and runs the program from
# there: it must use the parts that were installed with it, not those of the build or source tree.
set -euo pipefail

build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset HEADROOM_IMAGE HEADROOM_TRACER HEADROOM_ADAPTERS HEADROOM_PLOTS
unset HEADROOM_SUITES HEADROOM_LENGTHS

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

cmake --install "$build" --prefix "$work/first" >"$work/log" 2>&1 ||
    fail "cmake --install failed: $(cat "$work/log")"
mv "$work/first" "$work/moved"
program=$work/moved/bin/headroom
parts=$work/moved/libexec/headroom

"$program" --help >"$work/help" || fail "headroom --help ends with $?"
grep -q 'run' "$work/help" || fail "headroom --help does not name its commands"
for part in headroom-image libheadroom-trace.so adapters/headroom-adapter-dynarray.so; do
    [ -e "$parts/$part" ] || fail "$part was not installed"
done
[ -n "$(ls "$work/moved/share/headroom/suites")" ] || fail "no suite was installed"
"$program" list lengths | grep -q '^small ' || fail "no file of lengths was installed"

counts=$work/results/results.tsv
# trial: one small trial by the installed program; its exit status.
trial() {
    rm -rf "$work/results"
    "$program" run structure=dynarray workload=append length=1000 --repetitions 1 --quiet \
        --output "$work/results" >"$work/out" 2>"$work/err"
}

trial || fail "a small run of the installed program ends with $?: $(cat "$work/out" "$work/err")"
grep -q "$(printf 'outcome\t[0-9]*\tok')" "$counts" || fail "the small run has no trial that is ok"

# The build tree still has an image: without the installed one the run must not succeed.
mv "$parts/headroom-image" "$work/image"
if trial && grep -q "$(printf 'outcome\t[0-9]*\tok')" "$counts"; then
    fail "the installed program measured with an image that was not installed with it"
fi
printf 'the installed program uses the parts installed with it\n'
