"""The scripts of the plots over two small runs of the real program: test_scripts.py HEADROOM

Every picture in every terminal and size without a word of gnuplot on standard error; labels that
would mean something to gnuplot are drawn as they are, and tables that are at their ends still draw.
"""
import math
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

HEADROOM = os.path.abspath(sys.argv[1])
SUITE = """
structure=null workload=null lanes=memory repetitions=2
workload=append length=1e3,1e5 growth=cpython-3.9,java malloc=glibc lanes=counts,memory,time \
repetitions=2
workload=many-small structure=dynarray,tuple mix=same count=1e3 length=0,1,5 \
lanes=counts,memory,time repetitions=2
workload=julia-setup structure=coords-boxed,coords-split width=40 lanes=memory repetitions=2
workload=tuple-churn length=0,1,21 cache=cpython-3.11,off lanes=counts,time repetitions=2
"""
MEASURED = ("resident", "pareto", "lists-vs-tuples", "julia-memory", "tuples", "before-after")
COMPUTED = ("orbit", "julia-grey", "julia-false-grey")
LABELS = ("`touch evil`", "$(touch evil)", "{/Symbol x}", "'; system(\"touch evil\"); '",
          "@x^2_3", "%s%n%d", "x\ty")
PARETO = ("case\tmemory\tmemory low\tmemory high\ttime\ttime low\ttime high\tstanding\tnumber\t"
          "group\tgroup name\thighlighted\n")
CHANGES = ("row\twhat\tkind\trun\trun number\tverdict\tchange\tratio\tlow\thigh\tedge\tbefore\t"
           "after\n")


def drawn(command, terminal, size, out):
    """The same picture on another terminal; what gnuplot had to say."""
    words = shlex.split(command)
    words[5:8] = [out, terminal, size]
    done = subprocess.run(words, capture_output=True, check=False)
    assert done.returncode == 0, (words, done.stderr)
    return done


class Scripts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kept = tempfile.mkdtemp(prefix="headroom-scripts-")
        cls.addClassCleanup(shutil.rmtree, cls.kept, ignore_errors=True)
        suite = os.path.join(cls.kept, "small.suite")
        with open(suite, "w", encoding="utf-8") as file:
            file.write(SUITE)
        for name in ("old", "new"):
            done = subprocess.run([HEADROOM, "run", suite, "--quiet", "--output",
                                   os.path.join(cls.kept, name)], capture_output=True, check=False)
            assert done.returncode == 0, done.stderr

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="headroom-scripts-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def commands(self, presets, *runs):
        done = subprocess.run([HEADROOM, "plot", *runs, "--preset", ",".join(presets), "--output",
                               "out", "--format", "svg"], cwd=self.folder, capture_output=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return [line.strip() for line in done.stdout.decode().splitlines() if "gnuplot" in line]

    def assert_draws(self, command):
        for size in ("800x500", "480x360", "1600x600"):
            for terminal in ("svg", "png"):
                out = os.path.join(self.folder, "picture." + terminal)
                self.assertEqual(drawn(command, terminal, size, out).stderr, b"", (command, size))
                self.assertGreater(os.path.getsize(out), 1000)
        for width in (80, 120):
            done = drawn(command, "dumb", f"{width}x34", "-")
            self.assertEqual(done.stderr, b"", (command, width))
            lines = done.stdout.decode().splitlines()
            self.assertLessEqual(max(map(len, lines)), width, command)
            self.assertGreater(len([line for line in lines if line.strip()]), 15)

    def run_of(self, name, label=None):
        path = os.path.join(self.kept, name)
        return path if label is None else f"{label}={path}"

    def test_measured_plots_draw_silently_everywhere(self):
        commands = self.commands(MEASURED, self.run_of("old"), self.run_of("new"))
        self.assertEqual(len(commands), len(MEASURED))
        for command in commands:
            self.assert_draws(command)

    def test_plots_of_one_run_draw_silently_everywhere(self):
        for command in self.commands(MEASURED[:-1], self.run_of("old")):
            self.assert_draws(command)

    def test_computed_plots_draw_silently_everywhere(self):
        for command in self.commands(COMPUTED):
            self.assert_draws(command)

    def test_strange_labels_are_drawn_and_do_nothing(self):
        for label in LABELS:
            runs = [self.run_of("old", label), self.run_of("new", label + "2")]
            for command in self.commands(MEASURED, *runs):
                self.assertEqual(drawn(command, "dumb", "120x34", "-").stderr, b"", command)
        self.assertEqual(os.listdir(self.folder), ["out"])
        self.assertFalse([name for name in os.listdir(os.path.join(self.folder, "out"))
                          if "evil" in name])

    def test_front_of_many_points_and_names_draws(self):
        command = self.commands(("pareto",), self.run_of("old"))[0]
        table = os.path.join(self.folder, "out", "pareto.tsv")
        for count in (1, 2, 60):
            with open(table, "w", encoding="utf-8") as file:
                file.write(PARETO)
                for i in range(count):
                    memory = 1e6 * 1.1 ** i
                    time = 100 / 1.1 ** i
                    file.write(f"a name that is long and has a number {i}\t{memory}\t{memory}\t"
                               f"{memory}\t{time}\t{time * .9}\t{time * 1.1}\tfront\t{i + 1}\t"
                               f"{i % 9 + 1}\tgroup {i % 9}\t{'yes' if i % 3 else 'no'}\n")
            self.assert_draws(command)

    def test_floor_is_a_straight_line_to_where_it_leaves(self):
        command = self.commands(("resident",), self.run_of("old"))[0]
        lengths = (1e3, 1e4, 1e5, 1e6)
        with open(os.path.join(self.folder, "out", "resident.tsv"), "w", encoding="utf-8") as file:
            file.write("length\ta\ta low\ta high\n")
            file.writelines(f"{x}\t{y}\t{y}\t{y}\n" for x, y in zip(lengths, ("", 64, 32, 16)))
        with open(os.path.join(self.folder, "out", "resident-2.tsv"), "w",
                  encoding="utf-8") as file:
            file.write("length\tfloor\telements\n")
            file.writelines(f"{x}\t{2 ** 18 / x}\t8\n" for x in lengths)
        for size in ("800x500", "1600x600"):
            out = os.path.join(self.folder, "floor.svg")
            self.assertEqual(drawn(command, "svg", size, out).stderr, b"")
            with open(out, encoding="utf-8") as file:
                shapes = [[tuple(map(float, point.split(","))) for point in points.split()]
                          for points in re.findall(
                              r"<polygon fill = 'rgb\(221, 221, 221\)' points = '([^']*)'",
                              file.read())]
            shapes = [shape for shape in shapes if len(shape) > 4]
            left = min(x for shape in shapes for x, _ in shape)
            right = max(x for shape in shapes for x, _ in shape)
            bottom = max(y for shape in shapes for _, y in shape)
            top = min(y for shape in shapes for _, y in shape)
            at_top = max(x for shape in shapes for x, y in shape if y == top)
            at_bottom = max(x for shape in shapes for x, y in shape if y > top and x < right)
            # From 1000 / 1.4 to 1e6 * 1.4, and from 8 / 2 to 64 * 1.5.
            for found, wanted in ((at_top, 2 ** 18 / 96), (at_bottom, 2 ** 18 / 4)):
                share = math.log(wanted / (1e3 / 1.4)) / math.log(1e3 * 1.96)
                self.assertAlmostEqual((found - left) / (right - left), share, delta=0.01)
            self.assertGreater(bottom, top + 100)

    def test_changes_at_their_ends_draw(self):
        command = self.commands(("before-after",), self.run_of("old"), self.run_of("new"))[0]
        table = os.path.join(self.folder, "out", "before-after.tsv")
        ratios = {"same": ["1\t1\t1"], "tiny": ["1.0001\t1.00005\t1.0002"],
                  "huge": ["1e9\t9e8\t2e9", "1e-9\t1e-9\t1e-9"], "none": ["NaN\tNaN\tNaN"],
                  "not judged": ["1.2\t1.1\t1.3"],
                  "both": ["0.9\t0.8\t0.95", "1.3\t1.3\t1.3", "NaN\tNaN\tNaN"]}
        for name, rows in ratios.items():
            with open(table, "w", encoding="utf-8") as file:
                file.write(CHANGES)
                for i, ratio in enumerate(rows):
                    edge = "right" if "NaN" in ratio else ""
                    verdict = "not judged" if name == "not judged" else "worse"
                    file.write(f"{i + 1}\t{name} {'long ' * 20}\texact\tnew\t1\t{verdict}\t"
                               "1 -> 2 B\t"
                               f"{ratio}\t{edge}\t1\t2\n")
            self.assert_draws(command)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
