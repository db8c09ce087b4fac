"""A sandbox with everything that the program may be given: hostile names, files, damages."""
import os
import random
import shutil
import stat
import subprocess
import tempfile
import unicodedata
import unittest
import zlib

TIMEOUT = 120
TOUCH = b"touch canary"
# Names and values that want to be more than text, each a class of its own.
WORDS = [
    b"\x1b[31mred\x1b]0;title\x07",
    b"c1-\xc2\x9b31m-\xc2\x85",
    b"raw-\x9b31m-\xff\xfe\xc3",
    "rtl-\u202egnp\u202c-\u2066x\u2069".encode(),
    b"`" + TOUCH.replace(b" ", b"${IFS}") + b"`",
    b"$(touch${IFS}canary)",
    b"@sum^2_3{/Symbol-a}~x{.6-}",
    b"%s%n%d%1000000d",
    b"';system(\"touch${IFS}canary\");'",
    b"\\n\\t\\x1b\\",
    b"</script><svg/onload=x>]]>&amp;<!--",
    b"../../../canary",
    b"-rf",
    b"--output=canary",
    b"=1+1|cmd'!A1",
    b"#comment",
    b'quote"in"side',
    b"a,b;c",
    b"NaN",
    "\u00e9\u20ac\U0001f418".encode(),
    b"x" * 150,
    b"line\nbreak\ttab\rreturn",
]
# What may stand in a file's name; a folder is made for each.
NAMES = [word.replace(b"/", b"|")[:200] for word in WORDS]
NEVER = {"Cc", "Cs", "Cn"}
OVERRIDES = set(map(chr, [*range(0x200e, 0x2010), *range(0x2028, 0x202f), *range(0x2066, 0x206a)]))


def escape(text):
    """A field as FORMAT.md has it."""
    out = bytearray()
    for byte in text:
        plain = {9: b"\\t", 10: b"\\n", 92: b"\\\\"}.get(byte)
        if plain is None:
            plain = b"\\x%02x" % byte if byte < 32 or byte == 127 else bytes([byte])
        out += plain
    return bytes(out)


def chained(lines):
    """Lines of fields as a results file with right checksums."""
    out, chain = b"", 0
    for fields in lines:
        body = b"\t".join([fields[0], *map(escape, fields[1:])])
        chain = zlib.crc32(body, chain)
        out += body + b"\t#%08x\n" % chain
    return out


def bodies(path):
    """The records of a file as unescaped lists of fields; only for files without escapes."""
    with open(path, "rb") as file:
        return [line.rsplit(b"\t#", 1)[0].split(b"\t") for line in file.read().split(b"\n")[:-1]]


def key(word, workload, length):
    """A case with the word wherever a key has one, without what would part words of a key."""
    word = b"".join(word.split()).replace(b"=", b":") or b"empty"
    parts = {b"structure": word, b"growth": word, b"allocator": b"heap", b"malloc": word,
             b"workload": workload, b"cache": word, b"element_bytes": b"8", b"length": length,
             b"thp": b"never", word: word}
    return b" ".join(name + b"=" + value for name, value in parts.items())


def hostile_run(path, words, recorded):
    """Results of cases with these words everywhere, in workloads that plots are made of."""
    env = [[b"env", word, word] for word in words]
    meters = [fields for fields in bodies(recorded) if fields[0] == b"meter"]
    extra = [[b"meter", b"m" + word, word, b"lower", b"noisy", b"time", word, word]
             for word in words]
    lines = [[b"header", b"headroom-results", b"2"], *env, *meters, *extra]
    lanes = {b"counts": [], b"memory": [], b"time": []}
    for fields in meters:
        for lane in fields[5].split(b","):
            lanes[lane].append(fields[1])
    trial = 0
    for number, word in enumerate(words):
        for workload in (b"append", b"julia", b"tuple-churn", b"w" + b"".join(word.split())):
            for length in (b"1000", b"100000", b"".join(word.split()).replace(b"=", b":")):
                for lane, names in lanes.items():
                    own = [b"m" + word] if lane == b"time" else []
                    lines.append([b"trial", b"%d" % trial, lane, b"0", b"%d" % trial,
                                  key(word, workload, length)])
                    for at, name in enumerate([*names, *own]):
                        value = b"n/a(%s)" % word if at % 7 == 6 else b"%d" % (1 + number + at)
                        lines.append([b"sample", b"%d" % trial, name, b"0", value])
                    outcome = b"failed" if length == b"100000" and lane == b"time" else b"ok"
                    lines.append([b"outcome", b"%d" % trial, outcome, word])
                    trial += 1
    with open(path, "wb") as file:
        file.write(chained([*lines, [b"end", b"%d" % trial]]))


def why_unsafe(data, allowed="\n\t"):
    """What a terminal would obey in these bytes; None when nothing."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return f"no UTF-8 at {error.start}: {data[max(0, error.start - 20):error.end + 20]}"
    for at, sign in enumerate(text):
        if sign in OVERRIDES or (unicodedata.category(sign) in NEVER and sign not in allowed):
            return f"{sign!r} at {at}: {text[max(0, at - 40):at + 40]!r}"
    return None


def snapshot(folder):
    """Everything below a folder with what a write would change."""
    found = {}
    for path, folders, files in os.walk(os.fsencode(folder)):
        for name in [*folders, *files]:
            status = os.lstat(os.path.join(path, name))
            is_folder = stat.S_ISDIR(status.st_mode)
            found[os.path.join(path, name)] = (
                status.st_ino, status.st_mode, None if is_folder else status.st_size,
                None if is_folder else status.st_mtime_ns)
    return found


class World(unittest.TestCase):
    program = recorded = None

    def setUp(self):
        self.sandbox = os.fsencode(tempfile.mkdtemp(prefix="headroom-hostile-"))
        self.addCleanup(shutil.rmtree, self.sandbox, ignore_errors=True)
        self.here = os.path.join(self.sandbox, b"a", b"b", b"here")
        os.makedirs(self.here)

    def path(self, *names):
        return os.path.join(self.here, *names)

    def run_folder(self, name, words):
        os.makedirs(self.path(name))
        hostile_run(self.path(name, b"results.tsv"), words, self.recorded)
        return name

    def headroom(self, *arguments, prefix=(), **variables):
        """Runs it in the sandbox; what it prints must be safe and it must not have crashed."""
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("HEADROOM")}
        environment.update(variables)
        arguments = [os.fsencode(argument) for argument in arguments]
        done = subprocess.run([*prefix, self.program, *arguments], cwd=self.here, timeout=TIMEOUT,
                              stdin=subprocess.DEVNULL, capture_output=True, env=environment,
                              check=False)
        about = f"{arguments} gives {done.returncode}: {done.stderr[:300]}"
        self.assertIn(done.returncode, range(5), about)
        self.assertEqual(self.canaries(), [], about)
        for name, data in (("standard output", done.stdout), ("standard error", done.stderr)):
            self.assertIsNone(why_unsafe(data), f"{name} of {arguments}")
        return done

    def canaries(self):
        return [os.path.join(path, name) for path, folders, files in os.walk(self.sandbox)
                for name in [*folders, *files] if name == b"canary"]

    def listed(self, *arguments):
        """The names that the program lists when it is given one that is none."""
        done = self.headroom(*arguments, "?")
        self.assertEqual(done.returncode, 2, done.stderr)
        names = done.stderr.decode().split(" are", 1)[1].lstrip(":").replace(",", " ").split()
        self.assertGreater(len(names), 1, done.stderr)
        return names

    def random(self):
        """Seeded; HEADROOM_TEST_SEED repeats a failure or looks for others."""
        return random.Random(int(os.environ.get("HEADROOM_TEST_SEED", "20141")))
