"""Hostile names in everything that the program prints and draws: nothing is executed, nothing is
written outside the output folder, no byte that a terminal would obey comes out, formats stay
formats. Formats and plots are taken from the program's own lists."""
import csv
import io
import json
import os
import re
import shutil
import sys
import unittest
import xml.etree.ElementTree

from world import NAMES, WORDS, World, snapshot, why_unsafe

GROUP = 6


def groups():
    return [WORDS[at:at + GROUP] for at in range(0, len(WORDS), GROUP)]


class Names(World):
    def assert_parses(self, name, data):
        """Whatever the format's own readers would refuse."""
        if data[:1] in (b"{", b"["):
            json.loads(data)
        elif name == "csv":
            rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, name)
        elif name == "tsv":
            rows = [line.split(b"\t") for line in data.split(b"\n")[:-1]]
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, name)
        self.assertGreater(len(data), 10, name)

    def commands(self):
        found = re.findall(r"^  ([a-z][a-z-]+)  ", self.headroom("--help").stdout.decode(), re.M)
        self.assertGreater(len(found), 4)
        return found

    def assert_only_below(self, folder, before):
        """Nothing outside the folder has changed since."""
        after = snapshot(self.sandbox)
        changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
        allowed = os.path.join(self.here, folder)
        outside = [path for path in changed
                   if path != allowed and not path.startswith(allowed + b"/")]
        self.assertEqual(outside, [])

    def test_report_in_every_format_is_text(self):
        formats = self.listed("report", "--format")
        for number, words in enumerate(groups()):
            run = self.run_folder(b"run%d" % number, words)
            before = snapshot(self.sandbox)
            for name in formats:
                done = self.headroom("report", run, "--format", name)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assert_parses(name, done.stdout)
            for narrow in ("60", "300"):
                self.headroom("report", run, "--all", COLUMNS=narrow)
            self.assert_only_below(run + b"/none", before)

    def test_comparison_in_every_format_is_text(self):
        if "compare" not in self.commands():
            self.skipTest("this program does not compare")
        old, new = (self.run_folder(name, WORDS[:GROUP]) for name in (b"old", b"new"))
        self.run_folder(b"other", WORDS[GROUP:2 * GROUP])
        for name in self.listed("report", "--format"):
            for pair in ((old, new), (old, b"other")):
                done = self.headroom("compare", *pair, "--force", "--all", "--format", name)
                self.assertIn(done.returncode, (0, 1, 2), done.stderr)

    def test_report_of_runs_with_hostile_names_is_text(self):
        formats = self.listed("report", "--format")
        for name, word in zip(NAMES, WORDS):
            self.run_folder(b"r" + name, [word])
            label = b"l" + word.replace(b"=", b":") + b"=" + b"r" + name
            for form in formats:
                done = self.headroom("report", b"r" + name, label, "--format", form)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assert_parses(form, done.stdout)

    def draw(self, run, *arguments):
        """Draws into the folder `out`; everything in it is what its name says, and safe."""
        shutil.rmtree(self.path(b"out"), ignore_errors=True)
        before = snapshot(self.sandbox)
        done = self.headroom("plot", run, "--output", "out", *arguments)
        self.assert_only_below(b"out", before)
        for name in os.listdir(self.path(b"out")) if done.returncode == 0 else ():
            with open(self.path(b"out", name), "rb") as file:
                data = file.read()
            if name.endswith(b".svg"):
                try:
                    xml.etree.ElementTree.fromstring(data)
                except xml.etree.ElementTree.ParseError as error:
                    self.fail(f"{name} of {run} {arguments}: {error} in "
                              f"{data.split(chr(10).encode())[error.position[0] - 1]}")
            elif name.endswith(b".png"):
                self.assertEqual(data[:4], b"\x89PNG")
            else:
                self.assertTrue(name.endswith((b".tsv", b".sh")), name)
                self.assertIsNone(why_unsafe(data), name)
        return done

    def test_every_plot_is_a_picture(self):
        drawn = set()
        for number, words in enumerate(groups()):
            run = self.run_folder(b"run%d" % number, words)
            for preset in self.listed("plot", "--preset"):
                is_julia = preset.startswith("julia-") and "grey" in preset
                if number == 0 or not is_julia:
                    done = self.draw(run, "--preset", preset, "--format",
                                     "svg,png" if number == 0 else "svg")
                    self.assertIn(done.returncode, (0, 2), done.stderr)
                    drawn |= {preset} if done.returncode == 0 else set()
                    self.headroom("plot", run, "--preset", preset, "--term", "--output", "out")
        self.assertGreater(len(drawn), 4, drawn)

    def test_plot_of_any_axes_is_a_picture(self):
        drawn = 0
        for number, words in enumerate(groups()):
            run = self.run_folder(b"run%d" % number, words)
            for word in words:
                meter = b"m" + word
                done = self.draw(run, "--x", "length", "--y", meter, "--by", "run,growth",
                                 "--where", "workload=append", "--format", "svg")
                self.assertIn(done.returncode, (0, 2), done.stderr)
                drawn += done.returncode == 0
            self.headroom("plot", run, "--x", "growth", "--y", "build_ns", "--term", "--output",
                          "out", "--where", "length=1000")
        self.assertGreater(drawn, len(WORDS) // 2)

    def test_redrawing_command_is_one_command(self):
        """The printed line goes through a shell and does what the program did."""
        for name in (b"o'ut $(touch canary) `x`", b"o\x1b[31m\xc2\x9b;|&", b"-o\n\tx"):
            before = snapshot(self.sandbox)
            run = self.run_folder(b"run-" + name.replace(b"/", b"|"), [WORDS[4], WORDS[8]])
            done = self.headroom("plot", run, "--preset", "append-time", "--format", "svg",
                                 "--output", b"./" + name)
            self.assertEqual(done.returncode, 0, done.stderr)
            command = re.search(rb"^ +(gnuplot .*)$", done.stdout, re.M).group(1)
            picture = self.path(name, b"append-time.svg")
            with open(picture, "rb") as file:
                drawn = file.read()
            os.remove(picture)
            status = os.system(b"cd '%s' && sh -c '%s' >/dev/null 2>&1" %
                               (self.here, command.replace(b"'", b"'\\''")))
            self.assertEqual(status, 0, command)
            self.assertEqual(self.canaries(), [])
            with open(picture, "rb") as file:
                self.assertEqual(file.read(), drawn)
            self.assertGreater(len(snapshot(self.sandbox)), len(before))

    def test_words_where_they_are_wrong_are_shown_safely(self):
        """Every option and argument of every command with every word: wrong usage, said safely."""
        for command in self.commands():
            usage = self.headroom(command, "--help").stdout.decode()
            options = re.findall(r"(--[a-z-]+) [A-Z]", usage)
            for word in WORDS:
                self.headroom(command, b"--" + word)
                if word[:1] not in b"-" and command != "worker":
                    self.headroom(command, b"-" + word[:1], b"./nothing")
                if command != "worker":
                    self.headroom(command, b"./" + word, b"growth=" + word)
                for option in options:
                    self.headroom(command, b"%s=%s" % (option.encode(), word), b"./nothing")
        for word in WORDS:
            self.headroom(word)

    def test_plan_and_lists_say_words_safely(self):
        for word in WORDS:
            with open(self.path(b"rows.suite"), "wb") as file:
                file.write(b"# " + word + b"\nworkload=append length=1000 growth=" + word + b"\n")
            self.headroom("run", "./rows.suite", "--dry-run")
            with open(self.path(b"rows.suite"), "wb") as file:
                file.write(b"# " + word.split(b"\n")[0] + b"\nworkload=append length=1000\n")
            done = self.headroom("run", "./rows.suite", "--dry-run")
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_strace_sees_no_write_outside_the_folder(self):
        if shutil.which("strace") is None:
            self.skipTest("there is no strace")
        run = self.run_folder(b"run", [WORDS[4], WORDS[5], WORDS[11]])
        log = os.path.join(self.sandbox, b"strace")
        self.headroom("plot", run, "--output", "out", "--preset", "append-time",
                      prefix=["strace", "-f", "--seccomp-bpf", "-o", log, "-e",
                              "trace=open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,"
                              "mkdir,mkdirat,symlink,symlinkat,link,linkat,execve"])
        with open(log, "rb") as file:
            calls = file.read().split(b"\n")
        written = [call for call in calls
                   if re.search(rb"O_WRONLY|O_RDWR|O_CREAT|(rename|unlink|mkdir|link)\w*\(", call)
                   and b" = -1 " not in call]
        self.assertGreater(len(written), 4)
        for call in written:
            names = re.findall(rb'"([^"]*)"', call)
            for name in names:
                path = os.path.normpath(os.path.join(self.here, name))
                is_below = (path + b"/").startswith(self.path(b"out", b""))
                self.assertTrue(is_below or path.startswith((b"/dev/", b"/proc/self/"))
                                or b"/fontconfig" in path, call)
        programs = {re.search(rb'execve\("([^"]*)"', call).group(1)
                    for call in calls if b"execve(" in call and b" = 0" in call}
        self.assertEqual({os.path.basename(name) for name in programs}, {b"headroom", b"gnuplot"})


if __name__ == "__main__":
    World.program, World.recorded = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
