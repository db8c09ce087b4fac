"""Every workload through the program, in all lanes: test_workloads.py HEADROOM

That lanes agree is part of an outcome that is ok: a checksum, a length, a capacity or a number of
calls that differs between them makes a trial wrong.
"""
import os
import re
import zlib

from trials import LANES, Trials, main

# Workload, structures that compete in it, words that make it small.
WORKLOADS = (
    ("append", ("dynarray", "null"), ("length=0,1,300",)),
    ("extend", ("dynarray", "null"), ("length=0,1,300", "block=1,7,1000")),
    ("reserve-fill", ("dynarray", "null"), ("length=0,1,300",)),
    ("construct", ("dynarray", "null"), ("length=0,1,300", "extra=0,1")),
    ("grow-shrink", ("dynarray", "null"), ("length=0,1,300", "share=0,10", "regrow=no,yes")),
    ("append-pop", ("dynarray", "null"), ("length=0,1,300", "edge=grow,shrink", "rounds=0,3")),
    ("read-sequential", ("dynarray", "null"), ("length=0,1,300",)),
    ("read-random", ("dynarray", "null"), ("length=1,300", "reads=1,50")),
    ("many-small", ("dynarray", "tuple", "null"), ("count=1,50", "mix=cycle,same")),
    ("mixed", ("dynarray", "tuple", "null"), ("count=1,50", "lengths=small,heavy-tail")),
    ("tuple-concat", ("dynarray", "tuple", "null"), ("length=0,1,8,60", "step=1,4")),
)


def calls(trial):
    return tuple(trial.count(f"block_{kind}_calls") for kind in ("allocate", "resize", "release"))


class Workloads(Trials):
    def only(self, *words, lanes="counts"):
        trials = self.run_trials(*words, "--lanes", lanes, "--repetitions", "1")
        self.assertEqual([trial.outcome for trial in trials], ["ok"] * len(trials))
        return trials

    def test_workloads_on_all_that_competes_are_ok_in_every_lane(self):
        listed = self.headroom("list", "workloads").stdout.decode()
        for name, structures, words in WORKLOADS:
            with self.subTest(workload=name):
                self.assertRegex(listed, f"(?m)^{name} .*[?]$")
                cases = 1
                for word in words:
                    cases *= word.count(",") + 1
                trials = self.only(f"workload={name}", "structure=" + ",".join(structures), *words,
                                   lanes=",".join(LANES))
                self.assertEqual(len(trials), len(structures) * cases * len(LANES))

    def test_workloads_on_every_policy_and_allocator_are_ok(self):
        listed = self.headroom("list", "growth").stdout.decode().splitlines()
        growths = [line.split(" ")[0] for line in listed if "POLICY" not in line.split(" ")[0]]
        lines = self.headroom("list", "allocators").stdout.decode().splitlines()
        allocators = ",".join(line.split(" ")[0] for line in lines)
        self.assertGreater(len(growths), 10)
        path = os.path.join(self.folder, "all.suite")
        with open(path, "w", encoding="ascii") as file:
            for name in ("extend block=7", "construct extra=1", "grow-shrink", "reserve-fill"):
                file.write(f"workload={name} length=50 growth={','.join(growths)}\n")
            file.write(f"workload=append-pop length=50 rounds=3 edge=grow,shrink "
                       f"growth={','.join(growths)}\n")
            file.write(f"workload=many-small count=20 allocator={allocators}\n")
            file.write(f"workload=tuple-concat length=50 structure=tuple allocator={allocators}\n")
        self.only(path)

    def test_workloads_that_make_no_sense_together_are_wrong_usage(self):
        for words in (("workload=append", "structure=tuple"),
                      ("workload=append-pop", "structure=tuple"),
                      ("workload=mixed", "structure=coords-boxed"),
                      ("workload=tuple-concat", "structure=coords-boxed"),
                      ("workload=tuple-churn", "structure=dynarray")):
            done = self.headroom("run", *words, "--output", os.path.join(self.folder, "never"))
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"makes no sense with structure", done.stderr)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "never")))

    def test_workloads_cpython_does_not_flutter_and_exact_does(self):
        for edge in ("grow", "shrink"):
            still, fluttering = self.only("workload=append-pop", "growth=cpython-3.9,exact",
                                          f"edge={edge}", "swing=2", "rounds=100")
            self.assertLessEqual(sum(calls(still)), 2)
            if edge == "grow":  # exact blocks grow with every append; they never shrink by pops
                self.assertEqual(calls(fluttering), (0, 2, 0))

    def test_workloads_many_small_lists_and_tuples_ask_for_what_they_need(self):
        lists, tuples = self.only("workload=many-small", "structure=dynarray,tuple", "count=900")
        # One block for the headers or references; none for the empty ones; 5 to 8 grow once.
        self.assertEqual(calls(lists), (801, 400, 0))
        self.assertEqual(calls(tuples), (801, 0, 0))
        self.assertEqual(lists.count("length"), 100 * 36)
        self.assertEqual(tuples.count("length"), lists.count("length"))
        self.assertEqual(lists.samples["checksum"], tuples.samples["checksum"])
        self.assertEqual(tuples.count("headroom_bytes"), 0)
        self.assertEqual(lists.count("headroom_bytes"), 8 * 100 * (4 * 4 + 4 * 8 - 36))

    def test_workloads_concatenation_makes_a_tuple_per_step(self):
        words = ("workload=tuple-concat", "structure=tuple", "cache=off")
        eight = self.only(*words, "length=8", "step=4")[0]
        grown = self.only(*words, "length=100", "step=1")[0]
        sequence = self.only("workload=tuple-concat", "structure=dynarray", "length=100")[0]
        self.assertEqual(calls(eight), (3, 0, 2))
        self.assertEqual(eight.count("checksum"), 28 + 2)
        self.assertEqual(calls(grown), (199, 0, 198))
        self.assertEqual(calls(sequence)[0], 1)
        self.assertEqual(sequence.samples["checksum"], grown.samples["checksum"])

    def test_workloads_reading_asks_for_nothing(self):
        for trial in self.only("workload=read-sequential", "length=1000") + \
                self.only("workload=read-random", "length=1000", "reads=10"):
            self.assertEqual(calls(trial), (0, 0, 0))
            self.assertEqual(trial.count("malloc_calls") + trial.count("free_calls"), 0)

    def test_workloads_exact_list_and_an_append_have_the_policys_capacity(self):
        trials = self.only("workload=construct", "length=1e5", "extra=0,1",
                           "growth=cpython-2.7,cpython-3.9")
        found = {tuple(word.split("=")[1] for word in trial.case.split(" ")
                       if word.startswith(("growth=", "extra="))): trial.count("capacity")
                 for trial in trials}
        self.assertEqual(found, {("cpython-2.7", "0"): 100000, ("cpython-2.7", "1"): 112507,
                                 ("cpython-3.9", "0"): 100000, ("cpython-3.9", "1"): 112504})


class Files(Trials):
    """Distributions of lengths, as files."""

    def write(self, text, name="own.lengths"):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(text)
        return path

    def mixed(self, path, *words, output="out", **variables):
        return self.headroom("run", "workload=mixed", f"lengths={path}", "count=100", "--lanes",
                             "counts", "--quiet", "--output", os.path.join(self.folder, output),
                             *words, **variables)

    def test_workloads_file_is_pinned_by_the_header_and_named_in_the_case(self):
        text = b"# mine\n0 1\n5 2 # often\n\n600 1"
        path = self.write(text)
        self.assertEqual(self.mixed(path).returncode, 0)
        with open(os.path.join(self.folder, "out", "results.tsv"), encoding="ascii") as file:
            lines = file.read().splitlines()
        pinned = [line.split("\t") for line in lines if line.startswith("env\tlengths_")]
        self.assertEqual(len(pinned), 1)
        self.assertEqual(pinned[0][1:3], [f"lengths_{path}",
                                          f"{path} crc32 {zlib.crc32(text):08x}"])
        cases = [line for line in lines if line.startswith("trial\t")]
        self.assertTrue(all(f" lengths={path} " in line for line in cases) and cases)

    def test_workloads_run_on_another_file_is_not_resumed(self):
        path = self.write(b"1 1\n2 1\n")
        self.assertEqual(self.mixed(path).returncode, 0)
        again = self.mixed(path, "--resume")
        self.assertEqual((again.returncode, again.stderr), (0, b""))
        self.write(b"1 1\n3 1\n")
        changed = self.mixed(path, "--resume")
        self.assertEqual(changed.returncode, 4)
        self.assertIn(f"cannot be continued: 'lengths_{path}' is '".encode(), changed.stderr)

    def test_workloads_damaged_file_is_refused_with_its_line(self):
        for text, message in ((b"", ":1: the file holds no length"),
                              (b"# nothing\n\n", ":2: the file holds no length"),
                              (b"1 1\n1 2\n", ":2: length 1 comes after 1"),
                              (b"5 1\n4 1\n", ":2: length 4 comes after 5"),
                              (b"1\n", ":1: there is nothing after '1'"),
                              (b"1 2 3\n", ":1: there is something more '3'"),
                              (b"1 0\n", ":1: weight '0' is not a whole number from 1 to"),
                              (b"-1 1\n", ":1: length '-1' is not a whole number"),
                              (b"1e3 1\n", ":1: length '1e3' is not a whole number"),
                              (b"1000000001 1\n", ":1: length '1000000001' is not"),
                              (b"1 1000000000001\n", ":1: weight '1000000000001' is not"),
                              (b"99999999999999999999999 1\n", ":1: length '9999"),
                              (b"1 1\n2 \x001\n", ":2: the line holds a NUL byte")):
            with self.subTest(text=text):
                path = self.write(text)
                done = self.mixed(path)
                self.assertEqual(done.returncode, 2)
                self.assertIn(f"{path}{message}".encode(), done.stderr)
                self.assertEqual(done.stderr.count(b"\n"), 1)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "out")))

    def test_workloads_file_that_is_not_there_names_near_ones(self):
        self.assertIn(b"unknown file of lengths 'smal'; did you mean 'small'?",
                      self.mixed("smal").stderr)
        for path in ("/nowhere/x.lengths", self.folder, "/dev/null", self.folder + "/a b"):
            self.assertEqual(self.mixed(path).returncode, 2)

    def test_workloads_folder_of_files_can_be_chosen_and_the_worker_follows(self):
        self.write(b"# a shape of mine\n3 1\n", "shape.lengths")
        variables = {"HEADROOM_LENGTHS": self.folder}
        self.assertEqual(self.mixed("shape", **variables).returncode, 0)
        listed = self.headroom("list", "lengths", **variables).stdout.decode()
        self.assertRegex(listed, "^shape +a shape of mine\n$")
        shipped = self.headroom("list", "lengths").stdout.decode()
        self.assertEqual([line.split(" ")[0] for line in shipped.splitlines()],
                         ["heavy-tail", "small"])
        self.assertTrue(re.search("(?m)^mixed +lengths +default small, one of 'list lengths' or a",
                                  self.headroom("list", "parameters").stdout.decode()))


if __name__ == "__main__":
    main(1)
