#!/bin/sh
# lives.sh TRACER PROGRAM: trace-lives in a folder of its own, under glibc's malloc and jemalloc. As
# root, a small full file system is there as well.
folder=$(mktemp -d) || exit 1
trap 'umount "$folder/full" 2>/dev/null; rm -rf "$folder"' EXIT
mkdir "$folder/full"
if [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=64k tmpfs "$folder/full" 2>/dev/null; then
    FULL_DISK=$folder/full
    export FULL_DISK
fi
status=0
for malloc in "" libjemalloc.so.2; do
    path=
    if [ -n "$malloc" ]; then
        path=$(/sbin/ldconfig -p | sed -n "s/^\t$malloc (.*x86-64.*) => //p" | head -n 1)
        [ -n "$path" ] || continue
    fi
    mkdir "$folder/${malloc:-libc}"
    timeout 60 "$2" "$1" "$folder/${malloc:-libc}" "$path" || status=1
done
exit "$status"
