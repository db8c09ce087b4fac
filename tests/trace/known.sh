#!/bin/sh
# The tracer before each malloc, against a program that knows its own counts.
#   known.sh TRACER PROGRAM                  all must be equal
#   known.sh --broken REASON TRACER PROGRAM  the program must fail and say REASON, a pattern
# MALLOCS: other mallocs than all four.
reason=
if [ "$1" = --broken ]; then
    reason=$2
    shift 2
fi
tracer=$1
program=$2
status=0
for malloc in ${MALLOCS:-libc libjemalloc.so.2 libmimalloc.so.2 libtcmalloc_minimal.so.4}; do
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
    is_right=no
    if [ -z "$reason" ]; then
        [ "$found" -ne 0 ] || is_right=yes
    elif [ "$found" -eq 1 ] || [ "$found" -eq 3 ]; then
        printf '%s\n' "$output" | grep -Eq "^($reason)$" && is_right=yes
    fi
    if [ "$is_right" = no ]; then
        echo "$malloc: exit status $found, wanted: ${reason:-none}"
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
