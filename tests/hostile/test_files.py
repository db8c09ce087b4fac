"""Damaged and strange files through the commands: one line with file and line and exit status 4,
or what is whole and a remark. Links and special files where ours should be are never followed."""
import os
import re
import stat
import sys
import unittest

from world import World

DAMAGES = 200


class Files(World):
    def setUp(self):
        super().setUp()
        with open(self.recorded, "rb") as file:
            self.whole = file.read()
        os.mkdir(self.path(b"run"))

    def store(self, data):
        with open(self.path(b"run", b"results.tsv"), "wb") as file:
            file.write(data)

    def damage(self, random):
        """Some of what tests/support/damages.h does; never the whole file."""
        at = random.randrange(len(self.whole))
        lines = self.whole.splitlines(keepends=True)
        line = random.randrange(len(lines))
        kind = random.randrange(6)
        if kind == 0:
            return self.whole[:at]
        if kind == 1:
            flipped = self.whole[at] ^ 1 << random.randrange(8)
            return self.whole[:at] + bytes([flipped]) + self.whole[at + 1:]
        if kind == 2:
            return self.whole[:at] + self.whole[at + 1:]
        if kind == 3:
            return b"".join(lines[:line] + lines[line + 1:])
        if kind == 4:
            return b"".join(lines[:line] + lines[line:line + 1] + lines[line:])
        return self.whole[:at] + self.whole[random.randrange(at + 1):]

    def test_damages_are_told_by_every_command(self):
        random = self.random()
        commands = (["report", "run"], ["report", "run", "--format", "csv"],
                    ["plot", "run", "--output", "out", "--preset", "append-time"])
        counts = {0: 0, 4: 0}
        for number in range(DAMAGES):
            damaged = self.damage(random)
            if damaged == self.whole:
                continue
            self.store(damaged)
            done = self.headroom(*commands[number % len(commands)])
            lines = done.stderr.decode().splitlines()
            self.assertRegex(lines[0], r"^headroom (report|plot): run/results\.tsv:[1-9]\d*: \w")
            if done.returncode == 4:
                self.assertEqual(len(lines), 1, lines)
                self.assertEqual(done.stdout, b"")
            else:
                # What is whole is shown; a file that was cut before its first trial shows nothing.
                self.assertRegex(lines[0], "the file (ends in the middle|has no end)")
                self.assertIn(done.returncode, (0, 2), lines)
            counts[4 if done.returncode == 4 else 0] += 1
        self.assertGreater(min(counts.values()), DAMAGES // 20, counts)

    def test_resume_refuses_damage_and_leaves_the_file(self):
        random = self.random()
        words = ["workload=append", "length=1000", "--lanes", "counts", "--quiet", "--resume",
                 "--output", "run"]
        refused = 0
        for _ in range(DAMAGES // 4):
            damaged = self.damage(random)
            self.store(damaged)
            done = self.headroom("run", *words)
            # Another machine's header is refused as well: nothing is ever run on this file.
            lines = done.stderr.decode().splitlines()
            self.assertEqual((done.returncode, len(lines)), (4, 1), lines)
            self.assertRegex(lines[0], r"^headroom run: run/results\.tsv:")
            refused += re.match(r"headroom run: run/results\.tsv:\d+: ", lines[0]) is not None
            with open(self.path(b"run", b"results.tsv"), "rb") as file:
                self.assertEqual(file.read(), damaged)
        self.assertGreater(refused, DAMAGES // 16)

    def test_special_files_are_no_results(self):
        results = self.path(b"run", b"results.tsv")
        makers = {"fifo": lambda: os.mkfifo(results), "folder": lambda: os.mkdir(results),
                  "device": lambda: os.symlink("/dev/zero", results),
                  "loop": lambda: os.symlink("results.tsv", results),
                  "nothing": lambda: os.symlink("nowhere", results)}
        for name, make in makers.items():
            make()
            for command in (["report", "run"], ["plot", "run"],
                            ["run", "workload=append", "--resume", "--quiet", "--output", "run"]):
                done = self.headroom(*command)
                self.assertEqual(done.returncode, 4, (name, command, done.stderr))
                self.assertEqual(done.stderr.count(b"\n"), 1, (name, done.stderr))
                self.assertIn(b"run/results.tsv", done.stderr)
            if stat.S_ISDIR(os.lstat(results).st_mode):
                os.rmdir(results)
            else:
                os.unlink(results)

    def plant(self, name):
        """A link where a picture or its table will stand, to a file that must stay as it is."""
        target = os.path.join(self.sandbox, b"precious-" + name)
        with open(target, "wb") as file:
            file.write(b"precious")
        os.makedirs(self.path(b"out"), exist_ok=True)
        os.symlink(target, self.path(b"out", name))
        return target

    def test_links_where_pictures_will_stand_are_replaced(self):
        self.store(self.whole)
        names = [b"append-time.tsv", b"append-time.svg", b"append-time.png"]
        targets = [self.plant(name) for name in names]
        done = self.headroom("plot", "run", "--preset", "append-time", "--output", "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name, target in zip(names, targets):
            with open(target, "rb") as file:
                self.assertEqual(file.read(), b"precious", name)
            status = os.lstat(self.path(b"out", name))
            self.assertTrue(stat.S_ISREG(status.st_mode), name)
            self.assertEqual(stat.S_IMODE(status.st_mode), 0o666 & ~self.umask(), name)
        self.assertLessEqual(set(names), set(os.listdir(self.path(b"out"))))
        self.assert_nothing_is_left_over()

    def assert_nothing_is_left_over(self):
        """Only files under their final names."""
        self.assertEqual([name for name in os.listdir(self.path(b"out")) if name[:1] == b"."], [])

    def umask(self):
        mask = os.umask(0)
        os.umask(mask)
        return mask

    def test_link_as_folder_of_pictures_is_followed_only_when_named(self):
        self.store(self.whole)
        os.mkdir(self.path(b"elsewhere"))
        os.symlink(self.path(b"elsewhere"), self.path(b"run", b"plots"))
        done = self.headroom("plot", "run", "--preset", "append-time")
        self.assertEqual(done.returncode, 4)
        self.assertRegex(done.stderr.decode(), "'run/plots' is a symbolic link and not followed")
        self.assertEqual(os.listdir(self.path(b"elsewhere")), [])
        done = self.headroom("plot", "run", "--preset", "append-time", "--output", "run/plots")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreaterEqual(len(os.listdir(self.path(b"elsewhere"))), 3)

    def test_folder_where_a_picture_will_stand_is_an_error(self):
        self.store(self.whole)
        os.makedirs(self.path(b"out", b"append-time.svg", b"full"))
        done = self.headroom("plot", "run", "--preset", "append-time", "--output", "out")
        self.assertEqual(done.returncode, 4)
        self.assertRegex(done.stderr.decode(), r"cannot write '\S*out/append-time\.svg': Is a dir")
        self.assert_nothing_is_left_over()


if __name__ == "__main__":
    World.program, World.recorded = (os.path.abspath(path) for path in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
