"""The README's workflow for somebody's CI: its commands, taken from its text, run for real.

    test_readme.py SOURCE BUILD

The checkouts are made here: `old` and `new` hold a container of one file, the example plug-in
under another name, and `headroom` is this tree. In the place of its bench/run there is a script
that makes build/release the tree that is tested, and checks how it is called; with
HEADROOM_CI_BUILD=1 the real one builds a copy of this tree first. The other steps run as they stand
there, under the shell options that the service uses.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, BUILD = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
README = (SOURCE / "README.md").read_text(encoding="utf-8")
BUILDS = os.environ.get("HEADROOM_CI_BUILD") == "1"


def blocks_of_section():
    """The fenced blocks of the section: the workflow, then the budget."""
    section = re.search(r"^## In somebody's CI\n(.*?)^## ", README, re.S | re.M).group(1)
    return re.findall(r"^```[a-z]*\n(.*?)^```\n", section, re.S | re.M)


def steps_of(workflow):
    """(name, always, commands) of each step that has commands."""
    steps = []
    for step in re.split(r"^      - ", workflow, flags=re.M)[1:]:
        lines = step.splitlines()
        name = re.match(r"name: (.*)", lines[0])
        for at, line in enumerate(lines):
            run = re.match(r"        run: (.*)", line)
            if run is None:
                continue
            body = [each[10:] for each in lines[at + 1:]]
            commands = "\n".join(body) if run.group(1) == "|" else run.group(1)
            steps.append((name.group(1), "        if: always()" in lines, commands))
    return steps


WORKFLOW, BUDGET = blocks_of_section()
STEPS = steps_of(WORKFLOW)
EXAMPLE = (SOURCE / "bench/examples/plugin.c").read_text(encoding="utf-8")
MINE = EXAMPLE.replace('"example-list"', '"mine"').replace('"null-example"', '"null-mine"')
DOUBLES = "2 * list->capacity"


def run_step(commands, folder):
    """One step in a folder of checkouts, as the service runs it."""
    added = (folder / "path").read_text(encoding="utf-8").split()
    environment = dict(os.environ, GITHUB_PATH=str(folder / "path"))
    environment["PATH"] = ":".join(added[::-1] + [environment["PATH"]])
    script = folder / "step.sh"
    script.write_text(commands, encoding="utf-8")
    return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
                          cwd=folder, env=environment, check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


built = BUILD
folder_of_build = None


def setUpModule():
    """With HEADROOM_CI_BUILD the first step once, on a copy of this tree."""
    global built, folder_of_build
    if not BUILDS:
        return
    folder_of_build = pathlib.Path(tempfile.mkdtemp(prefix="headroom-ci-"))
    (folder_of_build / "path").touch()
    shutil.copytree(SOURCE, folder_of_build / "headroom", symlinks=True,
                    ignore=lambda folder, _: {"build"} if folder == str(SOURCE) else ())
    done = run_step(STEPS[0][2], folder_of_build)
    if done.returncode != 0:
        raise RuntimeError(done.stdout)
    built = folder_of_build / "headroom/build/release"


def tearDownModule():
    if folder_of_build is not None:
        shutil.rmtree(folder_of_build)


class Workflow(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="headroom-ci-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "path").touch()
        for side in ("old", "new"):
            (self.folder / side).mkdir()
            self.write(side, MINE)
        (self.folder / "new/headroom.budget").write_text(BUDGET, encoding="utf-8")
        headroom = self.folder / "headroom"
        (headroom / "bench").mkdir(parents=True)
        (headroom / "include").symlink_to(SOURCE / "include")
        script = headroom / "bench/run"
        script.write_text(f'#!/bin/sh\n[ "$*" = --dry-run ] && mkdir headroom/build &&\n'
                          f'ln -s "{built}" headroom/build/release\n', encoding="utf-8")
        script.chmod(0o755)

    def write(self, side, text):
        (self.folder / side / "mine.c").write_text(text, encoding="utf-8")

    def run_all(self):
        """What each step ended with, as the service runs them: after a failure those alone that
        always run. Returns {name: (status, output)}."""
        ended = {}
        has_failed = False
        for name, always, commands in STEPS:
            if has_failed and not always:
                continue
            done = run_step(commands, self.folder)
            ended[name] = (done.returncode, done.stdout)
            has_failed |= done.returncode != 0
        return ended

    def statuses(self):
        self.ended = self.run_all()
        return {name: status for name, (status, _) in self.ended.items()}

    def test_workflow_has_the_steps_that_are_tested_here(self):
        self.assertEqual(len(STEPS), 4)
        self.assertTrue(all(commands.strip() for _, _, commands in STEPS))
        self.assertIn(DOUBLES, MINE)
        self.assertIn("? list->first_capacity", MINE)
        self.assertIn('"mine"', MINE)

    def test_workflow_container_as_it_was_passes(self):
        statuses = self.statuses()
        self.assertEqual(list(statuses.values()), [0] * 4, self.ended)
        self.assertIn("Unchanged", self.ended["no dearer than it was"][1])
        self.assertIn("0 findings", self.ended["no dearer than it may be"][1])

    def test_workflow_container_that_improves_passes(self):
        self.write("old", MINE.replace(DOUBLES, "list->capacity + list->capacity / 2 + 1"))
        statuses = self.statuses()
        self.assertEqual(list(statuses.values()), [0] * 4, self.ended)
        self.assertIn("better", self.ended["no dearer than it was"][1])

    def test_workflow_more_calls_fail_both(self):
        self.write("new", MINE.replace(DOUBLES, "list->capacity + list->capacity / 2 + 1"))
        statuses = self.statuses()
        self.assertEqual(statuses["no dearer than it was"], 1, self.ended)
        self.assertIn("limit 'block_calls>0' exceeded", self.ended["no dearer than it was"][1])
        self.assertEqual(statuses["no dearer than it may be"], 1, self.ended)
        self.assertIn("exceeded", self.ended["no dearer than it may be"][1])

    def test_workflow_one_call_more_fails_the_comparison_alone(self):
        self.write("old", MINE.replace("? list->first_capacity", "? 2 * list->first_capacity"))
        statuses = self.statuses()
        self.assertEqual(statuses["no dearer than it was"], 1, self.ended)
        self.assertEqual(statuses["no dearer than it may be"], 0, self.ended)

    def test_workflow_container_that_breaks_is_refused_before(self):
        self.write("new", MINE.replace("list->items[list->length++] = value;",
                                       "list->items[list->length++] = value + 1;"))
        statuses = self.statuses()
        self.assertNotIn("no dearer than it was", statuses)
        self.assertEqual(statuses["measure the container as it was and as it is"], 3, self.ended)
        self.assertNotEqual(statuses["no dearer than it may be"], 0, self.ended)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
