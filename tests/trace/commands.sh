#!/bin/sh
# commands.sh TRACER READER: real commands print and return the same when traced, and those that
# valgrind can follow make as many calls as it says.
tracer=$1
reader=$2
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
HEADROOM_TRACE_FILE=$folder/counts
export HEADROOM_TRACE_FILE
status=0
for command in "ls -la /usr" "sort /etc/passwd" "awk {print} /etc/group" "perl -e print(1..99)" \
    "python3 -c print(sum(range(9999)))" "git --version" "make --version" "gcc --version" \
    "grep root /etc/passwd" "find /etc/apt" "sed -n 1,9p /etc/passwd" "false"; do
    if ! command -v "${command%% *}" >/dev/null; then
        echo "NOT TRIED: '${command%% *}' is not installed"
        continue
    fi
    bare=$($command 2>&1; echo $?)
    traced=$(LD_PRELOAD=$tracer $command 2>&1; echo $?)
    if [ "$bare" != "$traced" ]; then
        echo "'$command' differs when traced: $traced"
        status=1
    fi
done
if ! command -v valgrind >/dev/null; then
    echo "NOT COMPARED with valgrind: not installed"
    exit $status
fi
for command in "ls /usr" "sort /etc/passwd" "sed -n 1p /etc/passwd"; do
    rm -f "$folder"/*
    # shellcheck disable=SC2086 # words of a command
    said=$(valgrind --run-libc-freeres=no --run-cxx-freeres=no $command 2>&1 >/dev/null |
        sed -n 's/,//g
            s/.*total heap usage: //
            s/^\([0-9]* allocs\) \([0-9]* frees\) \([0-9]* bytes\) allocated$/\1, \2, \3/p')
    LD_PRELOAD=$tracer $command >/dev/null 2>"$folder/errors"
    counted=$("$reader" "$folder"/counts.*.0)
    if [ -z "$said" ] || [ "$said" != "$counted" ]; then
        echo "'$command': valgrind says '$said', counted '$counted'"
        status=1
    fi
done
exit $status
