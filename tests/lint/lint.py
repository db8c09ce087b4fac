#!/usr/bin/env python3
"""lint.py RULE|all ROOT: checks the tree ROOT against the style rules that a machine can check.

Prints FILE:LINE: what is wrong, one per line; exit status 1 when there is any. A rule is a function
that yields findings; planted.py proves that each of them can find something.
"""

import pathlib
import re
import sys

CODE = {".c", ".h", ".cc"}
TEXT = CODE | {".def", ".py", ".sh", ".gp", ".cmake", ".md", ".txt", ".json", ".suite"}
FOLDERS = ("include", "structures", "bench", "tests", "plots")

# Data that others wrote or that a program made is no source.
NOT_OURS = ("tests/data/",)

MAX_COLUMNS = 100
MAX_FUNCTION_LINES = 70
FILE_LINES_AIM = 400
MAX_FILE_LINES = 600


class Tree:
    """The files of a tree, read once; code also without comments and strings."""

    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()
        self.texts = {}
        for folder in FOLDERS:
            for path in sorted((self.root / folder).rglob("*")):
                name = path.relative_to(self.root).as_posix()
                if path.is_file() and not name.startswith(NOT_OURS) and is_source(path):
                    self.texts[name] = path.read_text(encoding="utf-8", errors="replace")

    def code(self, prefixes=("",)):
        """(name, text) of the C and C++ files under any of the prefixes."""
        for name, text in self.texts.items():
            if name.startswith(tuple(prefixes)) and pathlib.Path(name).suffix in CODE:
                yield name, text


def is_source(path):
    return path.suffix in TEXT or (path.suffix == "" and path.name in ("run", "CMakeLists.txt"))


def stripped(text):
    """The text with comments and the insides of strings blanked; lines stay where they are."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)

    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))

    return pattern.sub(blank, text)


def numbered(text):
    return enumerate(text.split("\n"), start=1)


def rule_columns(tree):
    """No line of code or script is longer than 100 columns; a list has one line per plug-in."""
    for name, text in tree.texts.items():
        if pathlib.Path(name).suffix in CODE | {".py", ".sh", ".gp", ""}:
            for number, line in numbered(text):
                if len(line) > MAX_COLUMNS:
                    yield f"{name}:{number}: {len(line)} columns, at most {MAX_COLUMNS}"


def functions(text):
    """(line, name, lines) of each function. clang-format starts its head and its closing brace in
    column 0 and nothing else of it; a head that has no "(" or has a "=" opens data."""
    head, start, is_inside = "", 0, False
    for number, line in numbered(stripped(text)):
        if is_inside:
            if line.startswith("}"):
                if "(" in head and "=" not in head:
                    names = re.findall(r"(\w+)\s*\(", head)
                    yield start, next((n for n in names if not n.isupper()), names[0]), \
                        number - start + 1
                head, is_inside = "", False
            continue
        if not line.strip() or line[0] in "#}/" or (not head and line[0].isspace()):
            head = ""
            continue
        start = start if head else number
        head += line + " "
        is_inside = line.rstrip().endswith("{")
        if line.rstrip().endswith((";", "}")):
            head = ""


def rule_functions(tree):
    """No function is longer than 70 lines."""
    for name, text in tree.code():
        for line, function, length in functions(text):
            if length > MAX_FUNCTION_LINES:
                yield f"{name}:{line}: {function} has {length} lines, at most {MAX_FUNCTION_LINES}"


def rule_files(tree):
    """Files aim at 400 lines (a remark) and never exceed 600."""
    for name, text in tree.texts.items():
        lines = text.count("\n")
        if lines > MAX_FILE_LINES:
            yield f"{name}:{lines}: {lines} lines, at most {MAX_FILE_LINES}: is it two ideas?"
        elif lines > FILE_LINES_AIM:
            print(f"remark: {name} has {lines} lines, the aim is {FILE_LINES_AIM}")


def calls(tree, names, prefixes=("",), but=()):
    pattern = re.compile(r"(?<![\w.>])(" + "|".join(names) + r")\s*\(")
    for name, text in tree.code(prefixes):
        if name.startswith(tuple(but)) and but:
            continue
        for number, line in numbered(stripped(text)):
            for match in pattern.finditer(line):
                yield name, number, match.group(1)


def rule_banned(tree):
    """Calls that cannot be bounded or cannot report an error are not used anywhere."""
    names = ("sprintf", "vsprintf", "strcpy", "strcat", "atoi", "atol", "atoll", "atof", "gets",
             "strtok", "alloca")
    for name, number, call in calls(tree, names):
        yield f"{name}:{number}: {call}() is not used here"


def rule_malloc(tree):
    """The structures ask their allocator, and what is measured asks the structures."""
    names = ("malloc", "calloc", "realloc", "free", "reallocarray", "posix_memalign",
             "aligned_alloc", "strdup", "strndup", "mmap", "mremap")
    places = ("include/", "structures/")
    but = ("structures/allocators/", "include/headroom/crowd.h")  # the latter: handles of adapters
    for name, number, call in calls(tree, names, places, but=but):
        yield f"{name}:{number}: {call}() belongs to structures/allocators alone"


# What the files of a folder may include in quotes, besides their own folder; headroom/ headers
# always, unless NEVER says otherwise. No entry: nothing but their own folder.
STAGES = {
    "adapters": (),
    "trace": (),
    "testing": ("trace",),
    "platform": ("trace",),
    "workloads": (),
    "meters": ("workloads", "platform", "results", "trace"),
    "results": ("meters",),
    "plan": ("workloads", "meters", "platform", "results", "adapters"),
    "contract": ("plan",),
    "examples": (),
    "runner": ("contract", "plan", "workloads", "meters", "platform", "results", "trace",
               "adapters"),
    "report": ("plan", "workloads", "meters", "platform", "results"),
    "commands": ("runner", "report", "plan", "workloads", "meters", "platform", "results",
                 "adapters"),
    # Measured by hand, beside the program; shares its statistics.
    "versus": ("report", "results", "meters"),
}

# Folder or file, and headroom/ headers that lie above it.
TESTING = ("testing.h", "testing_cmocka.h")
ABOVE = ("adapter.h", "sequence_kernel.h", "crowd.h") + TESTING
NEVER = (
    ("structures/growth/", ABOVE + ("dynarray.h", "tuple.h", "tuple_cache.h", "coords.h", "box.h",
                                    "allocator.h")),
    ("structures/allocators/", ABOVE + ("dynarray.h", "tuple.h", "tuple_cache.h", "coords.h",
                                        "box.h", "growth.h")),
    ("structures/", ABOVE),
    ("bench/trace/", ("dynarray.h", "growth.h", "allocator.h", "tuple.h", "coords.h", "julia.h",
                      "box.h") + ABOVE),
    # For everybody's tests: it knows no structure, and no stage of ours is built on it.
    ("bench/testing/", ("dynarray.h", "allocator.h", "tuple.h", "tuple_cache.h", "coords.h",
                        "julia.h", "box.h", "adapter.h", "sequence_kernel.h")),
) + tuple((f"bench/{stage}/", TESTING) for stage in STAGES if stage not in ("testing", "trace"))

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def quoted_is_allowed(tree, name, path):
    """Whether the file `name` may include "path"."""
    if name.startswith("include/"):
        return False
    folder = name.rsplit("/", 1)[0]
    if f"{folder}/{path}" in tree.texts:
        return True
    if name.startswith("structures/"):
        return f"structures/{path}" in tree.texts and not path.startswith("..")
    if not name.startswith("bench/") or name == "bench/main.c":
        return True
    own, target = name.split("/")[1], path.split("/")[0]
    return target == own or target in STAGES.get(own, ())


def rule_layers(tree):
    """Includes point downward only."""
    for name, text in tree.code():
        if name.startswith("tests/"):
            continue
        for number, line in numbered(text):
            found = INCLUDE.match(line)
            if not found:
                continue
            quote, path = found.groups()
            if quote == '"' and not quoted_is_allowed(tree, name, path):
                yield f'{name}:{number}: "{path}" is not below it'
            elif path.startswith("tests/") or "../" in path:
                yield f"{name}:{number}: {path} leaves the folder upward"
            for prefix, headers in NEVER:
                if name.startswith(prefix) and path.split("headroom/")[-1] in headers \
                        and path.startswith("headroom/"):
                    yield f"{name}:{number}: {path} lies above {prefix}"


def rule_registered(tree):
    """Every source file is named by the list or the build file that stands near it."""
    for name, _ in tree.code(("structures/", "bench/")):
        path = pathlib.PurePosixPath(name)
        if path.suffix == ".h":
            continue
        lists = [text for other, text in tree.texts.items()
                 if other.endswith((".def", ".cmake", "CMakeLists.txt"))
                 and not other.startswith("tests/")]
        if not any(re.search(rf"(?<![\w]){re.escape(path.name)}\b", text)
                   or re.search(rf"^[A-Z_]+\({re.escape(path.stem)}[,)]", text, re.M)
                   for text in lists):
            yield f"{name}:1: no .def, .cmake or CMakeLists.txt names it"
    for name in tree.texts:
        path = pathlib.PurePosixPath(name)
        if path.parent.as_posix() == "tests" and path.suffix == ".c" \
                and not path.name.startswith("test_"):
            yield f"{name}:1: a program of tests/ is called test_*.c, or CMake does not see it"


def rule_paths(tree):
    """No path of one person's machine, this checkout's included, stands in a file."""
    # A checkout directly below the root has no path of its own that could be told from a word.
    own = str(tree.root) if len(tree.root.parts) > 2 else None
    personal = re.compile(r"/(?:home|Users|root|mnt|media)/\w+")
    for name, text in tree.texts.items():
        for number, line in numbered(text):
            if personal.search(line) or (own and re.search(re.escape(own) + r"(?!\w)", line)):
                yield f"{name}:{number}: a path of one machine"


RULES = {name[5:]: rule for name, rule in list(globals().items()) if name.startswith("rule_")}


def main(words):
    if len(words) != 3 or (words[1] != "all" and words[1] not in RULES):
        print(f"usage: lint.py all|{'|'.join(RULES)} ROOT", file=sys.stderr)
        return 2
    tree = Tree(words[2])
    if not tree.texts:
        print(f"lint.py: there is no source under '{words[2]}'", file=sys.stderr)
        return 2
    chosen = RULES if words[1] == "all" else {words[1]: RULES[words[1]]}
    findings = [finding for rule in chosen.values() for finding in rule(tree)]
    print("\n".join(findings) or f"{len(tree.texts)} files: {', '.join(chosen)} hold")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
