#!/usr/bin/env bash
# outside.sh SOURCE: builds the libraries alone, without zlib, jansson and pkg-config to be found,
# installs them, moves the installation, and has somebody else's tests built against it with every
# compiler that is here: what is sound passes, and of what has a planted bug exactly the check fails
# that is there for it, with words that tell it.
set -euo pipefail

source=$1
here=$source/tests/testing/outside
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset CC CXX
export G_SLICE=always-malloc MALLOC_PERTURB_=165
failures=0 checked=0

# quietly COMMAND...: its output only when it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        printf 'failed: %s\n' "$*" >&2
        exit 1
    }
}

# expect STATUS CHECKS WORDS PROGRAM...: what it must exit with, the names of the checks that must
# fail, and a pattern for what they say; '' where they may say nothing.
expect() {
    local status=0 wanted=$1 names=$2 words=$3 found
    shift 3
    found=$("$@" 2>"$work/said") || status=$?
    found=$(printf '%s' "$found" | tr '\n' ' ')
    checked=$((checked + 1))
    if [ "$status" != "$wanted" ] || [ "${found% }" != "$names" ] ||
        { [ -z "$words" ] && [ -s "$work/said" ]; } ||
        { [ -n "$words" ] && ! grep -Eq -- "$words" "$work/said"; }; then
        printf "%s: exit status %s and checks '%s', wanted %s and '%s' with '%s':\n" \
            "$*" "$status" "${found% }" "$wanted" "$names" "$words" >&2
        cat "$work/said" >&2
        failures=$((failures + 1))
    fi
}

# bugs FOLDER: each of them.
bugs() {
    local folder=$1
    expect 1 leak '1 block of 8 bytes left, .* the oldest is allocation ' "$folder/vector-LEAK"
    expect 1 failing_make 'allocation 2 of 2 refused .*: 1 block of 24 bytes left after tear_down' \
        "$folder/vector-LEAK_ON_FAILURE"
    expect 1 failing_push 'the object is not as it was before: fingerprint' \
        "$folder/vector-GUARANTEE"
    expect 1 cost '1000 pushes: 19 allocations, at most 10 allowed' "$folder/vector-EXTRA"
    expect 1 headroom '[0-9.]+ % headroom \([0-9]+ slots, ' "$folder/vector-HEADROOM"
    expect 1 growth 'per push, at most 32.0 allowed' "$folder/vector-QUADRATIC"
    expect 1 growth 'needed, it goes to [0-9]+: less than is needed' "$folder/vector-OVERFLOW"
    expect 1 sequence 'at\([0-9]+\) is [0-9]+, expected [0-9]+' "$folder/vector-INSERT"
    expect 1 sequence 'capacity\(\) is .* but all its blocks together' "$folder/vector-STALE"
    expect 1 failing_push 'left after tear_down' "$folder/box-THROW"
}

# by_hand CC CXX PREFIX: without CMake, with other mallocs, and where nothing can be counted.
by_hand() {
    local cc=$1 cxx=$2 prefix=$3 package flags name malloc
    local sources=("$here/test_vector.c" "$here/vector.c")
    package=$(dirname "$(find "$prefix" -name headroom-testing.pc)")
    read -ra flags <<<"$(PKG_CONFIG_PATH=$package pkg-config --cflags --libs headroom-testing)"
    flags+=("-Wl,-rpath,$(dirname "$package")")
    quietly "$cc" "${sources[@]}" -fno-builtin -o "$work/plain" -Wl,--as-needed "${flags[@]}"
    expect 0 '' '' "$work/plain"
    quietly "$cc" -O2 -flto "${sources[@]}" -fno-builtin -o "$work/lto" "${flags[@]}"
    expect 0 '' '' "$work/lto"
    quietly "$cc" -fsanitize=address "${sources[@]}" -o "$work/asan" "${flags[@]}"
    expect 77 'cost leak failing_make failing_push sequence' \
        'unsupported: AddressSanitizer brings a malloc of its own' \
        env ASAN_OPTIONS=detect_leaks=0 "$work/asan"
    for name in libjemalloc.so.2 libmimalloc.so.2 libtcmalloc_minimal.so.4; do
        malloc=$(/sbin/ldconfig -p | sed -n "s/^\t$name (.*x86-64.*) => //p" | head -n 1)
        [ -n "$malloc" ] || continue
        # Before the library, it takes the calls away; behind it, it answers them.
        expect 77 'cost leak failing_make failing_push sequence' \
            "unsupported: the program's malloc is that of '.*${name%%.*}" \
            env LD_PRELOAD="$malloc" "$work/plain"
        quietly "$cxx" -std=c++17 -O1 -fno-builtin "$here/test_box.cc" -o "$work/behind" \
            "${flags[@]}" "$malloc"
        expect 0 '' '' "$work/behind"
    done
}

# misuse PREFIX CALL WORDS: a wrong call of the function stops the configuration and says why.
misuse() {
    mkdir -p "$work/misuse"
    printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(misuse LANGUAGES C)' \
        'find_package(headroom REQUIRED)' 'add_executable(known nothing.c)' "$2" \
        >"$work/misuse/CMakeLists.txt"
    checked=$((checked + 1))
    if cmake -G Ninja -S "$work/misuse" -B "$work/misuse/build" -DCMAKE_PREFIX_PATH="$1" \
        >"$work/said" 2>&1 || ! tr -s ' \n' ' ' <"$work/said" | grep -q "$3"; then
        printf "'%s' does not say '%s':\n" "$2" "$3" >&2
        cat "$work/said" >&2
        failures=$((failures + 1))
    fi
}

for pair in gcc:g++ clang:clang++; do
    cc=${pair%:*} cxx=${pair#*:}
    command -v "$cc" >/dev/null || continue
    command -v "$cxx" >/dev/null || continue
    build=$work/$cc first=$work/$cc-first prefix=$work/$cc-moved outside=$work/outside-$cc
    quietly cmake -G Ninja -S "$source" -B "$build" -DCMAKE_C_COMPILER="$cc" \
        -DHEADROOM_BENCH=OFF -DHEADROOM_TESTS=OFF -DHEADROOM_WERROR=ON \
        -DCMAKE_DISABLE_FIND_PACKAGE_ZLIB=ON -DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON
    quietly cmake --build "$build" --parallel 2
    quietly cmake --install "$build" --prefix "$first"
    mv "$first" "$prefix"
    rm -rf "$build"

    quietly cmake -G Ninja -S "$here" -B "$outside" -DCMAKE_PREFIX_PATH="$prefix" \
        -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx"
    grep -h 'NOT TESTED' "$work/log" || true
    quietly cmake --build "$outside" --parallel 2
    # The environment that the tests get is the function's, not this script's.
    quietly env -u G_SLICE -u MALLOC_PERTURB_ HEADROOM_TRACE_FD=0 \
        ctest --test-dir "$outside" --output-on-failure --no-tests=error
    for sound in vector box late garray; do
        if [ -x "$outside/$sound" ]; then
            expect 0 '' '' "$outside/$sound"
        fi
    done
    bugs "$outside"
    if [ -x "$outside/in-cmocka" ]; then
        line=$(grep -n '/\* here \*/' "$here/test_cmocka.c" | cut -d : -f 1)
        quietly grep -q '12.5 % headroom (9 slots, 8 in use)' <("$outside/in-cmocka" 2>&1)
        quietly grep -q "test_cmocka.c:$line: error: Failure!" <("$outside/in-cmocka" 2>&1)
        quietly grep -q 'PASSED.*1 test' <("$outside/in-cmocka" 2>&1)
    fi
    by_hand "$cc" "$cxx" "$prefix"
    misuse "$prefix" 'headroom_add_container_test(missing)' "there is no target 'missing'"
    misuse "$prefix" 'headroom_add_container_test(known TYPO x)' "'TYPO;x' is neither NAME nor"
done

printf '%d outside programs run, %d failures\n' "$checked" "$failures"
[ "$checked" -gt 0 ] && [ "$failures" -eq 0 ]
