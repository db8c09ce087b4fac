"""Exit statuses, and the program's own memory: test_status.py HEADROOM FAKE-IMAGE"""
import os
import re
import subprocess
import sys
import time

from trials import HEADROOM, Trials, main

FAKE = os.path.abspath(sys.argv[2])


class Status(Trials):
    """What the exit status says."""

    def test_unsupported_is_3_when_named_and_0_when_not(self):
        suite = os.path.join(self.folder, "own.suite")
        with open(suite, "w", encoding="ascii") as file:
            file.write("workload=null malloc=glibc,jemalloc lanes=memory\n")
        gone = {"HEADROOM_JEMALLOC": "/nowhere/libjemalloc.so.2"}
        trials = self.run_trials(suite, **gone)
        self.assertEqual({trial.outcome for trial in trials}, {"ok", "unsupported"})
        self.run_trials(suite, "--where", "malloc=jemalloc", status=3, **gone)
        self.run_trials(suite, "--where", "malloc=glibc", **gone)
        self.run_trials("workload=null", "malloc=jemalloc", "--lanes", "memory", status=3, **gone)

    def test_failed_trial_is_1(self):
        self.run_trials("workload=null", "--lanes", "memory", status=1,
                        HEADROOM_IMAGE=self.script("exit 9\n"))

    def test_wrong_usage_is_2_and_writes_nothing(self):
        for words in (["workload=apend"], ["workload=append", "length=-1"],
                      ["workload=append", "structure=tuple"], ["nosuite"], ["--lanes", "cuonts"],
                      ["workload=append", "malloc=jmalloc"], ["--repetitions", "0"],
                      ["workload=append", "length=nan"], ["--no-such-option"]):
            output = os.path.join(self.folder, "never")
            done = self.headroom("run", *words, "--output", output)
            self.assertEqual(done.returncode, 2, (words, done.stderr))
            self.assertNotEqual(done.stderr, b"")
            self.assertFalse(os.path.exists(output), words)

    def test_files_that_cannot_be_written_or_are_there_already_are_4(self):
        blocked = os.path.join(self.folder, "file")
        with open(blocked, "w", encoding="ascii"):
            pass
        words = ["run", "workload=null", "--lanes", "memory", "--repetitions", "1", "--quiet"]
        for output in (blocked, os.path.join(blocked, "below"), "/proc/none"):
            done = self.headroom(*words, "--output", output)
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertIn(output.encode(), done.stderr)
        output = os.path.join(self.folder, "there")
        self.assertEqual(self.headroom(*words, "--output", output).returncode, 0)
        self.assertEqual(self.headroom(*words, "--output", output).returncode, 4)
        self.assertEqual(self.headroom(*words, "--output", output, "--resume").returncode, 0)


class Parent(Trials):
    """The program's own memory while it runs 2,000 trials."""

    def test_parent_stays_small_and_flat(self):
        good = os.path.join(self.folder, "fake-good")
        os.symlink(FAKE, good)
        output = os.path.join(self.folder, "run")
        lengths = ",".join(str(length) for length in range(1, 11))
        command = [HEADROOM, "run", "workload=append", f"length={lengths}",
                   "growth=cpython-2.7,cpython-3.9,libstdcxx,java,exact",
                   "element_bytes=4,8,16,24", "--lanes", "counts,memory,time", "--repetitions",
                   "6", "--quiet", "--output", output]
        child = subprocess.Popen(command, env={**os.environ, "HEADROOM_IMAGE": good})
        seen = []
        results = os.path.join(output, "results.tsv")
        while child.poll() is None:
            try:
                with open(f"/proc/{child.pid}/status", encoding="ascii") as file:
                    peak = re.search(r"^VmHWM:\s+(\d+) kB", file.read(), re.MULTILINE)
                written = os.path.getsize(results)
            except OSError:
                continue
            if peak:
                seen.append((written, int(peak.group(1))))
            time.sleep(0.002)
        self.assertEqual(child.returncode, 0)
        with open(results, "rb") as file:
            text = file.read()
        self.assertEqual(text.count(b"\noutcome\t"), 2000)
        early = [peak for written, peak in seen if written < len(text) / 10]
        late = [peak for written, peak in seen if written > len(text) * 9 / 10]
        self.assertGreater(len(early), 0)
        self.assertGreater(len(late), 0)
        print(f"parent: {early[-1]} KiB after a tenth, {late[-1]} KiB at the end",
              file=sys.stderr)
        self.assertLess(late[-1], 16 * 1024)
        self.assertLess(late[-1] - early[-1], 512)


if __name__ == "__main__":
    main(2)
