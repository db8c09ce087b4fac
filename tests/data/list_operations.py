"""Random operations on a real list; prints each and the capacity that followed.

Usage: list_operations.py SEED COUNT

The first line is the version. Then one line per operation: its name, its two numbers, the length
and the capacity (from sys.getsizeof) after it. What is left out, because a list's own state goes
beyond length and capacity there:

- A list popped to empty keeps a block of zero bytes, and extending it then takes another rule than
  extending a list without a block: such a list is only appended to.
- From 3.12 on a pop that leaves nothing frees a single slot, before it keeps it: lists of one slot
  are not popped.
"""
import random
import struct
import sys

EMPTY = sys.getsizeof([])
WORD = struct.calcsize("P")


def capacity(values):
    return (sys.getsizeof(values) - EMPTY) // WORD


def some_count(rng):
    return rng.choice((1, 1, 2, 3, 7, 8, 20, rng.randrange(1, 100), rng.randrange(1, 5000)))


def choose(rng, values):
    """An operation that fits the list: lists that became long are cut down again."""
    length = len(values)
    names = ["append"] * 6 + ["insert"] * 2 + ["construct", "from_range", "clear"]
    if length > 0 or capacity(values) == 0:
        names += ["extend"] * 3
    if length > 0:
        names += ["delete"] * 3 + ["cut"] * 2 + ["copy_slice", "double", "pop_many"]
        if capacity(values) > 1:
            names += ["pop"] * 8
    name = rng.choice(names)
    if length > 40000:
        name = "cut"
    return name


def operate(rng, values, hollow):
    """Returns (name, first number, second number, values, whether it is hollow now)."""
    name = choose(rng, values)
    if hollow and name == "extend":
        name = "append"
    a = b = 0
    if name == "append":
        values.append(None)
    elif name == "insert":
        a = rng.randrange(len(values) + 1)
        values.insert(a, None)
    elif name == "extend":
        a = some_count(rng)
        values.extend([None] * a)
    elif name == "double":
        if len(values) > 20000:
            name = "append"
            values.append(None)
        else:
            values.extend(values)
    elif name == "pop":
        values.pop()
        hollow = not values
    elif name == "pop_many":
        while a < 300 and len(values) > 1:
            values.pop()
            a += 1
    elif name == "delete":
        a = rng.randrange(len(values))
        del values[a]
    elif name == "cut":
        a = rng.randrange(len(values))
        b = min(len(values) - a, rng.randrange(len(values)) + 1)
        del values[a : a + b]
    elif name == "copy_slice":
        a = rng.randrange(len(values))
        b = len(values)
        values = values[a:b]
    elif name == "construct":
        a = some_count(rng)
        values = [None] * a
    elif name == "from_range":
        a = some_count(rng)
        values = list(range(a))
    elif name == "clear":
        values.clear()
    return name, a, b, values, hollow and not values and name != "clear"


def main():
    rng = random.Random(int(sys.argv[1]))
    print("version", *sys.version_info[:2], sys.implementation.name)
    values, hollow = [], False
    for _ in range(int(sys.argv[2])):
        name, a, b, values, hollow = operate(rng, values, hollow)
        print(name, a, b, len(values), capacity(values))


main()
