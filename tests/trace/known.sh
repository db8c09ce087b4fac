#!/bin/sh
# The tracer before each malloc, against a program that knows its own counts.
#   known.sh TRACER PROGRAM           all must be equal
#   known.sh --broken TRACER PROGRAM  the program must fail: by a difference, or by a crash
wanted=0
if [ "$1" = --broken ]; then
    wanted=1
    shift
fi
tracer=$1
program=$2
status=0
for malloc in libc libjemalloc.so.2 libmimalloc.so.2 libtcmalloc_minimal.so.4; do
    path=
    if [ "$malloc" != libc ]; then
        path=$(/sbin/ldconfig -p | sed -n "s/^\t$malloc (.*x86-64.*) => //p" | head -n 1)
        if [ -z "$path" ]; then
            echo "$malloc: NOT TESTED, it is not installed"
            continue
        fi
    fi
    output=$(LD_PRELOAD="$tracer $path" timeout 60 "$program" "${malloc%%.*}" 2>&1)
    found=$?
    case $wanted,$found in
    0,0) is_right=yes ;;
    0,* | 1,0 | 1,3 | 1,12[4-7]) is_right=no ;; # 3 and 124 to 127: it was not really run
    *) is_right=yes ;;
    esac
    if [ "$is_right" = no ]; then
        echo "$malloc: exit status $found instead of $wanted"
        echo "$output"
        status=1
    fi
    if [ -n "$path" ]; then
        LD_PRELOAD="$path $tracer" timeout 10 "$program" >/dev/null 2>&1
        found=$?
        if [ "$found" -ne 3 ]; then
            echo "$malloc before the tracer: exit status $found instead of 3"
            status=1
        fi
    fi
done
exit "$status"
