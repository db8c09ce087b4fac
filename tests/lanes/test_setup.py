"""What the worker sets before the measured image starts: test_setup.py HEADROOM"""
import os
import re
import subprocess
import sys

from trials import HEADROOM, LANES, NULL, Trials, main, with_fixed_addresses


def machine_setting():
    """Of transparent huge pages: never, madvise or always."""
    try:
        with open("/sys/kernel/mm/transparent_hugepage/enabled", encoding="ascii") as file:
            return re.search(r"\[(\w+)\]", file.read()).group(1)
    except OSError:
        return "never"


LOOK = """
tr '\\0' '\\n' </proc/self/environ
echo "personality $(cat /proc/self/personality)"
grep THP_enabled /proc/self/status
cat /proc/self/limits
grep -E '(stack|vdso|heap)' /proc/self/maps
"""
NO_RANDOMIZE = 0x0040000


class Setup(Trials):
    """What the worker's first stage sets, as the image finds it."""

    def look(self, lane, malloc="glibc", thp="never", *options, **variables):
        done = self.headroom("worker", "--lane", lane, *options, NULL.format(malloc, thp),
                             HEADROOM_IMAGE=self.script(LOOK), **variables)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode()

    def variables(self, text):
        pairs = re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE)
        found = dict(pairs)
        self.assertEqual(len(found), len(pairs))
        found.pop("PWD", None)  # the shell's own
        return found

    def limit(self, text, name):
        return re.search(rf"^{name} +(\w+) +(\w+)", text, re.MULTILINE).groups()

    @with_fixed_addresses
    def test_aslr_is_off_but_for_time(self):
        for lane in LANES:
            text = self.look(lane)
            flags = int(re.search(r"^personality (\w+)$", text, re.MULTILINE).group(1), 16)
            self.assertEqual(bool(flags & NO_RANDOMIZE), lane != "time", lane)

    @with_fixed_addresses
    def test_addresses_repeat_but_for_time(self):
        for lane in LANES:
            seen = {tuple(re.findall(r"^(\S+) .*\[(?:stack|vdso|heap)\]$", self.look(lane),
                                     re.MULTILINE)) for _ in range(4)}
            self.assertGreater(min(len(addresses) for addresses in seen), 1)
            if lane == "time":
                self.assertGreater(len(seen), 1)
            else:
                self.assertEqual(len(seen), 1, seen)

    @with_fixed_addresses
    def test_aslr_of_the_caller_changes_nothing(self):
        command = ["setarch", "--addr-no-randomize", sys.executable, "-c",
                   "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))",
                   HEADROOM, "worker", "--lane", "time",
                   NULL.format("glibc", "never")]
        done = subprocess.run(command, check=False, capture_output=True, timeout=60,
                              env={**os.environ, "HEADROOM_IMAGE": self.script(LOOK)})
        self.assertEqual(done.returncode, 0, done.stderr)
        flags = int(re.search(rb"^personality (\w+)$", done.stdout, re.MULTILINE).group(1), 16)
        self.assertEqual(flags & NO_RANDOMIZE, 0)

    def test_huge_pages_are_off_for_never_alone(self):
        for lane in LANES:
            for thp, expected in {"never": "0", machine_setting(): "1"}.items():
                found = re.search(r"^THP_enabled:\s+(\d)$", self.look(lane, thp=thp), re.MULTILINE)
                self.assertEqual(found.group(1), expected if thp != "never" else "0", (lane, thp))

    def test_more_huge_pages_than_the_machine_gives_are_unsupported(self):
        beyond = {"never": ("madvise", "always"), "madvise": ("always",), "always": ()}
        for thp in beyond[machine_setting()]:
            trial = self.worker("memory", NULL.format("glibc", thp))
            self.assertEqual(trial.outcome, "unsupported")
            self.assertIn(machine_setting(), trial.detail)

    def test_environment_is_fixed(self):
        hostile = {"LD_PRELOAD": "", "LD_LIBRARY_PATH": "/nowhere", "MALLOC_CONF": "narenas:1",
                   "GLIBC_TUNABLES": "glibc.malloc.arena_max=1", "MALLOC_ARENA_MAX": "1",
                   "HEADROOM_PADDING": "mine", "LANG": "C", "SOMETHING": "else"}
        for lane in LANES:
            found = self.variables(self.look(lane, **hostile))
            padding = found.pop("HEADROOM_PADDING", None)
            preload = found.pop("LD_PRELOAD", "")
            self.assertEqual(found, {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LD_BIND_NOW": "1"})
            self.assertNotEqual(padding, "mine")
            self.assertEqual(padding is None, lane != "time", lane)
            self.assertEqual("libheadroom-trace.so" in preload, lane == "counts", lane)

    def test_padding_has_a_random_length_in_the_time_lane(self):
        lengths = {len(self.variables(self.look("time"))["HEADROOM_PADDING"]) for _ in range(8)}
        self.assertGreater(len(lengths), 1)
        self.assertLess(max(lengths), 4096)

    def test_tracer_is_preloaded_before_the_malloc(self):
        for malloc in self.installed():
            counts = self.variables(self.look("counts", malloc)).get("LD_PRELOAD", "").split(":")
            memory = self.variables(self.look("memory", malloc)).get("LD_PRELOAD")
            self.assertEqual(os.path.basename(counts[0]), "libheadroom-trace.so")
            self.assertEqual(len(counts), 1 if malloc == "glibc" else 2)
            if malloc == "glibc":
                self.assertIsNone(memory)
            else:
                self.assertIn(malloc, os.path.basename(counts[1]))
                self.assertEqual(memory, counts[1])

    def test_tunables_reach_their_malloc(self):
        for malloc, name, value in (
                ("glibc:arena_max=1", "GLIBC_TUNABLES", "glibc.malloc.arena_max=1"),
                ("jemalloc:narenas=1,tcache=false", "MALLOC_CONF", "narenas:1,tcache:false"),
                ("mimalloc:page_reset=1", "MIMALLOC_PAGE_RESET", "1")):
            if malloc.split(":", maxsplit=1)[0] in self.installed():
                found = self.variables(self.look("memory", malloc))
                self.assertEqual(found[name], value)

    def test_limits_are_of_data_and_cores_not_of_address_space(self):
        text = self.look("memory")
        self.assertEqual(self.limit(text, "Max core file size"), ("0", "0"))
        self.assertEqual(self.limit(text, "Max address space"), ("unlimited", "unlimited"))
        with open("/proc/meminfo", encoding="ascii") as file:
            total = int(re.search(r"^MemTotal: +(\d+) kB", file.read(), re.MULTILINE).group(1))
        self.assertEqual(self.limit(text, "Max data size"), (str(total // 4 * 3 * 1024),) * 2)
        text = self.look("memory", "glibc", "never", "--memory-limit", "123456789")
        self.assertEqual(self.limit(text, "Max data size"), ("123456789", "123456789"))


if __name__ == "__main__":
    main(1)
