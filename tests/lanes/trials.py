"""What the tests of this folder share: single workers, whole runs, and a reader of their lines."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zlib

HEADROOM = os.path.abspath(sys.argv[1])
BIN = os.path.dirname(HEADROOM)
TRACER = os.path.join(BIN, "libheadroom-trace.so")
PAGE = os.sysconf("SC_PAGESIZE")
SKIPPED = 77
MALLOCS = ["glibc", "jemalloc", "mimalloc", "tcmalloc"]
LANES = ["counts", "memory", "time"]
NULL = "structure=null growth=none allocator=own malloc={} workload=null thp={}"


def can_fix_addresses():
    """Some containers forbid it: the program then measures with ASLR on, and says so."""
    try:
        return subprocess.run(["setarch", "--addr-no-randomize", "true"], check=False,
                              capture_output=True).returncode == 0
    except OSError:
        return False


not_tested = set()  # what this machine has not
if not can_fix_addresses():
    not_tested.add("fixed addresses: ASLR cannot be switched off here")
with_fixed_addresses = unittest.skipIf(not_tested, "ASLR cannot be switched off here")


def records(data, is_file=False):
    """Lines of the results format as lists of fields; checksums of a file go on line by line."""
    found, chain = [], 0
    for line in data.split(b"\n")[:-1]:
        body, checksum = line.rsplit(b"\t#", 1)
        chain = zlib.crc32(body, chain if is_file else 0)
        assert int(checksum, 16) == chain, line
        found.append([field.decode() for field in body.split(b"\t")])
    return found


class Trial:
    """One trial: its samples as text, its outcome."""

    def __init__(self, lane=None, repetition=None, case=None):
        self.lane, self.repetition, self.case = lane, repetition, case
        self.samples, self.outcome, self.detail = {}, None, None

    def take(self, record):
        if record[0] == "sample":
            assert record[2] not in self.samples, record
            self.samples[record[2]] = record[4]
        elif record[0] == "outcome":
            self.outcome, self.detail = record[2:4]

    def count(self, meter):
        return int(self.samples[meter])


class Trials(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="headroom-lanes-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.runs = 0

    def script(self, text):
        """An image that is a shell script."""
        path = os.path.join(self.folder, f"image-{len(os.listdir(self.folder))}.sh")
        with open(path, "w", encoding="ascii") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(path, 0o755)
        return path

    def headroom(self, *arguments, **variables):
        return subprocess.run([HEADROOM, *arguments], env={**os.environ, **variables},
                              stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=200)

    def worker(self, lane, case, *options, **variables):
        """One trial by hand."""
        done = self.headroom("worker", "--lane", lane, *options, case, **variables)
        self.assertEqual(done.returncode, 0, done.stderr)
        trial = Trial(lane, 0, case)
        for record in records(done.stdout):
            trial.take(record)
        return trial

    def run_trials(self, *arguments, status=0, **variables):
        """A whole run: its trials, once its exit status is as expected."""
        self.runs += 1
        output = os.path.join(self.folder, f"run-{self.runs}")
        done = self.headroom("run", *arguments, "--quiet", "--output", output, **variables)
        self.assertEqual(done.returncode, status, done.stderr)
        trials = {}
        with open(os.path.join(output, "results.tsv"), "rb") as file:
            for record in records(file.read(), is_file=True):
                if record[0] == "trial":
                    trials[record[1]] = Trial(record[2], int(record[3]), record[5])
                elif record[0] in ("sample", "outcome"):
                    trials[record[1]].take(record)
        return list(trials.values())

    def installed(self):
        """The mallocs that are here; the others will be named as not tested."""
        here = [malloc for malloc in MALLOCS
                if self.worker("memory", NULL.format(malloc, "never")).outcome == "ok"]
        self.assertIn("glibc", here)
        not_tested.update(f"{malloc}: not installed" for malloc in MALLOCS if malloc not in here)
        return here


def append(length, **words):
    values = {"growth": "exact", "allocator": "heap", "malloc": "glibc", "element_bytes": 8,
              "thp": "never", **words}
    return ("structure=dynarray growth={growth} allocator={allocator} malloc={malloc} "
            "workload=append element_bytes={element_bytes} length={length} "
            "thp={thp}").format(length=length, **values)


def main(used):
    """Runs the tests of the calling file, which has used so many of the arguments itself."""
    result = unittest.main(module="__main__", argv=[sys.argv[0], *sys.argv[used + 1:]],
                           exit=False).result
    for what in sorted(not_tested):
        print(f"NOT TESTED: {what}")
    if result.testsRun == 0 or not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if not_tested else 0)
