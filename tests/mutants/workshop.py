"""workshop.py: builds the library and its tests without a change, and each mutant out of that.

Everything happens in copies of the sources: one for what is unchanged, one per job for mutants. A
mutant compiles what depends on its file and links it with the unchanged rest, so it can never be
an old program by mistake: an object that comes out the same is known to be the same.
"""

import filecmp
import os
import pathlib
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import process
import source

FOLDERS = ("include", "structures", "tests")
COPIED = {".c", ".h", ".def"}

# As the tree `dev`, without debug information. What a change leaves unused is no error.
FLAGS = ("-std=c11 -O1 -ffp-contract=off -D_GNU_SOURCE -DHR_CHECK_LEVEL=3 -Iinclude -Istructures "
         "-Itests -Wall -Wextra -Werror -Wno-unused -Wno-unused-parameter -Wno-parentheses").split()
SANITIZED = "-fsanitize=address,undefined -fno-sanitize-recover=all".split()
LIBRARIES = ["-lcmocka", "-lm"]


class BuildError(Exception):
    """What is unchanged cannot be built or does not pass."""


class Refused(BuildError):
    """What the compiler says of a source that it does not take."""


def command(words, folder, error=BuildError):
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise error(done.stderr or done.stdout)
    return done.stdout


def tests_of_structures(root):
    """The tests that the library alone is enough for."""
    for path in sorted((root / "tests").glob("test_*.c")):
        links = re.search(r"^// links: (.*)$", path.read_text(encoding="utf-8"), re.M)
        if links is None or set(links[1].split()) == {"headroom-structures"}:
            yield path.relative_to(root).as_posix()


def copy_sources(root, to):
    for folder in FOLDERS:
        for path in (root / folder).rglob("*"):
            if path.suffix in COPIED and path.is_file():
                copy = to / path.relative_to(root)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)


def closeness(file, test):
    """How much of a test's name is that of a file, or of its folder; 0 for a few letters."""
    path, own = pathlib.Path(file), pathlib.Path(test).stem.removeprefix("test_")
    best = max(len(os.path.commonprefix([own, name])) for name in (path.stem, path.parent.name))
    return best if best >= 3 else 0


class Variant:
    """The unchanged objects and tests, by one set of flags, built in a copy of the sources."""

    def __init__(self, shop, name, flags, tests):
        self.shop, self.flags, self.tests = shop, flags, tests
        self.folder = shop.scratch / name
        self.folder.mkdir()
        copy_sources(shop.root, self.folder)
        self.needs, self.members, self.limits, self.costs = {}, {}, {}, {}
        with ThreadPoolExecutor(shop.jobs) as pool:
            list(pool.map(self.build, shop.sources + tests))
            command(["ar", "rcs", "library.a", *map(self.object, shop.sources)], self.folder)
            list(pool.map(self.prove, tests))

    def object(self, file):
        """Named by the whole path: two files may have one name."""
        return file.replace("/", "+") + ".o"

    def compile(self, file, output, folder, *more):
        data = self.shop.root / "tests" / "data"
        command([self.shop.compiler, *FLAGS, *self.flags, f'-DTEST_DATA_DIR="{data}"',
                 f'-DTEST_SOURCE_DIR="{self.shop.root}"', *more, "-c", file, "-o", output], folder,
                Refused)

    def build(self, file):
        made = self.object(file)
        self.compile(file, made, self.folder, "-MMD", "-MF", made + ".d")
        words = (self.folder / (made + ".d")).read_text(encoding="utf-8").replace("\\\n", " ")
        self.needs[file] = {word for word in words.split(": ", 1)[1].split()
                            if word.startswith(FOLDERS)}

    def link(self, objects, program, *more):
        return command([self.shop.compiler, *self.flags, *objects, *more, *LIBRARIES, "-o",
                        program], self.folder)

    def prove(self, test):
        """Links a test, notes what of the library it takes, and runs it: it must pass."""
        program = self.folder / pathlib.Path(test).stem
        listed = self.link([self.object(test)], program, "library.a", "-Wl,-M")
        taken = set(re.findall(r"library\.a\(([^()\s]+\.o)\)", listed))
        self.members[test] = [file for file in self.shop.sources if self.object(file) in taken]
        ending = process.run(program, self.folder)
        if ending.failure:
            raise BuildError(f"{test} fails without any change: {ending.failure}")
        self.limits[test] = process.limits_from(ending)
        self.costs[test] = ending.cpu_seconds

    def concerned(self, file):
        """The tests that a change of `file` may fail, the most specific first, then the fastest;
        with sanitizers, which are slow, only those named like it."""
        tests = [test for test in self.tests
                 if any(file in self.needs[part] for part in (test, *self.members[test]))
                 and (closeness(file, test) or not self.flags)]
        return sorted(tests, key=lambda test: (-closeness(file, test),
                                               round(self.costs[test], 1), test))

    def dependents(self, file, test):
        return [part for part in (test, *self.members[test]) if file in self.needs[part]]


class Workshop:
    """What all mutants share."""

    def __init__(self, root, scratch, jobs, compiler):
        self.root, self.scratch, self.jobs, self.compiler = root, scratch, jobs, compiler
        self.sources = sorted(path.relative_to(root).as_posix()
                              for path in (root / "structures").rglob("*.c"))
        self.tests = list(tests_of_structures(root))
        if not self.sources or not self.tests:
            raise BuildError(f"'{root}' has no structures/*.c or no tests/test_*.c of them")
        self.plain = Variant(self, "plain", [], self.tests)

    def sanitized(self, files):
        """The tests that are named like one of the files, with ASan and UBSan."""
        tests = [test for test in self.tests if any(closeness(file, test) for file in files)]
        return Variant(self, "sanitized", SANITIZED, tests)

    def files(self):
        """What can be changed: the library's own files and the public headers it includes."""
        needed = set().union(*(self.plain.needs[file] for file in self.sources))
        return sorted(file for file in needed if not file.startswith("tests/"))

    def bench(self, number):
        """A copy of the sources for one job."""
        folder = self.scratch / f"job-{number}"
        folder.mkdir()
        copy_sources(self.root, folder)
        return folder

    def witness(self, file, folder, output):
        """All code of the file in one object: a source as it is, a header with its functions."""
        if file.endswith(".c"):
            self.plain.compile(file, output, folder)
            return
        own = folder / "witness.c"
        text = (folder / file).read_text(encoding="utf-8")
        uses = "".join(f"{name}(witness_{at}, long);\n"
                       for at, name in enumerate(source.definers(text)))
        own.write_text(f'#include "{file}"\n{uses}', encoding="utf-8")
        self.plain.compile("witness.c", output, folder, "-I.", "-Dinline=__attribute__((used))",
                           "-Wno-attributes")


def try_tests(variant, file, folder, objects=None):
    """"killed", who did it; or "survived", "". `folder` holds the changed sources; `objects` are
    those of them that are compiled already."""
    objects = dict(objects or {})
    for test in variant.concerned(file):
        for part in variant.dependents(file, test):
            if part not in objects:
                objects[part] = folder / variant.object(part)
                variant.compile(part, objects[part], folder)
        parts = [test, *variant.members[test]]
        if all(part not in objects or is_same(objects[part], variant.folder / variant.object(part))
               for part in parts):
            continue
        program = folder / "program"
        variant.link([objects.get(part, variant.object(part)) for part in parts], program)
        ending = process.run(program, folder, variant.limits[test])
        if ending.failure:
            name = pathlib.Path(test).stem
            return "killed", f"{name}: {ending.failure}"
    return "survived", ""


def is_same(one, other):
    return filecmp.cmp(one, other, shallow=False)
