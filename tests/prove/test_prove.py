"""Comparisons that measure, in short: test_prove.py HEADROOM FAKE-IMAGE PARTS

The order of pairs, runs that are killed and resumed, and refusals, with an image that measures
nothing; then what is exact for real: planted bytes and blocks are found, and nothing where nothing
is planted. No verdict here depends on a clock; the long form is prove.py."""
import csv
import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

HEADROOM, FAKE, PARTS = (os.path.abspath(path) for path in sys.argv[1:4])
WORDS = ["workload=append", "structure=dynarray", "growth=exact", "length=10,20,30"]
SIDES = ["--old", "malloc=glibc", "--new", "malloc=jemalloc"]


class Trial:
    def __init__(self, fields):
        self.lane, self.repetition, self.order = fields[2], int(fields[3]), int(fields[4])
        self.case, self.outcome = fields[5], None

    def key(self):
        return self.lane, self.repetition, re.sub("malloc=[^ ]*", "", self.case)


def read(folder):
    """The header's entries, and the trials with an outcome; no trial stands there twice."""
    env, trials = {}, {}
    chain = 0
    with open(os.path.join(folder, "results.tsv"), "rb") as file:
        for line in file.read().split(b"\n")[:-1]:
            body, checksum = line.rsplit(b"\t#", 1)
            chain = zlib.crc32(body, chain)
            assert int(checksum, 16) == chain, line
            fields = body.decode().split("\t")
            if fields[0] == "env":
                env[fields[1]] = fields[2]
            elif fields[0] == "trial":
                trials[fields[1]] = Trial(fields)
            elif fields[0] == "outcome":
                trials[fields[1]].outcome = fields[2]
    done = [trial for trial in trials.values() if trial.outcome is not None]
    assert len({trial.key() for trial in done}) == len(done)
    return env, done


class Prove(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="headroom-prove-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.output = os.path.join(self.folder, "out")

    def fake(self, mode):
        path = os.path.join(self.folder, "fake-" + mode)
        if not os.path.islink(path):
            os.symlink(FAKE, path)
        return dict(os.environ, HEADROOM_IMAGE=path)

    def call(self, *arguments, environment=None, status=(0,)):
        done = subprocess.run([HEADROOM, *arguments], capture_output=True, text=True, check=False,
                              timeout=120, env=environment, stdin=subprocess.DEVNULL,
                              cwd=self.folder)
        self.assertIn(done.returncode, status, done.stderr)
        return done

    def compare(self, *arguments, mode="good", status=(0,), output=None):
        return self.call("compare", "--run", "--quiet", "--output", output or self.output,
                         *arguments, environment=self.fake(mode), status=status)

    def sides(self):
        return [read(os.path.join(self.output, side)) for side in ("old", "new")]

    # --- pairs ---

    def pairs(self):
        """(old, new) for each pair in the order they were measured."""
        (_, old), (_, new) = self.sides()
        partner = {trial.key(): trial for trial in new}
        self.assertEqual({trial.key() for trial in old}, set(partner))
        return sorted(((trial, partner[trial.key()]) for trial in old),
                      key=lambda pair: pair[0].order)

    def test_partners_stand_side_by_side_in_either_order(self):
        self.compare(*WORDS, *SIDES, "--lanes", "memory,time", "--pairs", "40")
        pairs = self.pairs()
        self.assertEqual(len(pairs), 3 * (15 + 40))
        orders = sorted(trial.order for pair in pairs for trial in pair)
        self.assertEqual(orders, list(range(2 * len(pairs))))
        for old, new in pairs:
            self.assertEqual(abs(old.order - new.order), 1)
            self.assertEqual(min(old.order, new.order) % 2, 0)
            self.assertIn("malloc=glibc ", old.case)
            self.assertIn("malloc=jemalloc ", new.case)
        new_first = sum(new.order < old.order for old, new in pairs)
        # 165 coins: outside of this once in a million million times.
        self.assertGreater(new_first, 35)
        self.assertLess(new_first, 130)

    def test_pairs_of_cases_are_interleaved(self):
        self.compare(*WORDS, *SIDES, "--lanes", "time", "--pairs", "30")
        pairs = self.pairs()
        for first in range(0, len(pairs), 3):
            turn = pairs[first:first + 3]
            self.assertEqual(len({old.case for old, _ in turn}), 3)
            self.assertEqual({old.repetition for old, _ in turn}, {first // 3})
        orders = {tuple(old.case for old, _ in pairs[first:first + 3])
                  for first in range(0, len(pairs), 3)}
        self.assertGreater(len(orders), 1)

    def test_both_files_have_one_word_that_another_run_has_not(self):
        self.compare(*WORDS, *SIDES, "--lanes", "counts")
        (old, _), (new, _) = self.sides()
        self.assertRegex(old["pair_group"], "^[0-9a-f]{16}$")
        self.assertEqual((old.pop("plan_set"), new.pop("plan_set")),
                         ("malloc=glibc", "malloc=jemalloc"))
        self.assertEqual(old, new)
        self.output += "-2"
        self.compare(*WORDS, *SIDES, "--lanes", "counts")
        (other, _), _ = self.sides()
        self.assertNotEqual(old["pair_group"], other["pair_group"])

    def test_killed_run_is_resumed_and_every_pair_is_whole(self):
        seed = int(os.environ.get("HEADROOM_TEST_SEED", random.randrange(10**6)))
        print(f"kill -9: HEADROOM_TEST_SEED={seed}", file=sys.stderr)
        dice = random.Random(seed)
        command = [*WORDS, *SIDES, "--lanes", "time", "--pairs", "60"]
        known = [{}, {}]
        for _ in range(12):
            is_begun = os.path.exists(os.path.join(self.output, "old", "results.tsv"))
            resume = ["--resume"] if is_begun else []
            child = subprocess.Popen([HEADROOM, "compare", "--run", "--quiet", "--output",
                                      self.output, *command, *resume], env=self.fake("slow"),
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0.02, 0.15))
            child.kill()
            child.wait()
            for side, name in enumerate(("old", "new")):
                folder = os.path.join(self.output, name)
                if os.path.exists(os.path.join(folder, "results.tsv")):
                    now = {trial.key(): trial.order for trial in read(folder)[1]}
                    self.assertEqual({key: now.get(key) for key in known[side]}, known[side])
                    known[side] = now
        self.compare(*command, "--resume", mode="slow")
        pairs = self.pairs()
        self.assertEqual(len(pairs), 3 * 60)
        for old, new in pairs:
            self.assertEqual(abs(old.order - new.order), 1)
        orders = sorted(trial.order for pair in pairs for trial in pair)
        self.assertEqual(orders, list(range(2 * len(pairs))))

    def test_interrupted_run_says_how_to_go_on_and_compares_nothing(self):
        child = subprocess.Popen([HEADROOM, "compare", "--run", "--output", self.output, *WORDS,
                                  *SIDES, "--lanes", "time", "--pairs", "4000"],
                                 env=self.fake("slow"), stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        while not os.path.exists(os.path.join(self.output, "new", "results.tsv")):
            time.sleep(0.01)
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        text, errors = child.communicate(timeout=60)
        self.assertEqual(child.returncode, 1, errors)
        self.assertIn(b"--resume", errors)
        self.assertEqual(text, b"")

    def test_failing_image_is_said_and_makes_1(self):
        done = self.compare(*WORDS, *SIDES, "--lanes", "time", "--pairs", "2", mode="crash",
                            status=(1,))
        self.assertIn("SIGSEGV", done.stderr)
        self.assertEqual({trial.outcome for _, trials in self.sides() for trial in trials},
                         {"crashed"})

    # --- refusals ---

    def test_wrong_usage_is_2_and_leaves_nothing(self):
        nothing = os.path.join(PARTS, "planted-nothing.so")
        for words, part in (([], "nothing tells the sides apart"),
                            (["--old", "malloc=glibc,jemalloc"], "is a list"),
                            (["--old", "malloc"], "malloc"),
                            (["--new", "growth=jvaa"], "java"),
                            ([*SIDES, "--pairs", "0"], "pairs"),
                            ([*SIDES, "--pairs", "5000"], "pairs"),
                            (["--old-plugin", nothing], "go together"),
                            ([*SIDES, "--lanes", "none"], "lane"),
                            ([*SIDES, "more"], "more")):
            done = self.compare(*WORDS, *words, status=(2,))
            self.assertIn(part, done.stderr)
            self.assertFalse(os.path.exists(self.output), words)
        done = self.call("compare", "--run", *WORDS, *SIDES, status=(2,))
        self.assertIn("--output", done.stderr)
        done = self.call("compare", "--pairs", "7", "a", "b", status=(2,))
        self.assertIn("--run", done.stderr)

    def test_few_pairs_are_told_before_measuring(self):
        words = ["compare", "--run", "--dry-run", *SIDES, *WORDS, "--pairs"]
        self.assertIn("9 pairs can be too few to judge a time", self.call(*words, "9").stderr)
        self.assertNotIn("too few", self.call(*words, "30").stderr)

    def test_what_cannot_be_started_or_overwritten_is_4(self):
        done = self.compare(*WORDS, "--new-program", "/nowhere/headroom", status=(4,))
        self.assertIn("'/nowhere/headroom'", done.stderr)
        self.compare(*WORDS, *SIDES, "--lanes", "counts")
        before = self.sides()[0][0]
        done = self.compare(*WORDS, *SIDES, "--lanes", "counts", status=(4,))
        self.assertIn("--resume", done.stderr)
        self.assertEqual(self.sides()[0][0], before)

    def test_resuming_what_was_no_pair_is_4(self):
        self.call("run", "--quiet", "--output", os.path.join(self.output, "old"), "--lanes",
                  "counts", *WORDS, environment=self.fake("good"))
        done = self.compare(*WORDS, *SIDES, "--lanes", "counts", "--resume", status=(4,))
        self.assertIn("was not measured in pairs", done.stderr)

    def test_dry_run_measures_nothing(self):
        done = self.compare(*WORDS, *SIDES, "--pairs", "3", "--dry-run")
        self.assertIn("malloc=glibc", done.stdout)
        self.assertNotIn("malloc=jemalloc", done.stdout)
        self.assertFalse(os.path.exists(self.output))

    # --- for real ---

    def planted(self, kind, status):
        done = self.call("compare", "--run", "--quiet", "--output", self.output, "--old-plugin",
                         os.path.join(PARTS, "planted-nothing.so"), "--new-plugin",
                         os.path.join(PARTS, f"planted-{kind}.so"), "structure=planted-list",
                         "workload=append", "length=7,70,700", "--lanes", "counts", "--all",
                         "--format", "csv", status=(status,))
        return list(csv.DictReader(io.StringIO(done.stdout)))

    def found(self, rows, meter):
        return [(row["verdict"], row["difference"]) for row in rows if row["meter"] == meter]

    def test_one_block_more_is_found(self):
        rows = self.planted("block", 1)
        self.assertEqual(self.found(rows, "heap_allocs"), [("worse", "1")] * 3)
        self.assertEqual(self.found(rows, "block_live_bytes"), [("same", "0")] * 3)

    def test_one_byte_more_is_found(self):
        rows = self.planted("byte", 1)
        self.assertEqual(self.found(rows, "block_live_bytes"), [("worse", "1")] * 3)
        self.assertEqual(self.found(rows, "heap_allocs"), [("same", "0")] * 3)

    def test_nothing_is_found_where_nothing_is_planted(self):
        rows = self.planted("nothing", 0)
        self.assertGreater(len(rows), 60)
        self.assertLessEqual({row["verdict"] for row in rows}, {"same", "unmeasured"})

    def test_plug_ins_of_one_name_are_told_apart_in_the_headers(self):
        self.planted("byte", 1)
        (old, _), (new, _) = self.sides()
        self.assertIn("planted-nothing.so crc32", old["plugin_planted"])
        self.assertIn("planted-byte.so crc32", new["plugin_planted"])

    def test_two_programs_are_named_and_not_what_this_one_was_built_with(self):
        for name in ("a", "b"):
            path = os.path.join(self.folder, name)
            with open(path, "w", encoding="ascii") as file:
                file.write(f"#!/bin/sh\nexec '{HEADROOM}' \"$@\" # {name}\n")
            os.chmod(path, 0o755)
        self.call("compare", "--run", "--quiet", "--output", self.output, "--old-program", "./a",
                  "--new-program", "./b", "workload=append", "length=10", "--lanes", "counts")
        for (env, trials), name in zip(self.sides(), ("a", "b")):
            self.assertTrue(env["program"].startswith(os.path.realpath(self.folder) + "/" + name))
            self.assertIn("unknown", env["compiler"])
            self.assertEqual([trial.outcome for trial in trials], ["ok"])

    def test_structures_of_other_names_and_parameters_are_compared(self):
        done = self.call("compare", "--run", "--quiet", "--output", self.output, "--old",
                         "structure=dynarray", "--new", "structure=planted-list", "--plugin",
                         os.path.join(PARTS, "planted-nothing.so"), "workload=append", "length=10",
                         "--lanes", "counts", "--all", "--format", "csv", status=(0, 1))
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        self.assertEqual(self.found(rows, "length"), [("same", "0")])
        self.assertEqual([row["old"] for row in rows if row["meter"] == "checksum"], ["330"])

    def test_aa_finds_no_difference_in_what_is_exact_and_leaves_floors(self):
        done = self.call("aa", "--quiet", "--output", self.output, "--pairs", "10", "--window",
                         "8", "--comparisons", "40", "workload=append", "length=10", status=(0, 1))
        exact = re.search(r"^ +all +exact +(\d+) +(\d+) ", done.stdout, re.M)
        self.assertGreater(int(exact.group(1)), 40)
        self.assertEqual(int(exact.group(2)), 0)
        with open(os.path.join(self.output, "floors.tsv"), encoding="ascii") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        self.assertIn("build_ns", [row["meter"] for row in rows])
        for row in rows:
            self.assertEqual((row["workload"], row["comparisons"]), ("append", "40"))
            self.assertGreaterEqual(float(row["floor_percent"]), 0)
        self.call("compare", os.path.join(self.output, "old"), os.path.join(self.output, "new"),
                  "--floor", self.output, status=(0, 1))

    def test_aa_wrong_usage_is_2(self):
        for words, part in ((["--pairs", "7"], "window"), (["--window", "7"], "window"),
                            (["--comparisons", "0"], "comparisons")):
            done = self.call("aa", "--output", self.output, *words, status=(2,))
            self.assertIn(part, done.stderr)
        self.assertIn("--output", self.call("aa", status=(2,)).stderr)
        self.assertFalse(os.path.exists(self.output))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
