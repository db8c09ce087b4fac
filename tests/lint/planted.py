#!/usr/bin/env python3
"""planted.py: proves that every rule of lint.py finds what it is for, and nothing in a tree
that keeps the rules. A rule without a planted violation fails as well."""

import pathlib
import sys
import tempfile

import lint

# A tree that keeps every rule.
CLEAN = {
    "include/headroom/dynarray.h": "#include <headroom/status.h>\n",
    "structures/CMakeLists.txt": "add_library(x dynarray.c growth/registry.c)\n",
    "structures/dynarray.c": "#include <headroom/dynarray.h>\n/* free(block) in words */\n",
    "structures/growth/growth.def": 'HR_GROWTH(java, "java")\n',
    "structures/growth/registry.c": "#include <headroom/growth.h>\n",
    "structures/growth/java.c": "int next(void) {\n    return 0;\n}\n",
    "structures/allocators/allocators.def": 'HR_ALLOCATOR(heap, "heap")\n',
    "structures/allocators/heap.c": "void f(void *block) {\n    free(block);\n}\n",
    "bench/runner/runner.cmake": "headroom_stage(bench-runner runner/runner.c)\n",
    "bench/runner/runner.c": '#include "plan/case.h"\nvoid g(void) {\n    snprintf(0, 0, "");\n}\n',
    "bench/plan/case.h": "int case_of(void);\n",
    "tests/test_runner.c": '#include "runner/runner.h"\n',
}

LONG = "int f(void) {\n" + "    g();\n" * 70 + "}\n"

# Rule, file, text added to it: each must be found.
PLANTED = (
    ("columns", "structures/dynarray.c", "int x;" + " " * 95 + "\n"),
    ("columns", "bench/runner/runner.sh", "#" * 101 + "\n"),
    ("functions", "structures/dynarray.c", LONG),
    ("functions", "structures/dynarray.c", LONG.replace("int f(", "static int\nf(int a,\n      ")),
    ("files", "structures/dynarray.c", "\n" * 601),
    ("banned", "bench/runner/runner.c", "int h(void) { return atoi(text); }\n"),
    ("banned", "tests/test_runner.c", "void h(void) { sprintf (a, b); }\n"),
    ("malloc", "structures/dynarray.c", "void *h(void) { return malloc(1); }\n"),
    ("malloc", "include/headroom/dynarray.h", "#define H(x) free(x)\n"),
    ("malloc", "structures/growth/java.c", "void *h(void) { return realloc(0, 1); }\n"),
    ("layers", "include/headroom/dynarray.h", '#include "runner/runner.h"\n'),
    ("layers", "structures/dynarray.c", '#include "plan/case.h"\n'),
    ("layers", "structures/dynarray.c", '#include "../bench/plan/case.h"\n'),
    ("layers", "structures/dynarray.c", "#include <headroom/adapter.h>\n"),
    ("layers", "structures/growth/java.c", "#include <headroom/dynarray.h>\n"),
    ("layers", "structures/allocators/heap.c", "#  include <headroom/tuple.h>\n"),
    ("layers", "bench/plan/case.h", '#include "runner/runner.h"\n'),
    ("layers", "bench/runner/runner.c", '#include "report/table.h"\n'),
    ("layers", "bench/runner/runner.c", '#include "commands/options.h"\n'),
    ("layers", "bench/runner/runner.c", '#include "tests/support.h"\n'),
    ("layers", "bench/testing/meter.c", '#include "platform/procfs.h"\n'),
    ("layers", "bench/testing/meter.c", "#include <headroom/dynarray.h>\n"),
    ("layers", "bench/trace/hooks.c", '#include "testing/watch.h"\n'),
    ("layers", "bench/runner/runner.c", "#include <headroom/testing.h>\n"),
    ("layers", "structures/dynarray.c", "#include <headroom/testing_cmocka.h>\n"),
    ("registered", "structures/forgotten.c", "int forgotten;\n"),
    ("registered", "structures/growth/forgotten.c", "int forgotten;\n"),
    ("registered", "bench/runner/forgotten.cc", "int forgotten;\n"),
    ("registered", "tests/forgotten.c", "int forgotten;\n"),
    ("paths", "bench/runner/runner.c", "/* see /ho" + "me/somebody/notes */\n"),
    ("paths", "bench/runner/runner.c", "/* see %s/notes */\n"),
)


def findings(rule, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("%s", folder), encoding="utf-8")
        return list(lint.RULES[rule](lint.Tree(folder)))


def main():
    wrong = []
    for rule in lint.RULES:
        if found := findings(rule, CLEAN):
            wrong.append(f"{rule} finds something in a clean tree: {found}")
        if rule not in {planted[0] for planted in PLANTED}:
            wrong.append(f"{rule} has no planted violation")
    for rule, name, text in PLANTED:
        found = findings(rule, {**CLEAN, name: CLEAN.get(name, "") + text})
        if len(found) != 1 or not found[0].startswith(name + ":"):
            wrong.append(f"{rule} finds {found} for {text!r} in {name}")
    print("\n".join(wrong) or f"{len(PLANTED)} planted violations found by {len(lint.RULES)} rules")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
