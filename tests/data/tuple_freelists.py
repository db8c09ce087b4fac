"""Prints `length parked` for each free list of tuples of this CPython, after filling all of them."""
import gc
import os
import re
import sys
import tempfile


def fill():
    for length in range(1, 26):
        tuples = [tuple([None] * length) for _ in range(5000)]
        del tuples


def statistics():
    with tempfile.TemporaryFile("w+") as file:
        saved = os.dup(2)
        os.dup2(file.fileno(), 2)
        sys._debugmallocstats()
        os.dup2(saved, 2)
        file.seek(0)
        return file.read()


gc.disable()  # a full collection empties the lists
fill()
for count, length in re.findall(r"^\s*(\d+) free\s+(\d+)-sized PyTupleObject", statistics(), re.M):
    print(length, count)
