"""What a plug-in that is no good is told: test_check.py BUILD

Each fault is planted in a module of its own, and refused with a message that names it."""
import os
import sys
import unittest

import outside

BUILD = os.path.abspath(sys.argv[1])
here = None

# Fault, more flags, exit status, what the message says. By `run` and by `check-plugin` alike.
PLANTED = (
    ("BREAK_VERSION=1", (), 3, "has version 1 of the adapter interface, this headroom 2; build it"),
    ("BREAK_VERSION=3", (), 3, "has version 3 of the adapter interface, this headroom 2; build it"),
    ("BREAK_LENGTH=+8", (), 3, "was built with a newer adapter.h; build it again"),
    ("BREAK_LENGTH=-48", (), 3, "was built with a damaged adapter.h; build it again"),
    ("BREAK_MODULE", (), 3, "exports no hr_module; end it with HR_MODULE"),
    ("BREAK_ORIGIN", (), 3, "has no name, version or origin; fill in its HR_MODULE"),
    ("BREAK_SYMBOL", (), 3, "undefined symbol: defined_nowhere; link what it needs"),
    ("BREAK_LOADING", (), 3, "breaks its contract: it is opened: crashes (SIGBUS)"),
    ("BREAK_VERB", (), 3, "structure 'planted': the verb 'append_range' is not there and must be"),
    ("BREAK_PARAMETER", (), 3, "colour 'blue' is unknown; choose one of red, green"),
    ("BREAK_SUM", (), 3, "structure 'planted' (colour=red): sum_sequential: gives 4951 instead of "
                         "4950 for the values 0, 1, 2, ... of length 100"),
    ("BREAK_CRASH", (), 3, "structure 'planted' (colour=red): append_range: crashes (SIGSEGV)"),
    ("BREAK_HANG", ("--deadline", "1"), 3,
     "structure 'planted' (colour=red): pop_range: does not come back within 1 s"),
    ("BREAK_EXIT", (), 3, "structure 'planted' (colour=red): make: ends the process (exit status "
                          "0)"),
    ("BREAK_LEAK", (), 3, "structure 'planted' (colour=red): destroy: 1 blocks of 32 bytes are "
                          "left after it"),
    ("BREAK_LEAK_MALLOC", (), 3, "bytes are left in malloc after each of 64 lives"),
    ("BREAK_DESTROY_NULL", (), 3, "structure 'planted' (colour=red): destroy: crashes (SIGSEGV)"),
    ("BREAK_RESERVE", (), 3, "footprint: tells capacity 4 after 1000 were reserved"),
    ("BREAK_FOOTPRINT", (), 3, "footprint: tells "),
    ("BREAK_VALID", (), 3, "is_valid: says no after append_range of length 3"),
    ("BREAK_REFUSAL", (), 3, "footprint: tells length 0 instead of 1000 after append_range"),
    ("BREAK_EXTEND", (), 3, "structure 'planted' (colour=red): footprint: tells length "),
    ("BREAK_CROWD", (), 3, "structure 'planted' (colour=red): crowd_checksum: gives "),
    ("BREAK_CROWD_LEAK", (), 3, "structure 'planted' (colour=red): crowd_destroy: "),
    ("BREAK_CROWD_VERB", (), 3, "structure 'planted': the verb 'crowd_destroy' goes together with "
                                "'crowd_fill', which is not there"),
    ("NAME=\"dynarray\"", (), 2, "structure 'dynarray' is both in headroom itself and in the "
                                 "plug-in '"),
    ("NAME=\"My List\"", (), 3, "a structure cannot be called 'My List'; choose one of lower-case"),
    ("NAME=\"\"", (), 3, "a structure cannot be called ''; choose one of lower-case"),
)


def setUpModule():
    global here
    here = outside.Installation(BUILD)


def tearDownModule():
    here.clean_up()


class Check(unittest.TestCase):
    def run_with(self, *plugins, words=("structure=planted", "workload=append", "length=10")):
        options = [word for plugin in plugins for word in ("--plugin", plugin)]
        output = here.path("never")
        done = here.headroom("run", *options, *words, "--output", output)
        self.assertFalse(os.path.exists(output), "trials have started")
        return done

    def assert_told(self, done, status, text):
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(text, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_check_plugin_without_fault_passes_and_lists_what_was_tried(self):
        plugin = here.compile("broken.c", "planted.so")
        done = here.headroom("check-plugin", plugin)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "plug-in 'planted', version 1, from a test")
        self.assertIn("planted: construct is not supported", lines)
        self.assertEqual(sum(line.endswith(" ... passed") for line in lines), 25)
        self.assertTrue(any(line.startswith("planted colour=green: ") for line in lines))
        self.assertEqual(lines[-1], "all of 25 checks passed")

    def test_check_plugin_with_the_shorter_tables_of_before_passes(self):
        plugin = here.compile("broken.c", "shorter.so", "-D", "BREAK_LENGTH=-40")
        done = here.headroom("check-plugin", plugin)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("planted: crowd_make is not supported", done.stdout.splitlines())

    def test_check_planted_faults_are_each_refused_and_named(self):
        for number, (fault, options, status, text) in enumerate(PLANTED):
            with self.subTest(fault=fault):
                plugin = here.compile("broken.c", f"planted-{number}.so", "-D", fault)
                alone = here.headroom("check-plugin", *options, plugin)
                self.assert_told(alone, status, text)
                self.assertNotIn("all of", alone.stdout)
                self.assert_told(self.run_with(plugin, words=("workload=append", *options)),
                                 status, text)

    def test_check_exception_that_leaves_a_verb_is_a_crash_with_its_words(self):
        plugin = here.compile("throwing.cc", "throwing.so")
        done = here.headroom("check-plugin", plugin)
        self.assert_told(done, 3, "structure 'throwing': make: crashes (SIGABRT)")
        self.assertIn("no list today", done.stderr)

    def test_check_failed_check_is_shown_in_the_list(self):
        plugin = here.compile("broken.c", "sum.so", "-D", "BREAK_SUM")
        lines = here.headroom("check-plugin", plugin).stdout.splitlines()
        self.assertTrue(lines[-2].endswith(" ... FAILED"), lines)
        self.assertEqual(lines[-1], "refused after 2 checks passed")

    def test_check_output_of_a_plugin_is_not_taken_for_the_checks(self):
        plugin = here.compile("broken.c", "noisy.so", "-D", "BREAK_OUTPUT", "-D", "BREAK_SUM")
        done = here.headroom("check-plugin", plugin)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("gives 4951 instead of 4950", done.stderr)

    def test_check_file_that_cannot_be_read_is_4(self):
        missing = here.path("missing.so")
        self.assert_told(self.run_with(missing), 4,
                         f"cannot read the plug-in '{missing}': No such file or directory")
        self.assert_told(self.run_with(here.folder), 4, f"'{here.folder}': Is a directory")
        self.assert_told(here.headroom("list", "structures", "--plugin", missing), 4, missing)
        self.assert_told(here.headroom("worker", "--plugin", missing, "workload=append"), 4,
                         missing)

    def test_check_file_that_is_no_module_is_3(self):
        for name, contents in (("text.so", b"int main;\n"), ("empty.so", b""),
                               ("cut.so", b"\x7fELF")):
            path = here.path(name)
            with open(path, "wb") as file:
                file.write(contents)
            done = self.run_with(path)
            self.assert_told(done, 3, f"the plug-in '{path}'")
        self.assert_told(self.run_with(here.path("text.so")), 3, "is no ELF shared object")

    def test_check_names_that_are_taken_are_2_and_both_named(self):
        first = here.compile("broken.c", "first.so")
        second = here.compile("broken.c", "second.so")
        third = here.compile("broken.c", "third.so", "-D", "NAME=\"other\"")
        self.assert_told(self.run_with(first, second), 2, f"structure 'planted' is both in the "
                         f"plug-in '{first}' and in the plug-in '{second}'")
        self.assert_told(self.run_with(first, third), 2,
                         f"the plug-ins '{first}' and '{third}' are both called 'planted'")
        self.assert_told(self.run_with(first, os.path.join(here.folder, ".", "first.so")), 2,
                         f"the plug-in '{first}' is given twice; give it once")

    def test_check_unknown_structure_names_those_of_plugins_too(self):
        plugin = here.compile("broken.c", "named.so")
        self.assert_told(self.run_with(plugin, words=("structure=plantd",)), 2,
                         "unknown structure 'plantd'; did you mean 'planted'?")
        self.assert_told(self.run_with(words=("structure=planted",)), 2,
                         "unknown structure 'planted'")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
