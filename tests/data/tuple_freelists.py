"""Replays operations on tuples in this CPython and reports its free lists after each batch.

Standard input, a line each: `PLACE LENGTH` makes a tuple there, `PLACE -1` releases the one that is
there, `stats` reports, `collect` is a full collection. Output: for each report `LENGTH COUNT` of
every free list of tuples, then an empty line.

Everything is read before and printed after the replay, which itself makes no tuple: it runs over
lists of integers, calls by vectorcall, and lets the reports go to a file unread.
"""
import gc
import os
import re
import sys
import tempfile

RELEASE, STATS, COLLECT = -1, -2, -3
SPECIAL = {"stats": STATS, "collect": COLLECT}
places, lengths = [], []
for line in sys.stdin:
    words = line.split()
    places.append(int(words[0]) if len(words) == 2 else 0)
    lengths.append(int(words[1]) if len(words) == 2 else SPECIAL[words[0]])


def replay(places, lengths, report, collect):
    items = [[None] * length for length in range(64)]
    live = [None] * (max(places) + 1)
    count = len(places)
    collect()
    i = 0
    while i < count:
        length = lengths[i]
        if length >= 0:
            live[places[i]] = tuple(items[length])
        elif length == RELEASE:
            live[places[i]] = None
        elif length == STATS:
            report()
        else:
            collect()
        i += 1


gc.disable()  # a full collection empties the lists
with tempfile.TemporaryFile("w+") as file:
    saved = os.dup(2)
    os.dup2(file.fileno(), 2)
    replay(places, lengths, sys._debugmallocstats, gc.collect)
    os.dup2(saved, 2)
    file.seek(0)
    text = file.read()

# Lists of floats and the like stand between the reports; each report begins with length 1.
for count, length in re.findall(r"^\s*(\d+) free\s+(\d+)-sized PyTupleObject", text, re.M):
    if length == "1":
        print()
    print(length, count)
