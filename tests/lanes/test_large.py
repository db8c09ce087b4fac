"""Arrays of 100,000,000 elements that never move: test_large.py HEADROOM

Exit status 77 where there is too little memory for them.
"""
import re
import sys

from trials import SKIPPED, Trials, append, main, not_tested

LENGTH, PAYLOAD = 100_000_000, 800_000_000
SLACK = 2 * 1024 * 1024 + PAYLOAD // 100


def can_have_huge_pages():
    try:
        with open("/sys/kernel/mm/transparent_hugepage/enabled", encoding="ascii") as file:
            return "[never]" not in file.read()
    except OSError:
        return False


class Large(Trials):
    def counts(self, allocator, thp):
        trial = self.worker("counts", append(LENGTH, growth="libstdcxx", allocator=allocator,
                                             thp=thp))
        self.assertEqual(trial.outcome, "ok", trial.detail)
        self.assertEqual((trial.count("length"), trial.count("capacity")), (LENGTH, 1 << 27))
        return trial

    def memory(self, allocator, thp):
        trial = self.worker("memory", append(LENGTH, growth="libstdcxx", allocator=allocator,
                                             thp=thp))
        self.assertEqual(trial.outcome, "ok", trial.detail)
        self.assertLessEqual(abs(trial.count("anonymous_bytes") - PAYLOAD), SLACK)
        self.assertLessEqual(trial.count("rss_bytes_peak_low") - PAYLOAD, SLACK)
        return trial

    def test_reserved_all_copies_nothing(self):
        for thp in ("never", "madvise") if can_have_huge_pages() else ("never",):
            trial = self.counts("reserved-all", thp)
            self.assertEqual(trial.count("copied_bytes"), 0)
            self.assertEqual(trial.count("readdressed_bytes"), 0)
            self.assertEqual(trial.count("block_resize_calls"), 27)
            self.assertEqual(trial.count("heap_allocs"), 0)

    def test_reserved_copies_what_was_below_its_border(self):
        trial = self.counts("reserved", "never")
        copied = trial.count("copied_bytes")
        self.assertGreaterEqual(copied, 64 * 1024)  # when it leaves the heap, at the very least
        self.assertLess(copied, 128 * 1024)

    def test_resident_memory_is_the_payload(self):
        for allocator in ("reserved-all", "reserved"):
            self.assertEqual(self.memory(allocator, "never").count("huge_bytes"), 0)

    def test_resident_memory_is_the_payload_on_huge_pages(self):
        if not can_have_huge_pages():
            not_tested.add("huge pages: this kernel gives none")
            return
        huge = self.memory("reserved-all", "madvise").count("huge_bytes")
        self.assertGreater(huge, PAYLOAD // 2)


if __name__ == "__main__":
    with open("/proc/meminfo", encoding="ascii") as meminfo:
        available = re.search(r"^MemAvailable: +(\d+) kB", meminfo.read(), re.MULTILINE)
    if int(available.group(1)) < 4 * 1024 * 1024:
        print("NOT TESTED: 4 GiB of memory are needed")
        sys.exit(SKIPPED)
    main(1)
