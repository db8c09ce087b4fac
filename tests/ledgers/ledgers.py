"""The tracer's ledgers against others'.

    ledgers.py growth MALLOC TRACER PROGRAM     a closed formula at every length, under one malloc
    ledgers.py lives TRACER PROGRAM             valgrind's total heap usage; one set of numbers
                                                under every malloc

Exit status 77: something that is needed is not installed, and is named; what could be compared was
equal.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
FILES = {"glibc": "libc.so.6", "jemalloc": "libjemalloc.so.2", "mimalloc": "libmimalloc.so.2",
         "tcmalloc": "libtcmalloc_minimal.so.4"}
# Policies that differ in what they ask of malloc; which capacities they give is not the subject.
POLICIES = ["cpython-2.7", "cpython-3.14", "libstdcxx", "java", "v8", "exact"]
LAYOUTS = ["boxed", "pairs", "split", "tuple", "streamed"]


def library(malloc):
    """The path to preload: empty for the C library's own, None where it is not installed."""
    if malloc == "glibc":
        return ""
    listing = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True)
    found = re.search(rf"^\s*{re.escape(FILES[malloc])} \(.*x86-64.*\) => (\S+)$", listing.stdout,
                      re.MULTILINE)
    return found.group(1) if found else None


def missing(what):
    print(f"NOT TESTED: {what} is not installed", flush=True)
    return SKIPPED


def environment(*preloads):
    """Fixed, so that nothing of it can be counted."""
    preload = ":".join(path for path in preloads if path)
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LD_BIND_NOW": "1",
            **({"LD_PRELOAD": preload} if preload else {})}


def growth(malloc, tracer, program):
    path = library(malloc)
    if path is None:
        return missing(malloc)
    prefix = FILES[malloc].split(".", maxsplit=1)[0]
    return subprocess.run([program, prefix], env=environment(tracer, path), check=False).returncode


def cases():
    appends = [f"workload=append element_bytes={size} length={length} growth={name} "
               f"allocator={allocator}"
               for name in POLICIES for allocator in ("heap", "copying")
               for size, length in ((8, 3000), (24, 100), (4, 1), (8, 0))]
    # Regions of pages are no heap: only what lies below their border is counted here.
    appends += [f"workload=append length=40000 growth=java allocator={allocator}"
                for allocator in ("mapped", "reserved", "reserved-all")]
    tuples = [f"workload=tuple-churn length={length} cache={cache} count=200 batch={batch}"
              for length in range(26) for cache in ("cpython-3.11", "off") for batch in (1, 7)]
    julias = [f"workload={workload} structure=coords-{layout} width={width} limit=50"
              for layout in LAYOUTS for workload in ("julia-setup", "julia") for width in (1, 30)]
    # Not append-pop: its region resizes a block from before it, foreign to one ledger alone.
    others = [f"workload={words} growth={name} allocator={allocator}"
              for name in POLICIES for allocator in ("heap", "copying")
              for words in ("extend length=1000 block=7", "construct length=100 extra=1",
                            "reserve-fill length=1000", "grow-shrink length=1000 regrow=yes",
                            "read-random length=100 reads=50",
                            "many-small count=100", "mixed count=100 lengths=heavy-tail")]
    others += [f"workload={words} structure=tuple cache={cache}"
               for cache in ("cpython-3.11", "off")
               for words in ("many-small count=100", "mixed count=100",
                             "tuple-concat length=60", "tuple-concat length=60 step=4")]
    return appends + tuples + julias + others + ["workload=null"]


class Ledgers:
    """What one way of counting says: (allocs, frees, bytes) by (kind, index), and the rest."""

    def __init__(self):
        self.usage, self.rest = {}, {}


def traced(tracer, path, program, words):
    done = subprocess.run([program, *words], env=environment(tracer, path), check=False,
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, (path, done.returncode, done.stderr[-1000:])
    lines = done.stdout.splitlines()
    assert lines[-1] == f"done {len(words)}", lines[-1]
    ledgers = Ledgers()
    for line in lines[:-1]:
        kind, index, allocs, frees, size, *rest = line.split(" ")
        key = (kind, int(index))
        assert key not in ledgers.usage, key
        ledgers.usage[key] = (int(allocs), int(frees), int(size))
        ledgers.rest[key] = dict(field.split("=") for field in rest)
    return ledgers


def without_debug_info(program, folder):
    """The program with its adapters copied there: valgrind 3.19 cannot read clang's DWARF 5."""
    adapters = os.path.join(os.path.dirname(program), "adapters")
    os.mkdir(os.path.join(folder, "adapters"))
    names = [program, *(os.path.join(adapters, name) for name in sorted(os.listdir(adapters)))]
    for name in names:
        copy = os.path.relpath(name, os.path.dirname(program))
        subprocess.run(["strip", "--strip-debug", "-o", os.path.join(folder, copy), name],
                       check=True)
    return os.path.join(folder, os.path.basename(program))


def under_valgrind(valgrind, program, words):
    with tempfile.TemporaryDirectory(prefix="headroom-ledgers-") as folder:
        return subprocess.run(
            [valgrind, "--run-libc-freeres=no", "--run-cxx-freeres=no", "--leak-check=no",
             "--undef-value-errors=no", "--trace-children=no",
             without_debug_info(program, folder), *words],
            env={**environment(), "VALGRIND_LIB": os.environ.get("VALGRIND_LIB",
                                                                 "/usr/libexec/valgrind")},
            check=False, capture_output=True, text=True, timeout=300)


def watched(program, words):
    """By valgrind, the binary itself: Debian's script of that name changes the environment."""
    valgrind = shutil.which("valgrind.bin") or shutil.which("valgrind")
    if valgrind is None:
        return None
    done = under_valgrind(valgrind, program, words)
    assert done.returncode == 0, done.stderr[-2000:]
    pattern = (r"^==(\d+)==\s+total heap usage: ([\d,]+) allocs, ([\d,]+) frees, "
               r"([\d,]+) bytes allocated$")
    totals = {}
    for match in re.finditer(pattern, done.stderr, re.MULTILINE):
        pid, *numbers = (int(text.replace(",", "")) for text in match.groups())
        assert pid not in totals, pid
        totals[pid] = numbers
    points = {}
    for line in done.stdout.splitlines()[:-1]:
        word, index, stage, pid = line.split(" ")
        assert word == "point", line
        points[int(index), stage] = totals[int(pid)]
    ledgers = Ledgers()
    for index in range(len(words)):
        for kind, first, last in (("run", "begin", "end"), ("life", "start", "gone")):
            ledgers.usage[kind, index] = tuple(
                after - before
                for before, after in zip(points[index, first], points[index, last]))
    return ledgers


class Differences:
    def __init__(self, words):
        self.words, self.count, self.compared = words, 0, 0

    def expect(self, found, expected, what, key):
        self.compared += 1
        if found != expected:
            self.count += 1
            print(f"{what}: {key[0]} of '{self.words[key[1]]}' is {found}, expected {expected}")


def compare_blocks(differences, ledgers, malloc):
    """Where blocks come from malloc alone, both ledgers are one, in calls and bytes."""
    for key, rest in ledgers.rest.items():
        words = differences.words[key[1]]
        if key[0] != "run":
            differences.expect(int(rest["live"]), 0, f"{malloc}, live bytes", key)
            continue
        if re.search("allocator=(mapped|reserved)|workload=null", words):
            continue
        made, resized, released = (int(text) for text in rest["blocks"].split(","))
        allocs, frees, size = ledgers.usage[key]
        differences.expect((made + resized, resized + released, int(rest["requested"])),
                           (allocs, frees, size), f"{malloc}, block ledger", key)
        differences.expect(int(rest["block_live"]), int(rest["live"]), f"{malloc}, live", key)
        differences.expect(int(rest["dropped"]) + int(rest["foreign"]), 0,
                           f"{malloc}, dropped and foreign", key)
        low, high = rest["peak"].split(",")
        differences.expect(low, high, f"{malloc}, peak of one thread", key)


def lives(tracer, program):
    words = cases()
    differences = Differences(words)
    reference = traced(tracer, "", program, words)
    differences.expect(len(reference.usage), 2 * len(words), "lines", ("run", 0))
    differences.expect(sum(usage[0] for usage in reference.usage.values()) > 10000, True,
                       "allocations at all", ("run", 0))
    compare_blocks(differences, reference, "glibc")
    status = 0
    for malloc in ("jemalloc", "mimalloc", "tcmalloc"):
        path = library(malloc)
        if path is None:
            status = missing(malloc)
            continue
        other = traced(tracer, path, program, words)
        for key in reference.usage:
            differences.expect(other.usage.get(key), reference.usage[key], malloc, key)
            differences.expect(other.rest.get(key), reference.rest[key], malloc, key)
    # Valgrind's address space has no room for reservations of 64 GiB.
    watchable = [index for index, text in enumerate(words) if "=reserved" not in text]
    seen = watched(program, [words[index] for index in watchable])
    if seen is None:
        status = missing("valgrind")
    else:
        differences.expect(len(seen.usage), 2 * len(watchable), "valgrind's lines", ("run", 0))
        for (kind, index), usage in seen.usage.items():
            key = (kind, watchable[index])
            differences.expect(reference.usage[key], usage, "tracer beside valgrind", key)
    print(f"{len(words)} cases, {differences.compared} comparisons, "
          f"{differences.count} differences")
    return 1 if differences.count else status


def main(what, *rest):
    return {"growth": growth, "lives": lives}[what](*rest)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
