"""The pipeline with the real program: test_pipeline.py HEADROOM FAKE-IMAGE

Misbehaving images, runs that are killed, interrupted and resumed, full disks, closed streams,
hostile names. Results files are read by a reader of this script's own.
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

HEADROOM, FAKE = (os.path.abspath(path) for path in sys.argv[1:3])
WORDS = ["workload=append", "structure=dynarray", "growth=exact", "malloc=glibc", "length=1000"]
# 3 memory trials and 5 time trials.
FEW = [*WORDS, "--lanes", "memory,time", "--repetitions", "5", "--quiet"]
FEW_TRIALS = 8


def read_records(path):
    """Whole lines as fields, with checksums that go on; a torn last line is left out."""
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    records, chain = [], 0
    for line in lines[:-1]:
        body, checksum = line.rsplit(b"\t#", 1)
        chain = zlib.crc32(body, chain)
        assert int(checksum, 16) == chain, line
        records.append([field.decode() for field in body.split(b"\t")])
    return records


def outcomes(folder):
    """(lane, repetition, case) of each trial with an outcome, and that outcome; none twice."""
    trials, found = {}, {}
    for record in read_records(os.path.join(folder, "results.tsv")):
        if record[0] == "trial":
            trials[record[1]] = (record[2], record[3], record[5])
        elif record[0] == "outcome":
            trial = trials[record[1]]
            assert trial not in found, trial
            found[trial] = (record[2], record[3])
    return found


class Pipeline(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="headroom-pipeline-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.output = os.path.join(self.folder, "out")

    def image(self, mode):
        path = os.path.join(self.folder, "fake-" + mode)
        if not os.path.islink(path):
            os.symlink(FAKE, path)
        return dict(os.environ, HEADROOM_IMAGE=path)

    def run_headroom(self, *arguments, mode="good", output=None, **more):
        more = {"stdin": subprocess.DEVNULL, "capture_output": True, **more}
        command = [HEADROOM, "run", *arguments, "--output", output or self.output]
        return subprocess.run(command, env=self.image(mode), timeout=120, check=False, **more)

    def assert_all(self, mode, outcome, detail="", *, status=1, arguments=()):
        done = self.run_headroom(*FEW, *arguments, mode=mode)
        self.assertEqual(done.returncode, status, done.stderr)
        found = outcomes(self.output)
        self.assertEqual(len(found), FEW_TRIALS)
        for kind, text in found.values():
            self.assertEqual(kind, outcome)
            self.assertIn(detail, text)
        return done

    def test_good_image_is_ok(self):
        self.assert_all("good", "ok", status=0)

    def test_crashing_image_is_crashed(self):
        self.assert_all("crash", "crashed", "SIGSEGV")

    def test_hanging_image_is_timed_out(self):
        self.assert_all("hang", "timed-out", arguments=["--deadline", "0.2"])

    def test_silent_image_is_failed(self):
        self.assert_all("silent", "failed", "without an outcome")

    def test_failing_image_is_failed(self):
        self.assert_all("status", "failed", "exit status 17")

    def test_image_with_closed_output_is_failed(self):
        self.assert_all("close", "failed", "without an outcome")

    def test_babbling_image_is_garbled_and_cannot_color_the_terminal(self):
        done = self.assert_all("babble", "garbled", "Segmentation fault?")
        self.assertNotIn(b"\033", done.stderr)

    def test_flooding_image_is_garbled(self):
        self.assert_all("flood", "garbled", "bytes of output")

    def test_grandchild_with_the_pipe_does_not_hold_the_run(self):
        begin = time.monotonic()
        self.assert_all("grandchild", "ok", status=0)
        self.assertLess(time.monotonic() - begin, 60)

    def test_lying_image_is_wrong_with_both_values(self):
        done = self.run_headroom(*FEW, mode="lie")
        self.assertEqual(done.returncode, 1)
        found = outcomes(self.output)
        wrong = [text for kind, text in found.values() if kind == "wrong"]
        self.assertEqual(len(found), FEW_TRIALS)
        self.assertEqual(len(wrong), FEW_TRIALS - 2)  # each lane's repetition 0 says 0
        for text in wrong:
            self.assertRegex(text, "^checksum is [1-4] here, 0 in an earlier trial")

    def test_image_not_there_is_failed(self):
        environment = dict(os.environ, HEADROOM_IMAGE="/nowhere/image")
        done = subprocess.run([HEADROOM, "run", *FEW, "--output", self.output], env=environment,
                              capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual({kind for kind, _ in outcomes(self.output).values()}, {"failed"})

    def test_malloc_not_installed_is_unsupported_and_3_when_named(self):
        environment = dict(self.image("good"), HEADROOM_JEMALLOC="/nowhere/libjemalloc.so.2")
        words = [word for word in FEW if not word.startswith("malloc=")]
        done = subprocess.run([HEADROOM, "run", *words, "malloc=glibc,jemalloc", "--output",
                               self.output], env=environment, capture_output=True, timeout=120,
                              check=False)
        self.assertEqual(done.returncode, 3)
        found = outcomes(self.output)
        self.assertEqual(len(found), 2 * FEW_TRIALS)
        for (_, _, case), (kind, _) in found.items():
            self.assertEqual(kind, "unsupported" if "malloc=jemalloc" in case else "ok")

    def test_kill_9_at_random_instants_loses_nothing(self):
        seed = int(os.environ.get("HEADROOM_TEST_SEED", random.randrange(10**6)))
        print(f"kill -9: HEADROOM_TEST_SEED={seed}", file=sys.stderr)
        dice = random.Random(seed)
        command = [HEADROOM, "run", *WORDS, "--lanes", "time", "--repetitions", "1000", "--quiet",
                   "--output", self.output]
        known = {}
        for _ in range(25):
            begun = os.path.exists(os.path.join(self.output, "results.tsv"))
            child = subprocess.Popen(command + ["--resume"] * begun, env=self.image("slow"),
                                     stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0, 0.1))
            if os.path.exists(os.path.join(self.output, "results.tsv")):
                outcomes(self.output)  # readable while it is written
            child.kill()
            child.wait()
            if os.path.exists(os.path.join(self.output, "results.tsv")):
                now = outcomes(self.output)
                self.assertEqual({key: now.get(key) for key in known}, known)
                known = now
        self.assertGreater(len(known), 0)
        self.assertLess(len(known), 1000)
        done = subprocess.run([*command, "--resume"], env=self.image("slow"), check=False,
                              timeout=120)
        self.assertEqual(done.returncode, 0)
        now = outcomes(self.output)
        self.assertEqual(len(now), 1000)
        self.assertEqual({kind for kind, _ in now.values()}, {"ok"})
        self.assertEqual({key: now.get(key) for key in known}, known)

    def test_killed_runner_takes_its_worker_along(self):
        child = subprocess.Popen([HEADROOM, "run", *FEW, "--output", self.output],
                                 env=self.image("hang"), stderr=subprocess.DEVNULL)
        workers = []
        for _ in range(500):
            with open(f"/proc/{child.pid}/task/{child.pid}/children", encoding="ascii") as file:
                workers = file.read().split()
            if workers and os.readlink(f"/proc/{workers[0]}/exe") == FAKE:
                break
            time.sleep(0.01)
        self.assertEqual(len(workers), 1)
        child.kill()
        child.wait()
        for _ in range(500):
            if not os.path.exists(f"/proc/{workers[0]}/exe"):
                return
            time.sleep(0.01)
        self.fail("the worker lives on")

    def test_interrupted_run_says_how_to_go_on(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            output = f"{self.output}-{number}"
            child = subprocess.Popen([HEADROOM, "run", *WORDS, "--lanes", "time",
                                      "--repetitions", "100000", "--output", output],
                                     env=self.image("slow"), stderr=subprocess.PIPE)
            while not os.path.exists(os.path.join(output, "results.tsv")):
                time.sleep(0.01)
            time.sleep(0.2)
            child.send_signal(number)
            _, errors = child.communicate(timeout=60)
            self.assertEqual(child.returncode, 1, errors)
            self.assertIn(b"--resume", errors)
            self.assertGreater(len(outcomes(output)), 0)

    def test_closed_and_full_streams_lose_nothing(self):
        for name, shell in {"out": ">&-", "err": "2>&-", "both": ">&- 2>&-", "all": "<&- >&- 2>&-",
                            "full": ">/dev/full 2>/dev/full"}.items():
            output = f"{self.output}-{name}"
            done = subprocess.run(["sh", "-c", f'exec "$@" {shell}', "sh", HEADROOM, "run",
                                   *FEW[:-1], "--output", output], env=self.image("good"),
                                  timeout=120, check=False)
            self.assertIn(done.returncode, (0, 4), name)
            self.assertEqual(len(outcomes(output)), FEW_TRIALS, name)

    def test_reader_of_messages_that_went_away_loses_nothing(self):
        child = subprocess.Popen([HEADROOM, "run", *FEW, "--output", self.output],
                                 env=self.image("crash"), stderr=subprocess.PIPE)
        child.stderr.close()
        self.assertEqual(child.wait(timeout=120), 1)
        self.assertEqual(len(outcomes(self.output)), FEW_TRIALS)

    def test_full_disk_is_said_and_what_was_written_stays(self):
        mount = os.path.join(self.folder, "small")
        os.mkdir(mount)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", mount],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("mounting a small tmpfs needs root")
        try:
            output = os.path.join(mount, "out")
            arguments = [*WORDS, "--lanes", "time", "--repetitions", "1000", "--quiet"]
            done = self.run_headroom(*arguments, output=output)
            self.assertEqual(done.returncode, 4)
            self.assertIn(b"No space left", done.stderr)
            first = outcomes(output)
            self.assertGreater(len(first), 0)
            self.assertLess(len(first), 1000)
            subprocess.run(["mount", "-o", "remount,size=4m", mount], check=True)
            done = self.run_headroom(*arguments, "--resume", output=output)
            self.assertEqual(done.returncode, 0, done.stderr)
            last = outcomes(output)
            self.assertEqual(len(last), 1000)
            self.assertEqual({key: last[key] for key in first}, first)
        finally:
            subprocess.run(["umount", "-l", mount], check=False)

    def test_output_that_cannot_be_is_4(self):
        with open(self.output, "w", encoding="ascii") as file:
            file.write("precious")
        for output in (self.output, "/proc/nowhere", "/dev/null/x", self.output + "/x"):
            done = self.run_headroom(*FEW, output=output)
            self.assertEqual(done.returncode, 4, output)
            self.assertIn(output.encode(), done.stderr)
        with open(self.output, encoding="ascii") as file:
            self.assertEqual(file.read(), "precious")

    def test_output_that_exists_is_never_overwritten(self):
        self.assert_all("good", "ok", status=0)
        before = read_records(os.path.join(self.output, "results.tsv"))
        done = self.run_headroom(*FEW, mode="crash")
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"--resume", done.stderr)
        self.assertEqual(read_records(os.path.join(self.output, "results.tsv")), before)

    def test_resumed_with_other_words_is_refused_and_untouched(self):
        self.assert_all("good", "ok", status=0)
        path = os.path.join(self.output, "results.tsv")
        with open(path, "rb") as file:
            before = file.read()
        for field, words in {"plan_words": [*FEW, "element_bytes=16"],
                             "plan_lanes": [*FEW, "-l", "time"],
                             "plan_repetitions": [*FEW, "--repetitions", "memory:2"],
                             "plan_where": [*FEW, "--where", "lane=time"],
                             "plan_seed": [*FEW, "--seed", "9"], "plan_suite": ["quick"]}.items():
            done = self.run_headroom(*words, "--resume")
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertIn(f"'{field}' is '".encode(), done.stderr)
            with open(path, "rb") as file:
                self.assertEqual(file.read(), before)
        done = self.run_headroom(*FEW, "--resume")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_resumed_where_nothing_is_begins_nothing(self):
        done = self.run_headroom(*FEW, "--resume")
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"holds no run to go on with", done.stderr)
        self.assertFalse(os.path.exists(self.output))
        os.mkdir(self.output)
        done = self.run_headroom(*FEW, "--resume")
        self.assertEqual(done.returncode, 4)
        self.assertEqual(os.listdir(self.output), [])

    def test_suite_file_that_grew_is_resumed_for_what_is_new(self):
        suite = os.path.join(self.folder, "mine.suite")
        row = "structure=dynarray workload=append lanes=time repetitions=3 length="
        with open(suite, "w", encoding="ascii") as file:
            file.write(f"# mine\n{row}1\n")
        done = self.run_headroom(suite)
        self.assertEqual(done.returncode, 0, done.stderr)
        before = outcomes(self.output)
        self.assertEqual(len(before), 3)
        with open(suite, "a", encoding="ascii") as file:
            file.write(f"{row}2\n")
        done = self.run_headroom(suite, "--resume")
        self.assertEqual(done.returncode, 0, done.stderr)
        after = outcomes(self.output)
        self.assertEqual(len(after), 6)
        self.assertEqual({key: after[key] for key in before}, before)

    def test_suite_file_is_checked_in_whole_before_a_trial(self):
        suite = os.path.join(self.folder, "wrong.suite")
        with open(suite, "w", encoding="ascii") as file:
            file.write("workload=append length=1\nworkload=apend growth=jaba\n\n"
                       "workload=append lenght=3 lanes=tme\n")
        done = self.run_headroom(suite)
        self.assertEqual(done.returncode, 2)
        lines = done.stderr.decode().splitlines()
        self.assertEqual(len(lines), 4, lines)
        for line, (number, value) in zip(lines, ((2, "apend"), (2, "jaba"), (4, "tme"),
                                                 (4, "lenght"))):
            self.assertIn(f"{suite}:{number}: ", line)
            self.assertIn(f"'{value}'", line)
            self.assertIn("did you mean", line)
        self.assertFalse(os.path.exists(self.output))
        done = self.run_headroom(os.path.join(self.folder, "no.suite"))
        self.assertEqual(done.returncode, 4)

    def test_run_says_first_what_it_will_do_unless_quiet(self):
        done = self.run_headroom(*FEW[:-1])
        self.assertRegex(done.stderr.decode(), rf"^# {FEW_TRIALS} trials of 1 case, about ")
        done = self.run_headroom(*FEW, output=self.output + "-quiet")
        self.assertEqual(done.stderr, b"")

    def look(self, *arguments, **more):
        """The program's status, what it printed, and its messages."""
        done = subprocess.run([HEADROOM, *arguments], capture_output=True, timeout=120,
                              check=False, cwd=self.folder, text=True, **more)
        return done.returncode, done.stdout, done.stderr

    def test_help_of_a_command_is_what_the_command_prints(self):
        for command in ("run", "report", "aa"):
            self.assertEqual(self.look("help", command), self.look(command, "--help"))
            self.assertIn(f"usage: headroom {command} ", self.look("help", command)[1])
        self.assertEqual(self.look("help"), self.look("--help"))
        self.assertIn("'rum'", self.look("help", "rum")[2])
        self.assertEqual(self.look("help", "rum")[0], 2)
        self.assertEqual(self.look("help", "run", "report")[0], 2)

    def test_report_of_no_trials_is_2_as_its_help_says(self):
        self.run_headroom(*FEW)
        path = os.path.join(self.output, "results.tsv")
        self.assertEqual(self.look("report", path)[0], 0)
        with open(path, "rb") as file:
            lines = file.read().splitlines(keepends=True)
        header = next(i for i, line in enumerate(lines) if line.startswith(b"trial\t"))
        with open(path, "wb") as file:
            file.writelines(lines[:header])
        status, _, errors = self.look("report", path)
        self.assertEqual(status, 2)
        self.assertIn("the runs hold no trials", errors)
        text = self.look("report", "--help")[1]
        self.assertRegex(text, r"(?s)exit status: .*2 .*without\s+a trial")

    def test_report_of_trials_that_all_failed_is_made_and_tells(self):
        self.run_headroom(*FEW, mode="crash")
        status, text, errors = self.look("report", self.output)
        self.assertEqual(status, 0)
        self.assertIn("crashed", text)
        self.assertIn(f"{FEW_TRIALS} crashed", errors)

    def test_memory_limit_takes_sizes_and_refuses_what_no_process_begins_with(self):
        for limit in ("1", "999999", "976KiB", "5%", "8Mb", "", "-5", "1e99", "nan"):
            status, _, errors = self.look("run", *WORDS, "--memory-limit", limit)
            self.assertEqual(status, 2, (limit, errors))
            self.assertIn(f"headroom run: memory limit '{limit}' is ", errors)
        for limit in ("1000000", "1e6", "977KiB", "96MiB", "2 GiB"):
            status, _, errors = self.look("run", *WORDS, "--dry-run", "--memory-limit", limit)
            self.assertEqual(status, 0, (limit, errors))
        status, _, errors = self.look("run", *WORDS, "lanes=counts,memory,time", "repetitions=1",
                                      "--quiet", "--memory-limit", "1e6", "--output", self.output)
        self.assertEqual((status, errors), (0, ""))

    def test_messages_of_values_name_the_command(self):
        for command, *words in (("run", "--seed", "x"), ("aa", "--pairs", "0"),
                                ("report", "--top", "x"), ("run", "--output", "")):
            status, _, errors = self.look(command, *words)
            self.assertEqual(status, 2)
            self.assertTrue(errors.startswith(f"headroom {command}: "), errors)
        self.assertIn("known are text, markdown", self.look("report", "--format", "foo")[2])
        self.assertIn("did you mean 'json'?", self.look("report", "--format", "jsno")[2])

    def test_binary_suite_is_refused_once(self):
        path = os.path.join(self.folder, "binary.suite")
        with open(path, "wb") as file:
            file.write(b"workload=append length=1\n" + b"\0\n" * 100)
        status, _, errors = self.look("run", path)
        self.assertEqual(status, 2)
        self.assertEqual(len(errors.splitlines()), 1, errors)
        self.assertIn(":2: the line holds a NUL byte", errors)

    def test_list_of_suites_keeps_to_the_width(self):
        for width in (80, 100, 250):
            status, text, _ = self.look("list", "suites", env=dict(os.environ, COLUMNS=str(width)))
            self.assertEqual(status, 0)
            self.assertLessEqual(max(map(len, text.splitlines())), width)
            self.assertNotRegex(text, r"(?m) $")
            names = [line.split()[0] for line in text.splitlines() if line[0] != " "]
            self.assertIn("quick", names)
            self.assertEqual(len(names), len(set(names)))

    def test_hostile_folder_names_are_names(self):
        names = ("$(touch evil)", "a b", "-n", "'\"`;|&", "x\n\033[31m", "\u00e4\u4e2d", "%s%n")
        for name in names:
            output = os.path.join(self.folder, "names", name)
            done = self.run_headroom(*FEW, output=output, cwd=self.folder)
            self.assertEqual(done.returncode, 0, (name, done.stderr))
            self.assertEqual(len(outcomes(output)), FEW_TRIALS)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "evil")))

    def test_hostile_words_are_wrong_usage(self):
        for word in ("length=-1", "length=1e30", "length=", "length=NaN", "growth=$(id)", "=",
                     "malloc=jemalloc:x=y:z", "nothing=1", "length=1\t2", "malloc=../../x",
                     "growth=" + "x" * 5000, "structure=%s%n"):
            done = self.run_headroom("workload=append", word)
            self.assertEqual(done.returncode, 2, (word, done.stderr))
            self.assertNotEqual(done.stderr, b"")
            self.assertFalse(os.path.exists(self.output))
        for option in (["--deadline", "0"], ["--deadline", "nan"], ["--deadline", "1x"],
                       ["--repetitions", "0"], ["--memory-limit", "-5"], ["--lanes", "none"],
                       ["--seed", "x"], ["--resume"]):
            command = [HEADROOM, "run", *WORDS, *option]
            done = subprocess.run(command, capture_output=True, check=False, cwd=self.folder)
            self.assertEqual(done.returncode, 2, (option, done.stderr))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
