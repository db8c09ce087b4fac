"""Whether comparisons tell the truth: prove.py HEADROOM PARTS [--quick] [--only PART] [--keep DIR]

PARTS is the folder of the planted plug-ins and of prove-drawn. Measures, and prints a table with
date and machine; exit status 1 when a claim does not hold. Wants a quiet machine: it takes some
three minutes, with --quick a fifth of that and says little. The claims:

    a build against itself is found different in at most 1 % of 1,000 comparisons of each kind
    3 % more CPU time are found in at least 95 % of 1,000 comparisons of 100 pairs
    one allocation more and one byte more are found always, and nothing where nothing is planted
    one size of the environment that slows a loop down is no difference between two builds
"""
import argparse
import csv
import io
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time

WORDS = ["structure=planted-list", "workload=append"]
POWER_LENGTHS = ("3e4", "6e4", "1e5")
EXACT_LENGTHS = [str(length) for length in range(10, 210, 10)]
STEP, SIZES = 16, 256  # of the environment: all places of a frame aligned to 16 in a page
SLOW = 1.2
PARTS = ("alarms", "power", "exact", "environment")


class Proof:
    def __init__(self, options, folder):
        self.headroom = os.path.abspath(options.headroom)
        self.image = os.path.join(os.path.dirname(self.headroom), "headroom-image")
        self.parts = os.path.abspath(options.parts)
        self.folder = folder
        self.scale = 0.2 if options.quick else 1
        self.rows, self.failed = [], []

    def pairs(self, count):
        return str(max(100, int(count * self.scale)))

    def planted(self, kind):
        return os.path.join(self.parts, f"planted-{kind}.so")

    def output(self, name):
        return os.path.join(self.folder, name)

    def call(self, *arguments, allowed=(0,)):
        """Standard output; what the program shows of its progress goes where ours goes."""
        done = subprocess.run([*arguments], stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode not in allowed:
            sys.exit(f"prove: exit status {done.returncode} of: {' '.join(arguments)}")
        return done.stdout

    def measure(self, name, *arguments, allowed=(0, 1)):
        return self.call(self.headroom, "compare", "--run", "--output", self.output(name),
                         *arguments, allowed=allowed)

    def plugins(self, old, new):
        return ["--old-plugin", self.planted(old), "--new-plugin", self.planted(new)]

    def values(self, name, *meters):
        """What `compare` says of these meters or of all, a dictionary per case and meter."""
        chosen = ["--meters", ",".join(meters)] if meters else []
        text = self.call(self.headroom, "compare", self.output(name) + "/old",
                         self.output(name) + "/new", "--all", "--format", "csv", *chosen,
                         allowed=(0, 1))
        return list(csv.DictReader(io.StringIO(text)))

    def claim(self, what, found, holds):
        self.rows.append((what, found))
        if not holds:
            self.failed.append(what)

    # --- a build against itself ---

    def prove_alarms(self):
        text = self.call(self.headroom, "aa", "--output", self.output("aa"), "--pairs",
                         self.pairs(300), allowed=(0, 1))
        print(text, flush=True)
        for line in text.splitlines():
            words = line.split()
            if words[:1] == ["all"]:
                kind, compared, alarms, _, interval = words[1:6]
                self.claim(f"equal builds, {kind} meters",
                           f"{alarms} false alarms in {compared} comparisons ({interval} %)",
                           int(compared) >= 1000 and int(alarms) <= 0.01 * int(compared))

    # --- planted differences ---

    def prove_power(self):
        self.measure("time", *self.plugins("nothing", "time"), *WORDS, "--lanes", "time",
                     "length=" + ",".join(POWER_LENGTHS), "malloc=glibc,jemalloc", "--pairs",
                     self.pairs(300))
        for pairs in (30, 100):
            text = self.call(os.path.join(self.parts, "prove-drawn"), self.output("time") + "/old",
                             self.output("time") + "/new", "build_ns", str(pairs), "1000")
            print(text, flush=True)
            cases = [line.split("\t") for line in text.splitlines()]
            if not cases:
                sys.exit("prove: no case has enough pairs")
            found = [int(case[3]) for case in cases]
            compared = min(int(case[2]) for case in cases)
            shifts = [float(case[5]) for case in cases]
            self.claim(f"+3 % CPU time planted in every verb, {pairs} pairs",
                       f"found in {min(found)} to {max(found)} of {compared} comparisons each in "
                       f"{len(cases)} cases, drawn from {cases[0][1]} pairs, the wrong way in "
                       f"{sum(int(case[4]) for case in cases)}; of whole lives it is "
                       f"{min(shifts):+.1f} to {max(shifts):+.1f} %",
                       pairs < 100 or min(found) >= 0.95 * compared > 0)

    def prove_exact(self):
        for kind, what, meter in (("block", "one allocation more", "heap_allocs"),
                                  ("byte", "one byte more", "malloc_peak_live_bytes_high"),
                                  ("nothing", "nothing", None)):
            self.measure("exact-" + kind, *self.plugins("nothing", kind), *WORDS, "--lanes",
                         "counts", "length=" + ",".join(EXACT_LENGTHS), "malloc=glibc,jemalloc",
                         "--quiet")
            rows = [row for row in self.values("exact-" + kind, *([meter] if meter else []))
                    if row["verdict"] != "unmeasured"]
            found = sum(row["verdict"] != "same" for row in rows)
            self.claim(f"planted: {what}", f"found in {found} of {len(rows)} comparisons",
                       len(rows) >= 40 and found == (len(rows) if meter else 0))

    # --- the environment ---

    def image_ns(self, key, bytes_more):
        """Time per element in the measured image, started by hand: no ASLR, an environment of a
        known size."""
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LD_BIND_NOW": "1",
                       "HEADROOM_PADDING": "x" * (bytes_more + 2)}
        done = subprocess.run(["setarch", "-R", self.image, "--trial", "0", "--lane", "time", key,
                               "--plugin", self.planted("stack")], env=environment,
                              stdout=subprocess.PIPE, text=True, check=False)
        for line in done.stdout.splitlines():
            if line.split("\t")[2:3] == ["build_ns"]:
                return float(line.split("\t")[4])
        sys.exit(f"prove: the image alone says: {done.stdout}")

    def find_slow_size(self, key):
        """The size that is slow most, and how many times slower than the usual one it is. Each
        size that seems slow is tried again: the fastest of three counts."""
        found = {size: self.image_ns(key, size) for size in range(0, STEP * SIZES, STEP)}
        usual = sorted(found.values())[SIZES // 2]
        for size, spent in found.items():
            if spent > SLOW * usual:
                found[size] = min(spent, self.image_ns(key, size), self.image_ns(key, size))
        slow = sorted((spent, size) for size, spent in found.items() if spent > SLOW * usual)
        return (slow[-1][1], slow[-1][0] / usual, len(slow)) if slow else (None, 1, 0)

    def script(self, name, body):
        path = self.output(name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + body)
        os.chmod(path, 0o755)
        return path

    def fixed_worker(self, size):
        """A worker as a harness without this one's care would have it. The number of the trial lies
        on the stack too: what it is longer is taken from the environment."""
        return self.script(f"fixed-{size}", f"""\
# worker --trial ID --lane LANE --repetition N --memory-limit M KEY --plugin FILE
TRIAL=$3
shift 9
case ${{#TRIAL}} in
1) PADDING={'x' * (size + 2)} ;;
2) PADDING={'x' * (size + 1)} ;;
*) PADDING={'x' * size} ;;
esac
exec env -i PATH=/usr/bin:/bin LC_ALL=C LD_BIND_NOW=1 HEADROOM_PADDING=$PADDING \\
    setarch -R '{self.image}' --trial "$TRIAL" --lane time "$@"
""")

    def own_worker(self, size):
        """This program's worker, whose image gets an environment that is so much longer."""
        return self.script(f"own-{size}", f"""\
HEADROOM_ADAPTERS='{os.path.dirname(self.image)}/adapters{'/' * size}'
export HEADROOM_ADAPTERS
exec '{self.headroom}' "$@"
""")

    def environment_verdict(self, name, worker, size, pairs):
        self.measure(name, "--old-program", worker(0), "--new-program", worker(size), "--plugin",
                     self.planted("stack"), *WORDS, "length=1e5", "--lanes", "time", "--pairs",
                     pairs)
        row = self.values(name, "build_ns")[0]
        return row["verdict"], (f"judged '{row['verdict']}' in {row['new_n']} pairs: "
                                f"{float(row['percent']):+.1f} % "
                                f"({float(row['low_percent']):+.1f} to "
                                f"{float(row['high_percent']):+.1f})")

    def prove_environment(self):
        text = self.call(self.headroom, "compare", "--run", "--dry-run", "--plugin",
                         self.planted("stack"), "--old", "malloc=glibc", "--new", "malloc=glibc",
                         *WORDS, "length=1e5", "--lanes", "time")
        key = text.splitlines()[1].split("\t")[4]
        size, slower, count = self.find_slow_size(key)
        if size is None:
            self.claim("an environment size that slows a loop down", "none is found here", False)
            return
        self.claim(f"environment of {size} bytes more (of {SIZES} sizes {count} are slow)",
                   f"the loop takes {100 * (slower - 1):+.0f} %", slower > SLOW)
        verdict, text = self.environment_verdict("env-fixed", self.fixed_worker, size,
                                                 self.pairs(100))
        self.claim("  the sides differ by it, ASLR off, nothing random", text, verdict == "worse")
        verdict, text = self.environment_verdict("env-own", self.own_worker, size, self.pairs(100))
        self.claim("  the sides differ by it, by headroom's workers", text, verdict == "same")

    def print_table(self, seconds):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file
                          if line.startswith("model name")), platform.machine())
        date = time.strftime("%Y-%m-%d", time.gmtime())
        print(f"\n{date}, {model}, {os.cpu_count()} CPUs, Linux {platform.release()}, load "
              f"{os.getloadavg()[1]:.1f}, {seconds / 60:.0f} minutes\n")
        print("| what | found |\n|---|---|")
        for what, found in self.rows:
            print(f"| {what.strip()} | {found} |")
        for what in self.failed:
            print(f"\nprove: does not hold: {what.strip()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("headroom")
    parser.add_argument("parts")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--keep", metavar="DIR", help="leave the results there")
    options = parser.parse_args()
    folder = options.keep or tempfile.mkdtemp(prefix="headroom-prove-")
    os.makedirs(folder, exist_ok=True)
    start = time.monotonic()
    proof = Proof(options, folder)
    try:
        for part in PARTS:
            if options.only in (None, part):
                getattr(proof, "prove_" + part)()
    finally:
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    proof.print_table(time.monotonic() - start)
    return 1 if proof.failed else 0


if __name__ == "__main__":
    sys.exit(main())
