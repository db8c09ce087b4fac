"""Structures from outside the tree beside ours: test_measure.py BUILD [INSIDE-OBJECT]

Built from installed headers alone, measured in all lanes, reported without the modules; and what
the compiler makes of their loops is what it makes of ours."""
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import outside

BUILD = os.path.abspath(sys.argv[1])
INSIDE = sys.argv[2] if len(sys.argv) > 2 else None
STRUCTURES = ("stretchy", "std-vector-mine", "std-deque-mine", "example-list", "dynarray",
              "null-stretchy", "null")
LENGTH = 5000
here = None


def setUpModule():
    global here
    here = outside.Installation(BUILD)
    here.example = here.compile(os.path.join(here.prefix, "share", "headroom", "examples",
                                             "plugin.c"), "example.so")
    here.stretchy = here.compile("stretchy.c", "stretchy.so")
    here.standard = here.compile("standard.cc", "standard.so")


def tearDownModule():
    here.clean_up()


def tree_command(source):
    """What the tree compiles a file with, apart from where its headers are and where it writes."""
    with open(os.path.join(BUILD, "compile_commands.json"), encoding="utf-8") as file:
        command = next(entry["command"] for entry in json.load(file)
                       if entry["file"].endswith("/" + source))
    words = command.split()
    if os.path.basename(words[0]) == "ccache":
        words = words[1:]
    words = words[:words.index("-o")]
    return [word for word in words if not word.startswith("-I") and word != "-Werror"]


def functions(path, pattern):
    """Names and instructions of the functions whose name matches, without their addresses."""
    listing = outside.must(["objdump", "-dr", "--no-show-raw-insn", path])
    found = {}
    for name, body in re.findall(r"^[0-9a-f]+ <([^>]+)>:\n((?:.+\n)*)", listing, re.M):
        if re.search(pattern, name):
            found[name] = re.sub(r"^\s*[0-9a-f]+:", "", body, flags=re.M)
    return found


class Measure(unittest.TestCase):
    def run_all(self, output, *words, structures=STRUCTURES, plugins=None):
        plugins = [here.stretchy, here.standard, here.example] if plugins is None else plugins
        options = [word for plugin in plugins for word in ("--plugin", os.path.relpath(plugin))]
        return here.headroom("run", *options, "structure=" + ",".join(structures),
                             "workload=append", f"length={LENGTH}", "--repetitions", "2",
                             "--quiet", "--output", output, *words)

    def test_measure_plugins_beside_ours_in_all_lanes_are_ok(self):
        output = here.path("all")
        done = self.run_all(output)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        with open(os.path.join(output, "results.tsv"), encoding="utf-8") as file:
            lines = [line.split("\t") for line in file.read().splitlines()]
        outcomes = [line[2] for line in lines if line[0] == "outcome"]
        self.assertEqual(outcomes, ["ok"] * (len(STRUCTURES) * (1 + 2 + 2)))
        checksums = {line[4] for line in lines if line[0] == "sample" and line[2] == "checksum"}
        self.assertEqual(checksums, {"0", str((LENGTH - 1) * LENGTH * (LENGTH + 1) // 3)})
        stamps = {line[1]: line[2] for line in lines if line[0] == "env"
                  and line[1].startswith("plugin_")}
        self.assertEqual(set(stamps), {"plugin_stretchy", "plugin_standard", "plugin_example"})
        self.assertRegex(stamps["plugin_stretchy"],
                         f"^{re.escape(here.stretchy)} crc32 [0-9a-f]{{8}}$")

    def test_measure_plugins_in_every_workload_that_they_have_the_verbs_for(self):
        words = {"append-pop": "edge=grow,shrink", "grow-shrink": "regrow=no,yes",
                 "reserve-fill": "length=0,300", "read-sequential": "length=0,300",
                 "read-random": "reads=50", "many-small": "count=50", "mixed": "count=50"}
        for workload, word in words.items():
            output = here.path(workload)
            done = here.headroom("run", "--plugin", here.example, f"workload={workload}", word,
                                 "structure=example-list,null-example,dynarray", "--quiet",
                                 "--repetitions", "1", "--output", output)
            self.assertEqual((done.returncode, done.stderr), (0, ""), workload)
            with open(os.path.join(output, "results.tsv"), encoding="utf-8") as file:
                outcomes = re.findall("(?m)^outcome\t[0-9]+\t([a-z-]+)\t", file.read())
            cases = 3 * (word.count(",") + 1)
            self.assertEqual(outcomes, ["ok"] * (3 * cases), workload)
        done = here.headroom("run", "--plugin", here.example, "workload=extend",
                             "structure=example-list", "--dry-run")
        self.assertEqual(done.returncode, 2)
        self.assertIn("workload 'extend' makes no sense with structure 'example-list'", done.stderr)

    def test_measure_report_and_plot_need_no_plugin(self):
        output, moved = here.path("text"), here.compile("stretchy.c", "moved.so")
        self.assertEqual(self.run_all(output, structures=("stretchy", "dynarray"),
                                      plugins=[moved]).returncode, 0)
        os.remove(moved)
        report = here.headroom("report", output, cwd=here.folder)
        self.assertEqual((report.returncode, report.stderr), (0, ""))
        self.assertIn("stretchy", report.stdout)
        self.assertIn("dynarray", report.stdout)
        plot = here.headroom("plot", output, cwd=here.folder)
        self.assertEqual(plot.returncode, 0, plot.stderr)

    def test_measure_resume_with_a_changed_plugin_is_refused_by_its_name(self):
        output, plugin = here.path("resumed"), here.compile("stretchy.c", "changing.so")
        words = {"structures": ("stretchy",), "plugins": [plugin]}
        self.assertEqual(self.run_all(output, **words).returncode, 0)
        again = self.run_all(output, "--resume", **words)
        self.assertEqual((again.returncode, again.stderr), (0, ""))
        here.compile("stretchy.c", "changing.so", "-O1", "-fno-inline")
        changed = self.run_all(output, "--resume", **words)
        self.assertEqual(changed.returncode, 4)
        self.assertIn("cannot be continued: 'plugin_stretchy' is '", changed.stderr)
        without = here.headroom("run", "workload=append", "--output", output, "--resume")
        self.assertEqual(without.returncode, 4)
        self.assertIn("'plan_words' is 'structure=stretchy ", without.stderr)

    def test_measure_image_opens_only_the_plugin_of_its_case(self):
        bomb = here.compile("broken.c", "bomb.so", "-D", "BREAK_IMAGE")
        both = [here.stretchy, bomb]
        done = self.run_all(here.path("one"), "--lanes", "counts", structures=("stretchy",),
                            plugins=both)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        done = self.run_all(here.path("bomb"), "--lanes", "counts", structures=("planted",),
                            plugins=both)
        self.assertEqual(done.returncode, 1)
        self.assertIn("crashed: SIGABRT", done.stderr)

    def test_measure_plugin_built_anew_during_a_run_fails_the_trials_after(self):
        path = here.path("touched.so")
        here.compile("broken.c", "touched.so", "-D", f'TOUCHED="{path}"')
        done = self.run_all(here.path("touched"), "--lanes", "memory", structures=("planted",),
                            plugins=[path])
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertIn(f"failed: the plug-in '{path}' has changed since the run began: memory 1 of",
                      done.stderr)

    def test_measure_file_changed_during_a_run_fails_the_trials_after(self):
        path = here.path("touched.lengths")
        with open(path, "w", encoding="ascii") as file:
            file.write("0 1\n7 2\n")
        plugin = here.compile("broken.c", "toucher.so", "-D", f'TOUCHED="{path}"')
        done = here.headroom("run", "--plugin", plugin, "structure=planted", "workload=mixed",
                             f"lengths={path}", "count=10", "--lanes", "memory", "--repetitions",
                             "2", "--quiet", "--output", here.path("changed"))
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertIn(f"failed: the file '{path}' has changed since the run began: memory 1 of",
                      done.stderr)

    def test_measure_worker_by_hand_and_lists_know_plugins(self):
        options = ("--plugin", here.stretchy, "--plugin", here.standard)
        done = here.headroom("worker", *options, f"structure=std-deque-mine length={LENGTH}")
        self.assertIn("\noutcome\t0\tok\t", done.stdout)
        listed = here.headroom("list", "structures", *options).stdout
        for name in ("stretchy", "std-vector-mine", "std-deque-mine", "dynarray"):
            self.assertRegex(listed, f"(?m)^{name} ")
        parameters = here.headroom("list", "parameters", *options).stdout
        self.assertRegex(parameters, r"(?m)^std-vector-mine +element_bytes +default 8, of 4 8 16 ")

    def test_measure_parameter_of_a_plugin_is_part_of_the_case(self):
        done = here.headroom("run", "--plugin", here.example, "structure=example-list",
                             "first_capacity=1,1e3", "length=10", "--dry-run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(" first_capacity=1000 length=10 ", done.stdout)
        wrong = here.headroom("run", "--plugin", here.example, "structure=example-list",
                              "first_capacity=0", "--dry-run")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("first_capacity '0' is not a whole number from 1 to 1000000", wrong.stderr)

    @unittest.skipUnless(INSIDE and shutil.which("objdump"), "this tree is instrumented")
    def test_measure_loops_outside_are_the_instructions_of_those_inside(self):
        path = here.path("standard.o")
        source = os.path.join(outside.HERE, "standard.cc")
        outside.must([*tree_command("tests/plugin/standard.cc"), "-I", here.include, "-o", path,
                      "-c", source])
        pattern = "append_range|pop_range|sum_sequential|sum_at|push"
        found = functions(path, pattern)
        self.assertGreaterEqual(len(found), 4 * 6)
        self.assertEqual(found, functions(INSIDE, pattern))

    @unittest.skipUnless(INSIDE and shutil.which("valgrind"), "this tree is instrumented")
    def test_measure_plugin_executes_no_more_instructions_than_a_module_of_ours(self):
        plugin = here.path("floor.so")
        outside.must([*tree_command("bench/adapters/null.c"), "-I", here.include, "-shared",
                      os.path.join(outside.HERE, "stretchy.c"), "-o", plugin])
        # Valgrind 3.19 gives up on the debugging information of clang 14; names are enough.
        module = os.path.join(os.path.dirname(here.image), "adapters", "headroom-adapter-null.so")
        outside.must(["strip", "--strip-debug", here.image, module, plugin])
        counts = {structure: [self.count_instructions(plugin, structure, length)
                              for length in (1000, 2000)]
                  for structure in ("null", "null-stretchy")}
        ours, theirs = counts["null"], counts["null-stretchy"]
        self.assertGreaterEqual(ours[1] - ours[0], 1000)
        self.assertEqual(ours[1] - ours[0], theirs[1] - theirs[0])

    def count_instructions(self, plugin, structure, length):
        key = (f"structure={structure} growth=none allocator=own malloc=glibc workload=append "
               f"length={length} thp=never")
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                   "--toggle-collect=hr_nothing_append_range", here.image, "--lane", "memory",
                   "--plugin", plugin, key]
        done = subprocess.run(command, capture_output=True, text=True, check=False,
                              env=here.environment, timeout=280)
        self.assertIn("outcome\t0\tok", done.stdout, done.stderr)
        return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
