#!/usr/bin/env bash
# library.sh SOURCE: builds the library alone, without zlib, jansson and pkg-config to be found,
# installs it, moves the installation, and has outside programs built and run against it with every
# compiler that is here.
set -euo pipefail

source=$1
here=$source/tests/install/outside
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CC CXX
wanted='1000 of 1024 slots, sum 500500'
checked=0

# quietly COMMAND...: its output only when it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        printf 'failed: %s\n' "$*" >&2
        exit 1
    }
}

# says PROGRAM: runs it and compares what it prints.
says() {
    local words
    words=$("$1")
    checked=$((checked + 1))
    if [ "$words" != "$wanted" ]; then
        printf "%s prints '%s' instead of '%s'\n" "$1" "$words" "$wanted" >&2
        exit 1
    fi
}

for pair in gcc:g++ clang:clang++; do
    cc=${pair%:*} cxx=${pair#*:}
    command -v "$cc" >/dev/null || continue
    command -v "$cxx" >/dev/null || continue
    build=$work/$cc first=$work/$cc-first prefix=$work/$cc-moved
    quietly cmake -G Ninja -S "$source" -B "$build" -DCMAKE_C_COMPILER="$cc" \
        -DHEADROOM_BENCH=OFF -DHEADROOM_TESTS=OFF -DHEADROOM_WERROR=ON \
        -DCMAKE_DISABLE_FIND_PACKAGE_ZLIB=ON -DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON
    quietly cmake --build "$build" --parallel 2
    quietly cmake --install "$build" --prefix "$first"
    mv "$first" "$prefix"
    rm -rf "$build"

    quietly cmake -G Ninja -S "$here" -B "$work/outside-$cc" -DCMAKE_PREFIX_PATH="$prefix" \
        -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx"
    quietly cmake --build "$work/outside-$cc"
    says "$work/outside-$cc/outside-c"
    says "$work/outside-$cc/outside-cc"

    package=$(dirname "$(find "$prefix" -name headroom.pc)")
    flags=$(PKG_CONFIG_PATH=$package pkg-config --cflags --libs headroom)
    # shellcheck disable=SC2086 # several words on purpose
    quietly "$cc" -std=c11 "$here/outside.c" -o "$work/by-pkg-config-$cc" $flags
    says "$work/by-pkg-config-$cc"
done

printf '%d outside programs built and run\n' "$checked"
[ "$checked" -gt 0 ]
