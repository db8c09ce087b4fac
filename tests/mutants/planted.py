#!/usr/bin/env python3
"""planted.py: proves that tests/mutants/run tells the truth, on a small library whose outcomes are
known beforehand. A mutant that is killed has really been built; what no test sees survives; what is
no other program is not counted; and neither source nor table of survivors is changed by it."""

import csv
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

HEADER = """
#ifndef PLANTED_H
#define PLANTED_H
#include <stddef.h>
#include <headroom/check.h>
#define PLANTED_DEFINE(name, type)                                                                \\
    static inline type name##_first(const type *values) {                                         \\
        return values[0];                                                                         \\
    }                                                                                             \\
    struct name
static inline size_t planted_half(size_t value) {
    return value / 2;
}
size_t planted_sum(size_t most);
size_t planted_unseen(size_t value);
size_t planted_room(size_t value);
#endif
"""

SOURCE = """
#include <headroom/planted.h>

size_t planted_sum(size_t most) {
    size_t sum = 0;
    HR_ASSERT(most < 1000 + 1);
    for (size_t i = 1; i <= most; i++) {
        sum += i; // not i + 1
    }
    return sum;
}

size_t planted_unseen(size_t value) {
    return value > 7;
}

/* No test asks for a room of 5, and says so in survivors.tsv. */
size_t planted_room(size_t value) {
    size_t room = 5;
    (void)room;
    return value == 5 ? 6 : value;
}
"""

TEST = """
// links: headroom-structures
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <headroom/planted.h>
PLANTED_DEFINE(numbers, size_t);
static void test_planted_sum(void **state) {
    (void)state;
    const size_t values[] = {7, 8};
    assert_int_equal(numbers_first(values), 7);
    assert_int_equal(planted_sum(4), 10);
    assert_int_equal(planted_half(9), 4);
    assert_int_equal(planted_room(9), 9);
    (void)planted_unseen(9);
}
int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_planted_sum)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
"""

CHECK = """
#include <stdlib.h>
#include <headroom/check.h>
void hr_check_failed(const char *file, int line, const char *condition) {
    (void)file, (void)line, (void)condition;
    abort();
}
"""

ARGUED = """# why mutants survive
file\tfunction\ttext\tbefore\tafter\twhy
structures/planted.c\tplanted_room\treturn value == 5 ? 6 : value;\t6\t7\tno test asks for 5
structures/planted.c\tplanted_sum\tfor (size_t i = 1; i <= most; i++) {\t<=\t<\tnot true
"""

SUM = "test_planted: test_planted_sum"
EXPECTED = {
    # (place, before, after): outcome, killed by
    ("planted.c", "<=", "<"): ("killed", SUM),
    ("planted.c", "+=", "-="): ("killed", SUM),
    ("planted.c", "++", "--"): ("killed", None),  # without end, or by the sum
    ("planted.c", "<=", ">"): ("killed", SUM),
    ("planted.c", "sum += i", "(nothing)"): ("killed", SUM),
    ("planted.h", "/", "*"): ("killed", SUM),
    ("planted.h", "2", "1"): ("killed", SUM),
    ("planted.h", "0", "1"): ("killed", SUM),  # in the macro
    ("planted.c", ">", "<="): ("survived", ""),
    ("planted.c", "7", "8"): ("survived", ""),
    ("planted.c", "6", "7"): ("argued", "no test asks for 5"),
    ("planted.c", "5", "6"): ("same code", "the original"),  # the unused one, first in the file
    ("planted.c", "return sum", "(nothing)"): ("not viable", ""),
}


def plant(root):
    files = {
        "include/headroom/planted.h": HEADER,
        "structures/planted.c": SOURCE,
        "structures/check.c": CHECK,
        "tests/test_planted.c": TEST,
        "tests/mutants/survivors.tsv": ARGUED,
    }
    headers = HERE.parent.parent / "include" / "headroom"
    for name in ("check.h", "attributes.h"):
        files[f"include/headroom/{name}"] = (headers / name).read_text(encoding="utf-8")
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def fingerprint(root):
    return {path: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(root.rglob("*")) if path.is_file()}


def run(root, *words):
    return subprocess.run([sys.executable, "-B", HERE / "run", "--root", root, *words],
                          capture_output=True, text=True, check=False,
                          env={**os.environ, "CCACHE_DISABLE": "1"})


def rows_of(table):
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def wrong_outcomes(rows):
    found = {}
    for row in rows:
        found.setdefault((row["file"].rsplit("/", 1)[1], row["before"], row["after"]),
                         (row["outcome"], row["killed by"]))
    for key, (outcome, who) in EXPECTED.items():
        got = found.get(key)
        if got is None or got[0] != outcome or who not in (None, got[1]):
            yield f"{key}: {got}, not {(outcome, who)}"
    for place in {(row["file"], row["before"]) for row in rows}:
        if place[1] in ("1000", "room", "(void)room", "i + 1"):
            yield f"{place} is an assertion, a comment or a mark, and was changed"


def problems(folder):
    """What is not as it should be."""
    root, table = folder / "tree", folder / "table.tsv"
    plant(root)
    before = fingerprint(root)
    done = run(root, "--out", table, "--at-least", "50")
    if done.returncode != 0 or not table.exists():
        yield f"exit status {done.returncode} with {done.stderr}{done.stdout}"
        return
    rows = rows_of(table)
    yield from wrong_outcomes(rows)
    killed = sum(row["outcome"] == "killed" for row in rows)
    viable = killed + sum(row["outcome"] in ("survived", "argued") for row in rows)
    closing = done.stdout.splitlines()[-1]
    if not closing.startswith(f"killed {killed} of {viable} viable mutants ("):
        yield f"the closing line is '{closing}', and the table has {killed} of {viable}"
    if "argues for structures/planted.c:7, '<='" not in done.stderr:
        yield f"a reason for what is killed is not told of: {done.stderr}"
    if fingerprint(root) != before:
        yield "the tree was changed"
    if run(root, "--file", "planted.h", "--at-least", "100").returncode != 0:
        yield "a header whose mutants are all killed is not enough for 100 %"
    low = run(root, "--file", "planted.c", "--at-least", "100")
    if low.returncode != 1:
        yield f"survivors end with {low.returncode} where 100 % are wanted"
    lists = [run(root, "--list", "--sample", "3", "--seed", seed).stdout for seed in "112"]
    if lists[0] != lists[1] or lists[0] == lists[2] or lists[0].count("planted.c") != 3:
        yield f"samples are {lists}"
    again = run(root, "--list", "--again", table).stdout
    survived = sum(row["outcome"] in ("survived", "argued") for row in rows)
    if again.count("\n") != 1 + survived or survived == 0:
        yield f"{survived} survived, and again are tried {again}"
    if run(root, "--file", "nowhere").returncode != 2:
        yield "no mutant at all is no error"
    (root / "tests/test_planted.c").write_text(TEST.replace("(4), 10", "(4), 11"), encoding="utf-8")
    if run(root).returncode != 2:
        yield "a test that fails without any change is no error"


def main():
    with tempfile.TemporaryDirectory() as folder:
        wrong = list(problems(pathlib.Path(folder)))
    print("\n".join(wrong) or f"{len(EXPECTED)} planted mutants end as they should")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
