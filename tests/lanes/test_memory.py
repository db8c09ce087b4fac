"""The memory lane beside work that touches known pages, and limits: test_memory.py HEADROOM"""
import os
import sys

from trials import NULL, PAGE, Trials, append, main, with_fixed_addresses


class Memory(Trials):
    """The memory lane beside work that touches known pages."""

    @with_fixed_addresses
    def test_null_is_nothing(self):
        for malloc in self.installed():
            for _ in range(3):
                trial = self.worker("memory", NULL.format(malloc, "never"))
                for meter in ("anonymous_bytes", "rss_bytes", "lazy_free_bytes", "huge_bytes"):
                    self.assertEqual(trial.count(meter), 0, (malloc, meter))

    @with_fixed_addresses
    def test_known_pages_are_found_to_the_page(self):
        for pages in (1, 2, 3, 10, 31, 32, 33, 100, 1000, 10000, 100000):
            for length in (pages * PAGE // 8, pages * PAGE // 8 - PAGE // 8 + 1):
                trial = self.worker("memory", append(length, growth="cpython-3.9",
                                                     allocator="reserved-all"))
                self.assertEqual(trial.outcome, "ok", trial.detail)
                self.assertEqual(trial.count("anonymous_bytes"), pages * PAGE, length)
                low, high = (trial.count(f"rss_bytes_peak_{end}") for end in ("low", "high"))
                self.assertLessEqual(trial.count("rss_bytes"), low)
                self.assertLess(low, high)
                self.assertGreaterEqual(trial.count("minor_faults"), pages)

    def test_small_array_of_glibc_is_its_payload(self):
        for length in (1000, 5000, 15000):
            trial = self.worker("memory", append(length))
            payload = length * 8
            self.assertGreaterEqual(trial.count("anonymous_bytes"), payload - 2 * PAGE)
            self.assertLessEqual(trial.count("anonymous_bytes"), payload + 2 * PAGE)

    def test_large_array_of_glibc_leaves_at_most_its_last_heap_block_behind(self):
        trial = self.worker("memory", append(1000000))
        self.assertGreaterEqual(trial.count("anonymous_bytes"), 8000000)
        self.assertLessEqual(trial.count("anonymous_bytes"), 8000000 + 128 * 1024 + 2 * PAGE)

    @with_fixed_addresses
    def test_repetitions_are_equal(self):
        trials = self.run_trials("workload=append", "length=1e3,1e5,1e6",
                                 "malloc=" + ",".join(self.installed()), "--lanes", "memory",
                                 "--repetitions", "3")
        seen = {}
        for trial in trials:
            self.assertEqual(trial.outcome, "ok")
            seen.setdefault(trial.case, []).append(
                (trial.count("anonymous_bytes"), trial.count("huge_bytes")))
        for case, values in seen.items():
            self.assertEqual(len(values), 3)
            self.assertEqual(len(set(values)), 1, case)

    @with_fixed_addresses
    def test_large_launcher_changes_nothing(self):
        case = append(100000, allocator="reserved-all")
        before = self.worker("memory", case)
        ballast = bytearray(os.urandom(PAGE)) * (500 * 1024 * 1024 // PAGE)
        after = self.worker("memory", case)
        self.assertEqual(len(ballast), 500 * 1024 * 1024)
        for meter in ("anonymous_bytes", "rss_bytes", "rss_bytes_peak_low", "minor_faults"):
            self.assertEqual(before.samples[meter], after.samples[meter])

    def test_limit_exceeded_is_no_memory_in_every_lane(self):
        trials = self.run_trials("workload=append", "length=1e8",
                                 "malloc=" + ",".join(self.installed()),
                                 "allocator=heap,copying,mapped,reserved", "--lanes",
                                 "counts,memory,time", "--repetitions", "1", "--memory-limit",
                                 str(128 << 20), status=1)
        self.assertGreaterEqual(len(trials), 12)
        for trial in trials:
            self.assertEqual(trial.outcome, "no-memory", (trial.case, trial.lane, trial.detail))
            self.assertEqual(trial.samples, {})

    def test_limit_that_suffices_is_ok(self):
        trials = self.run_trials("workload=append", "length=1e6", "--lanes", "counts,memory",
                                 "--repetitions", "1", "--memory-limit", str(128 << 20))
        self.assertEqual([trial.outcome for trial in trials], ["ok", "ok"])


if __name__ == "__main__":
    main(1)
