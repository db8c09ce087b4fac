"""Exports of two real runs: test_exports.py HEADROOM COMPARE.PY HYPERFINE

Google Benchmark's compare.py reads our JSON, hyperfine's own export has the same keys and types as
ours, every number of the Go text is one of the results file. And what `report` does with its
output file and with wrong names.
"""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HEADROOM, COMPARE, HYPERFINE = sys.argv[1:4]
WORDS = ["workload=append", "structure=dynarray", "growth=java,exact", "malloc=glibc",
         "length=1000", "--repetitions", "5", "--quiet"]
CASES, REPETITIONS = 2, 5


def headroom(*arguments, **more):
    return subprocess.run([HEADROOM, *arguments], capture_output=True, text=True, check=False,
                          timeout=120, stdin=subprocess.DEVNULL, **more)


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="headroom-exports-")
        for name in ("old", "new"):
            done = headroom("run", *WORDS, "--output", cls.path(name))
            assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    def report(self, *arguments, status=0):
        done = headroom("report", *arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def export(self, run, form):
        path = self.path(f"{run}.{form}")
        self.report(self.path(run), "--format", form, "--output", path)
        return path

    def compare(self, *arguments):
        done = subprocess.run([sys.executable, COMPARE, "--no-color", *arguments], text=True,
                              capture_output=True, check=False, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def test_compare_py_reads_two_exports(self):
        old, new = self.export("old", "google-benchmark"), self.export("new", "google-benchmark")
        told = self.compare("benchmarks", old, new)
        for growth in ("java", "exact"):
            lines = [line for line in told.splitlines() if f"/growth:{growth}/" in line]
            self.assertEqual(len([line for line in lines if "_pvalue" in line]), 1, told)
            self.assertEqual(len(lines), REPETITIONS + 1 + 4, told)  # and the four aggregates
        self.assertIn("OVERALL_GEOMEAN", told)

    def test_compare_py_sees_the_change_that_is_in_the_numbers(self):
        old = self.export("old", "google-benchmark")
        with open(old, encoding="utf-8") as file:
            document = json.load(file)
        for entry in document["benchmarks"]:
            entry["cpu_time"] *= 2
        doubled = self.path("doubled.json")
        with open(doubled, "w", encoding="utf-8") as file:
            json.dump(document, file)
        dumped = self.path("dumped.json")
        self.compare("--dump_to_json", dumped, "benchmarks", old, doubled)
        with open(dumped, encoding="utf-8") as file:
            changes = json.load(file)
        self.assertEqual(len(changes), CASES * 5 + 1)
        for change in changes:
            for measured in change["measurements"]:
                self.assertAlmostEqual(measured["cpu"], 1)
                self.assertEqual(measured["time"], 0)

    def test_compare_py_filters_by_our_names(self):
        old = self.export("old", "google-benchmark")
        told = self.compare("filters", old, "growth:java", "growth:exact")
        self.assertIn("[growth:java vs. growth:exact]", told)

    def test_go_text_holds_the_numbers_of_the_results_file(self):
        with open(self.path("old/results.tsv"), encoding="utf-8") as file:
            samples = [line.split("\t") for line in file if line.startswith("sample\t")]
        measured = sorted(sample[4] for sample in samples if not sample[4].startswith("n/a"))
        written = []
        with open(self.export("old", "go"), encoding="ascii") as file:
            for line in file:
                if line.startswith("Benchmark"):
                    words = line.split()
                    self.assertRegex(words[0], r"^BenchmarkAppend(/[a-z_]+=[^/=]+)+-1$")
                    self.assertRegex(words[1], r"^[1-9][0-9]*$")
                    self.assertEqual(len(words) % 2, 0)
                    written += words[2::2]
                else:
                    self.assertRegex(line, r"^(Unit \S+( better=(lower|higher))? "
                                           r"assume=(exact|nothing)|[a-z][^A-Z\s:]*: .*)\n$")
        self.assertGreater(len(written), 100)
        self.assertEqual(sorted(written), measured)

    def test_hyperfine_has_our_keys_and_types(self):
        theirs_path = self.path("theirs.json")
        subprocess.run([HYPERFINE, "--runs", "3", "--export-json", theirs_path,
                        "--parameter-list", "n", "0,0.001", "sleep {n}"], check=True,
                       capture_output=True, timeout=60)
        with open(theirs_path, encoding="utf-8") as file:
            theirs = json.load(file)["results"][0]
        with open(self.export("old", "hyperfine"), encoding="utf-8") as file:
            document = json.load(file)
        self.assertEqual(list(document), ["results"])
        self.assertEqual(len(document["results"]), CASES)
        for ours in document["results"]:
            # hyperfine measures memory from 1.16 on
            self.assertEqual(set(ours) - {"memory_usage_byte"}, set(theirs) - {"memory_usage_byte"})
            for key, value in theirs.items():
                self.assertIs(type(ours[key]), type(value), key)
            for key in ("times", "exit_codes"):
                self.assertEqual(len(ours[key]), REPETITIONS)
                self.assertIs(type(ours[key][0]), type(theirs[key][0]), key)
            self.assertTrue(all(type(size) is int and size > 0
                                for size in ours["memory_usage_byte"]))
            self.assertTrue(all(type(value) is str for value in ours["parameters"].values()))
            self.assertAlmostEqual(ours["min"], min(ours["times"]))

    def test_what_a_format_leaves_out_is_said(self):
        done = self.report(self.path("old"), "--format", "hyperfine")
        self.assertIn("has no place for", done.stderr)
        self.assertEqual(self.report(self.path("old"), "--format", "csv").stderr, "")

    def test_markdown_tables_are_whole(self):
        told = self.report(self.path("old"), "--format", "markdown").stdout
        tables = re.findall(r"(?:^\|.*\|\n)+", told, flags=re.MULTILINE)
        self.assertGreaterEqual(len(tables), 2)
        for table in tables:
            self.assertEqual(len({line.count("|") for line in table.splitlines()}), 1, table)
        self.assertIn("| java |", told)


class Output(Exports):
    """One run is enough; the exports' own tests are not run again."""

    def setUp(self):
        self.place = tempfile.mkdtemp(dir=self.folder)
        self.file = os.path.join(self.place, "table")

    def test_what_is_there_is_replaced_whole(self):
        with open(self.file, "w", encoding="utf-8") as file:
            file.write("before" * 100000)
        self.assertEqual(self.report(self.path("old"), "-o", self.file).stdout, "")
        with open(self.file, encoding="utf-8") as file:
            told = file.read()
        self.assertEqual(told, self.report(self.path("old")).stdout)
        self.assertEqual(os.listdir(self.place), ["table"])

    def test_link_stays_a_link(self):
        os.symlink("target", self.file)
        with open(os.path.join(self.place, "target"), "w", encoding="utf-8"):
            pass
        self.report(self.path("old"), "-o", self.file)
        self.assertTrue(os.path.islink(self.file))
        self.assertGreater(os.path.getsize(self.file), 100)
        self.assertEqual(sorted(os.listdir(self.place)), ["table", "target"])

    def test_what_cannot_be_written_is_told_and_nothing_is_left(self):
        for path in (self.place, self.place + "/no/table", "/dev/full", ""):
            done = self.report(self.path("old"), "-o", path, status=4)
            self.assertIn("headroom report: cannot write '", done.stderr)
        self.assertEqual(os.listdir(self.place), [])

    def test_wrong_usage_leaves_the_file_as_it_was(self):
        with open(self.file, "w", encoding="utf-8") as file:
            file.write("before")
        self.report(self.path("old"), "-o", self.file, "--by", "grwth", status=2)
        with open(self.file, encoding="utf-8") as file:
            self.assertEqual(file.read(), "before")

    def test_pipe_is_written_as_it_stands(self):
        told = self.report(self.path("old"), "-o", "/dev/stdout").stdout
        self.assertIn("append", told)

    def test_wrong_names_are_told_with_near_ones(self):
        old = self.path("old")
        for arguments, hint in (
                (("--format", "jsn"), "did you mean 'json'"),
                (("--by", "grwth"), "did you mean 'growth'"),
                (("--by", "growth,"), "no case has the key ''"),
                (("--meters", "buld_ns"), "did you mean 'build_ns'"),
                (("--meters", "build_ns,nothing_*"), "no run has the meter 'nothing_*'"),
                (("--where", "grwth!=java"), "did you mean 'growth'"),
                (("--where", "growth=jaav"), "did you mean 'java'"),
                (("--where", "length>1e9"), "no case passes the filter 'length>1e9'"),
                (("--where", "length>x"), "'x' is no number"),
                (("--where", "length"), "is no filter"),
                (("--sort", "buld_ns"), "did you mean 'build_ns'"),
                (("--sort", "build_*"), "one meter"),
                (("--top", "0", "--sort", "build_ns"), "'0'"),
                (("--top", "3"), "--top wants --sort"),
                (("--sort", "build_ns", "--format", "csv"), "tables for people")):
            done = self.report(old, *arguments, status=2)
            self.assertIn(hint, done.stderr)
            self.assertEqual(done.stdout, "")

    def test_plot_knows_the_same_filters(self):
        done = headroom("plot", self.path("old"), "--output", self.place, "--where", "grwth!=java")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("did you mean 'growth'", done.stderr)
        self.assertEqual(os.listdir(self.place), [])

    def test_patterns_and_sizes_choose(self):
        old = self.path("old")
        told = self.report(old, "--format", "csv", "--meters", "malloc_*,build_ns").stdout
        meters = {row["meter"] for row in csv.DictReader(told.splitlines())}
        self.assertIn("build_ns", meters)
        self.assertIn("malloc_calls", meters)
        self.assertNotIn("build_wall_ns", meters)
        told = self.report(old, "--where", "length>=1e3", "--where", "growth!~ja*").stdout
        self.assertIn("growth=exact", told)
        self.assertNotIn("java", told)

    def test_sort_puts_the_best_first(self):
        told = self.report(self.path("old"), "--sort", "block_calls", "--top", "1").stdout
        self.assertIn("java", told)  # 13 calls, not 1000
        self.assertNotIn("exact  ", told)
        self.assertIn("rows left out: 1", told)


def load_tests(loader, standard, pattern):
    """Output borrows the runs of Exports, not its tests."""
    del standard, pattern
    suite = unittest.TestSuite()
    for case in (Exports, Output):
        names = [name for name in vars(case) if name.startswith("test_")]
        suite.addTests(case(name) for name in names)
    return suite


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
