"""What the mallocs round away, and that NAME+good leaves nothing of it: test_good.py HEADROOM

Rounding is what malloc_usable_size says of the live block beyond what was requested. It is left
where the malloc itself gives more than it says: glibc 8 bytes behind a mapped chunk, mimalloc
beyond its large pages (from 64 KiB on), tcmalloc where realloc grows by a quarter (so copying is
measured, which asks malloc for every block).
"""
from trials import Trials, main

LENGTHS = [1, 2, 3, 5, 9, 17, 33, 100, 333, 1000, 2500, 30000, 200000]
POLICIES = ["cpython-3.9", "libstdcxx", "geometric:1.3", "exact"]
MAPPED_BYTES = 128 * 1024
MIMALLOC_TRUE_BYTES = 64 * 1024


class Good(Trials):
    """The block of an array that was built by appends, under every malloc."""

    def rounding_by_policy(self, malloc, policies):
        """growth -> [(requested bytes of the block, bytes rounded away)]"""
        trials = self.run_trials("workload=append", "allocator=copying", f"malloc={malloc}",
                                 "growth=" + ",".join(policies), "element_bytes=8,24",
                                 "length=" + ",".join(str(length) for length in LENGTHS),
                                 "--lanes", "counts")
        rounding = {policy: [] for policy in policies}
        for trial in trials:
            if trial.outcome == "skipped":
                continue  # exact growth that would copy for ever
            self.assertEqual(trial.outcome, "ok", trial.detail)
            words = dict(word.split("=", 1) for word in trial.case.split(" "))
            requested = trial.count("malloc_live_bytes")
            rounded = trial.count("malloc_live_usable_bytes") - requested
            self.assertEqual(trial.count("block_live_bytes"), requested)
            self.assertGreaterEqual(rounded, 0)
            rounding[words["growth"]].append((requested, rounded))
        return rounding

    def allowed(self, malloc, requested):
        """Bytes that may be left beyond a good size; None where the malloc does not say."""
        if malloc == "glibc":
            return 8 if requested >= MAPPED_BYTES - 64 else 0
        if malloc == "mimalloc" and requested > MIMALLOC_TRUE_BYTES:
            return None
        return 0

    def test_good_sizes_leave_no_rounding_under_any_malloc(self):
        for malloc in self.installed():
            good = self.rounding_by_policy(malloc, [f"{policy}+good" for policy in POLICIES])
            for policy, blocks in good.items():
                self.assertGreaterEqual(len(blocks), 20)
                for requested, rounded in blocks:
                    allowed = self.allowed(malloc, requested)
                    if allowed is not None:
                        self.assertLessEqual(rounded, allowed, (malloc, policy, requested))

    def test_sizes_as_they_come_are_rounded_by_every_malloc(self):
        for malloc in self.installed():
            plain = self.rounding_by_policy(malloc, POLICIES)
            wasted = [rounded for blocks in plain.values() for _, rounded in blocks if rounded > 8]
            self.assertGreater(len(wasted), 5, malloc)


if __name__ == "__main__":
    main(1)
