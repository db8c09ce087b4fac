"""Pictures of a small run of the real program: test_pictures.py HEADROOM

Every named plot in every format; the command that redraws one, from another folder; strange names
of folders and runs; what is refused, and that nothing is left where nobody asked for it.
"""
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

HEADROOM = os.path.abspath(sys.argv[1])
SUITE = """
workload=append length=1e3,1e4 growth=cpython-2.7,cpython-3.9,libstdcxx,java,go-1.18,v8,r,ruby,lua \
lanes=counts,time repetitions=2
workload=append length=1e3,1e4 malloc=glibc lanes=memory repetitions=2
workload=julia-setup structure=coords-boxed,coords-split width=40 lanes=counts,memory repetitions=2
workload=tuple-churn length=0,1,2 cache=cpython-3.11,off lanes=counts,time repetitions=2
"""
FOLDERS = ("plain", "a b", "$(touch evil)", "'\"`;|&", "-n", "< touch evil", "|touch evil",
           "x\n\033[31m", "\u00e4\u4e2d", "%s%n")
GENERIC = ["--x", "length", "--y", "block_calls", "--by", "growth", "--where", "workload=append"]


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Plots(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kept = tempfile.mkdtemp(prefix="headroom-plots-")
        cls.addClassCleanup(shutil.rmtree, cls.kept, ignore_errors=True)
        suite = os.path.join(cls.kept, "small.suite")
        with open(suite, "w", encoding="utf-8") as file:
            file.write(SUITE)
        cls.made = os.path.join(cls.kept, "made")
        done = subprocess.run([HEADROOM, "run", suite, "--quiet", "--output", cls.made],
                              capture_output=True, check=False)
        assert done.returncode == 0, done.stderr

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="headroom-plots-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def plot(self, *arguments, status=0, **environment):
        done = subprocess.run([HEADROOM, "plot", *arguments], cwd=self.folder, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True,
                              env=dict(os.environ, **environment))
        self.assertEqual(done.returncode, status, (arguments, done.stdout, done.stderr))
        return done

    def assert_refused(self, part, *arguments):
        done = self.plot(*arguments, status=2)
        self.assertIn(part.encode(), done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
        self.assertEqual(done.stdout, b"")
        self.assertEqual(os.listdir(self.folder), [])

    def assert_redraws(self, script, endings=(".svg", ".png", ".txt")):
        """Runs the sidecar from elsewhere; every picture comes out as it was, byte for byte."""
        pictures = [script[:-3] + ending for ending in endings]
        before = {path: read(path) for path in pictures if os.path.exists(path)}
        self.assertTrue(before)
        for path in before:
            os.remove(path)
        subprocess.run(["sh", script], cwd="/", check=True)
        for path, picture in before.items():
            self.assertEqual(read(path), picture, path)

    def test_all_presets_draw_in_every_format(self):
        done = self.plot(self.made, "--output", "out", "--format", "svg,png,txt")
        names = sorted(os.listdir(os.path.join(self.folder, "out")))
        stems = [name[:-3] for name in names if name.endswith(".sh")]
        for stem in ("staircase", "sawtooth", "growth-cost", "append-time", "julia-memory",
                     "tuples", "julia-grey", "julia-false-grey"):
            self.assertIn(stem, stems, done.stderr)
        for stem in stems:
            path = os.path.join(self.folder, "out", stem)
            xml.etree.ElementTree.parse(path + ".svg")
            self.assertEqual(read(path + ".png")[:8], b"\x89PNG\r\n\x1a\n")
            self.assertIn(stem + ".tsv", names)
            text = read(path + ".txt").decode().splitlines()
            self.assertLessEqual(max(len(line) for line in text), 100, stem)
            self.assert_redraws(path + ".sh")
        self.assertEqual([name for name in names if name.startswith(".")], [])

    def test_all_presets_draw_on_the_terminal_and_leave_nothing(self):
        before = sorted(os.listdir(self.made))
        for width in ("80", "120"):
            done = self.plot(self.made, "--term", "dumb", COLUMNS=width, TMPDIR=self.folder)
            self.assertIn(b"Capacity when filled", done.stdout)
            self.assertLessEqual(max(map(len, done.stdout.decode().splitlines())), int(width))
        self.assertEqual(os.listdir(self.folder), [])
        self.assertEqual(sorted(os.listdir(self.made)), before)

    def test_preset_with_nothing_to_show_leaves_the_others(self):
        done = self.plot(self.made, "--where", "workload=append", "--preset", "tuples,staircase",
                         "--output", "out", status=2)
        self.assertIn(b"tuples: ", done.stderr)
        names = os.listdir(os.path.join(self.folder, "out"))
        self.assertIn("staircase.svg", names)
        self.assertNotIn("tuples.svg", names)

    def test_small_and_wide_pictures_draw(self):
        for size in ("480x360", "1600x600"):
            self.plot(self.made, "--output", size, "--format", "svg", "--size", size)
            for name in os.listdir(os.path.join(self.folder, size)):
                if name.endswith(".svg") and not name.startswith("julia-"):
                    root = xml.etree.ElementTree.parse(os.path.join(self.folder, size, name))
                    self.assertEqual(root.getroot().get("width"), size.split("x")[0], name)

    def test_strange_folders_are_names(self):
        for name in FOLDERS:
            folder = os.path.join(self.folder, name)
            os.mkdir(folder)
            for ending in (".svg", ".png", ".txt"):
                stem = os.path.join(name, name.replace("/", "") + " f")
                done = self.plot(self.made, *GENERIC, "--output", os.path.join("./", stem + ending))
                self.assertIn(b"gnuplot -d -c", done.stdout)
                self.assert_redraws(os.path.join(self.folder, stem + ".sh"), (ending,))
            self.assertEqual(len(os.listdir(folder)), 5, os.listdir(folder))
        self.assertFalse(os.path.exists(os.path.join(self.folder, "evil")))
        self.assertEqual(len(os.listdir(self.folder)), len(FOLDERS))

    def test_printed_command_redraws_from_any_folder(self):
        os.mkdir(os.path.join(self.folder, "it's"))
        done = self.plot(self.made, *GENERIC, "--out", "it's/f.svg")
        path, command = done.stdout.decode().splitlines()
        self.assertEqual(path, os.path.join(os.path.realpath(self.folder), "it's", "f.svg"))
        self.assertTrue(os.path.isabs(shlex.split(command)[4]))
        before = read(path)
        os.remove(path)
        subprocess.run(["sh", "-c", command], cwd="/", check=True)
        self.assertEqual(read(path), before)

    def test_moved_folder_still_redraws(self):
        self.plot("--preset", "staircase", "--output", "here", "--format", "svg")
        os.rename(os.path.join(self.folder, "here"), os.path.join(self.folder, "there"))
        self.assert_redraws(os.path.join(self.folder, "there", "staircase.sh"))

    def test_hostile_labels_are_drawn_as_they_are(self):
        for label in ("$(touch evil)", "`touch evil`", "x\n\033[31my", "{/Symbol x}", "</script>",
                      "\"; system('touch evil'); \"", "@x^2_3", "../../evil", "%s%n"):
            done = self.plot(f"{label}={self.made}", self.made, "--x", "length", "--y",
                             "block_calls", "--by", "run", "--where", "growth=r", "--out", "f.svg")
            self.assertNotIn(b"\033", done.stdout + done.stderr)
            xml.etree.ElementTree.parse(os.path.join(self.folder, "f.svg"))
            self.assertEqual(sorted(os.listdir(self.folder)), ["f.sh", "f.svg", "f.tsv"])

    def test_dash_draws_text_on_standard_output(self):
        done = self.plot(self.made, *GENERIC, "--out", "-")
        self.assertIn(b"block_calls (calls) by length", done.stdout)
        self.assertEqual(os.listdir(self.folder), [])

    def test_several_runs_are_overlaid(self):
        self.plot(f"old={self.made}", f"new={self.made}", "--preset", "append-time",
                  "--where", "growth=java", "--out", "f.txt")
        heads = read(os.path.join(self.folder, "f.tsv")).decode().splitlines()[0].split("\t")
        self.assertEqual(heads, ["length", "old", "old low", "old high",
                                 "new", "new low", "new high"])

    def test_several_runs_are_overlaid_whatever_tells_lines_apart(self):
        self.plot(f"old={self.made}", f"new={self.made}", *GENERIC, "--where", "growth=java,lua",
                  "--out", "f.txt")
        heads = read(os.path.join(self.folder, "f.tsv")).decode().splitlines()[0].split("\t")
        self.assertEqual(heads[1::3], ["old java", "old lua", "new java", "new lua"])

    def test_overlaid_runs_have_the_same_lines_highlighted(self):
        self.plot(f"old={self.made}", f"new={self.made}", "--preset", "growth-cost", "--out",
                  "f.svg")
        picture = read(os.path.join(self.folder, "f.svg"))
        self.assertIn(b"old cpython-3.9 (CPython)", picture)
        heads = read(os.path.join(self.folder, "f.tsv")).decode().splitlines()[0].split("\t")[1::3]
        for old, new in zip(heads[0:6:2], heads[1:6:2]):
            self.assertEqual((old[:4], new[:4]), ("old ", "new "))
            self.assertEqual(old[4:], new[4:])

    def test_many_lines_are_panels_or_highlighted(self):
        self.plot(self.made, *GENERIC, "--out", "f.svg")
        panels = read(os.path.join(self.folder, "f.svg"))
        self.assertIn(b"a panel for each line", panels)
        self.plot(self.made, *GENERIC, "--highlight", "growth=java,lua", "--out", "f.svg")
        chosen = read(os.path.join(self.folder, "f.svg"))
        self.assertIn(b"highlighted: java, lua; 7 others in grey", chosen)
        self.plot("--preset", "staircase", "--where", "growth=all", "--out", "f.svg")
        self.assertIn(b"cpython-3.9 (CPython)", read(os.path.join(self.folder, "f.svg")))

    def test_wrong_usage_is_one_line_and_leaves_nothing(self):
        made = self.made
        self.assert_refused("name a run")
        self.assert_refused("name a run", "--preset", "staircase")
        self.assert_refused("did you mean 'staircase'", "--preset", "stair-case", "--term")
        self.assert_refused("unknown preset ''", "--preset", "staircase,", "--term")
        self.assert_refused("needs a run", "--preset", "append-time", "--term")
        self.assert_refused("need a run", "--x", "length", "--y", "build_ns", "--term")
        self.assert_refused("go together", made, "--x", "length")
        self.assert_refused("different plots", made, *GENERIC, "--preset", "tuples")
        self.assert_refused("no run has the meter 'nothing'", made, "--x", "length", "--y",
                            "nothing", "--term")
        self.assert_refused("no case has both", made, "--x", "width", "--y", "build_ns", "--term")
        self.assert_refused("--x: no case has the key 'lenth'; did you mean 'length'?", made, "--x",
                            "lenth", "--y", "block_calls", "--term")
        self.assert_refused("--by: no case has the key 'groth'; did you mean 'growth'?", made,
                            "--x", "length", "--y", "block_calls", "--by", "malloc,groth", "--term")
        for name in ("f.pdf", "f.SVG", "no/f.jpeg"):
            self.assert_refused("no picture is made as '.", made, *GENERIC, "--out", name)
        self.assert_refused("headroom plot: several cases", made, "--x", "length", "--y",
                            "block_calls", "--by", "malloc", "--term")
        self.assert_refused("workload=append; only cases that pass --where", made, "--preset",
                            "append-time", "--where", "workload=tuple-churn", "--term")
        self.assert_refused("one picture is one plot", made, "--out", "f.svg")
        self.assert_refused("the ending of --output", made, *GENERIC, "--out", "f.svg",
                            "--format", "png")
        self.assert_refused("no line to highlight has growth='jav'; did you mean 'java'?", made,
                            *GENERIC, "--highlight", "growth=jav", "--term")
        self.assert_refused("did you mean 'java'", "--preset", "staircase", "--where",
                            "growth=jaav", "--term")
        self.assert_refused("greater than 0", made, "--x", "length", "--y", "build_ns", "--where",
                            "workload=tuple-churn", "--log", "x", "--term")
        self.assert_refused("no lines that could be", "--preset", "julia-grey", "--highlight",
                            "growth=java", "--term")
        for size in ("800", "x", "800x", "100x500", "800x100", "9000x500", "-800x500", "800x500x"):
            self.assert_refused("is not WIDTHxHEIGHT", made, "--size", size)
        for axes in ("", "yx", "z"):
            self.assert_refused("unknown axes", made, *GENERIC, "--log", axes)
        for formats in ("", "gif", "svg,", ",png"):
            self.assert_refused("unknown format", made, "--format", formats)

    def test_folder_that_cannot_be_is_4(self):
        for path in ("no/such/folder", "no/such/f.svg"):
            done = self.plot(self.made, *GENERIC, "--output", path, status=4)
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_missing_gnuplot_is_3_and_leaves_tables(self):
        done = self.plot("--preset", "staircase", "--output", "out", status=3, PATH="/nowhere")
        self.assertIn(b"gnuplot-nox", done.stderr)
        names = sorted(os.listdir(os.path.join(self.folder, "out")))
        self.assertEqual(names, ["staircase.sh", "staircase.tsv"])
        self.plot("--preset", "staircase", "--term", status=3, PATH="/nowhere")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
