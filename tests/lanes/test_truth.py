"""Nothing is said that was not measured: test_truth.py HEADROOM LYING-ADAPTERS

The book's sum, mallocs that are not what a case names, a full side table, lying structures.
"""
import os
import re
import sys

from trials import BIN, LANES, NULL, TRACER, Trials, main

LYING = os.path.abspath(sys.argv[2])


class Truth(Trials):
    """Nothing is said that was not measured, and what is said is right."""

    def test_julia_sums_to_the_books_number_in_every_layout_under_every_malloc(self):
        layouts = ["boxed", "pairs", "split", "tuple", "streamed"]
        mallocs = self.installed()
        trials = self.run_trials("workload=julia",
                                 "structure=" + ",".join(f"coords-{name}" for name in layouts),
                                 "malloc=" + ",".join(mallocs), "--lanes", "counts")
        self.assertEqual(len(trials), len(layouts) * len(mallocs))
        for trial in trials:
            self.assertEqual(trial.outcome, "ok", trial.detail)
            self.assertRegex(trial.case, " width=1000$")
            self.assertEqual(trial.count("checksum"), 33219980)
            stored = "coords-streamed" not in trial.case
            self.assertEqual(trial.count("appends"), 2002000 if stored else 0)

    def image_under(self, preload):
        """The real image with a preload of somebody else's."""
        image = os.path.join(BIN, "headroom-image")
        return self.script(f'LD_PRELOAD={preload} exec {image} "$@"\n')

    def path_of(self, malloc):
        done = self.headroom("worker", "--lane", "memory", NULL.format(malloc, "never"),
                             HEADROOM_IMAGE=self.script('printf %s "$LD_PRELOAD"\n'))
        return done.stdout.decode()

    def assert_unsupported(self, trial, words):
        self.assertEqual(trial.outcome, "unsupported")
        self.assertEqual(trial.samples, {})
        self.assertRegex(trial.detail, words)

    def test_malloc_overridden_by_hand_is_unsupported(self):
        mallocs = self.installed()
        for there in mallocs[1:]:
            path = self.path_of(there)
            for named in mallocs:
                for lane in LANES:
                    preload = f"{TRACER}:{path}" if lane == "counts" else path
                    trial = self.worker(lane, NULL.format(named, "never"),
                                        HEADROOM_IMAGE=self.image_under(preload))
                    if named == there:
                        self.assertEqual(trial.outcome, "ok", trial.detail)
                    else:
                        self.assert_unsupported(trial, f"'{named}' is not in force, '{there}'")

    def test_malloc_not_preloaded_or_before_the_tracer_is_unsupported(self):
        for malloc in self.installed()[1:]:
            path = self.path_of(malloc)
            for preload in ("", TRACER, f"{path}:{TRACER}", path):
                trial = self.worker("counts", NULL.format(malloc, "never"),
                                    HEADROOM_IMAGE=self.image_under(preload))
                self.assert_unsupported(trial, "not in force|not loaded")

    def test_tracer_missing_in_the_counts_lane_is_unsupported(self):
        trial = self.worker("counts", NULL.format("glibc", "never"),
                            HEADROOM_IMAGE=self.image_under(""))
        self.assert_unsupported(trial, "tracer is not loaded")
        trial = self.worker("counts", NULL.format("glibc", "never"), HEADROOM_TRACER="/nowhere")
        self.assert_unsupported(trial, "'/nowhere' cannot be read")

    def test_variable_that_names_another_malloc_is_unsupported_and_3(self):
        if not {"jemalloc", "mimalloc"} <= set(self.installed()):
            self.skipTest("jemalloc and mimalloc are needed")
        other = {"HEADROOM_JEMALLOC": self.path_of("mimalloc")}
        trials = self.run_trials("workload=append", "length=1000", "malloc=jemalloc", "--lanes",
                                 "counts,memory,time", "--repetitions", "1", status=3, **other)
        self.assertEqual(len(trials), 3)
        for trial in trials:
            self.assert_unsupported(trial, "'jemalloc' is not in force, 'mimalloc' answers")

    def test_full_side_table_takes_the_live_bytes_away_not_the_calls(self):
        image = self.image_under("$LD_PRELOAD HEADROOM_TRACE_TABLE=16")
        case = ("structure=coords-boxed growth=exact allocator=heap malloc=glibc "
                "workload=julia-setup c_im=-0.42193 c_re=-0.62772 limit=300 thp=never width=50")
        whole, full = self.worker("counts", case), self.worker("counts", case,
                                                               HEADROOM_IMAGE=image)
        for meter, value in whole.samples.items():
            if re.match("malloc_(peak_)?live|foreign", meter):
                self.assertEqual(full.samples[meter],
                                 "n/a(the tracer could not hold or see every block)")
                self.assertTrue(value.isdigit())
            else:
                self.assertEqual(full.samples[meter], value, meter)


class Lies(Trials):
    """Misbehaving structures in the real image; what each length does is in lying.c."""

    def assert_lie(self, length, outcome, detail, *options):
        status = 0 if outcome == "ok" else 1
        trials = self.run_trials("workload=append", f"length={length}", "--lanes",
                                 "counts,memory,time", "--repetitions", "1", *options,
                                 status=status, HEADROOM_ADAPTERS=LYING)
        self.assertEqual([trial.lane for trial in trials], LANES)
        for trial in trials:
            self.assertEqual(trial.outcome, outcome, (trial.lane, trial.detail))
            self.assertRegex(trial.detail, detail)
            self.assertEqual("checksum" in trial.samples, outcome in ("ok", "wrong"))

    def test_truth_is_ok(self):
        self.assert_lie(1, "ok", "^$")

    def test_wrong_checksum_is_wrong_with_both_values(self):
        self.assert_lie(2, "wrong", "^checksum 3, expected 2$")

    def test_crash_in_the_region_or_after_it_is_crashed(self):
        self.assert_lie(3, "crashed", "SIGSEGV")
        self.assert_lie(8, "crashed", "SIGBUS")

    def test_failures_keep_their_names(self):
        self.assert_lie(4, "no-memory", "no memory")
        self.assert_lie(6, "failed", "too large")

    def test_hanging_structure_is_timed_out(self):
        self.assert_lie(5, "timed-out", r"^after \d", "--deadline", "0.3")

    def test_structure_that_exits_is_failed(self):
        self.assert_lie(7, "failed", "without an outcome")


if __name__ == "__main__":
    main(2)
