"""process.py: runs one test program under limits and says how it ended.

The limit of an endless loop is processor time, so that a busy machine fails no test; a program that
only waits ends by the clock, long after. The first failure that cmocka reports ends it at once.
"""

import os
import re
import select
import signal
import subprocess
import time
from collections import namedtuple

# `failure` is None when it passed.
Ending = namedtuple("Ending", "failure cpu_seconds rss_bytes")
Limits = namedtuple("Limits", "cpu_seconds wall_seconds rss_bytes")

GENEROUS = Limits(120, 600, 8 << 30)
FAILED = re.compile(rb"\[  FAILED  \] (test_\w+)")
PAGE = os.sysconf("SC_PAGE_SIZE")


def limits_from(ending):
    """Several times what the unchanged program needs."""
    cpu_seconds = int(5 * ending.cpu_seconds) + 3
    return Limits(cpu_seconds, 20 * cpu_seconds, 3 * ending.rss_bytes + (512 << 20))


def resident(pid):
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def watch(process, limits):
    """Why it must end now, or None when its output ended; and that output."""
    output, deadline = b"", time.monotonic() + limits.wall_seconds
    while True:
        if select.select([process.stdout], [], [], 0.1)[0]:
            got = os.read(process.stdout.fileno(), 1 << 16)
            output += got
            if not got:
                return None, output
            if FAILED.search(output):
                return "failed", output
        if time.monotonic() > deadline:
            return "waits for ever", output
        if resident(process.pid) > limits.rss_bytes:
            return "takes memory without end", output


def failure_of(reason, output, status):
    if failed := FAILED.search(output):
        return failed[1].decode()
    if reason is not None:
        return reason
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "runs for ever" if number == signal.SIGXCPU else signal.Signals(number).name
    return f"exit status {os.WEXITSTATUS(status)}" if status != 0 else None


def run(program, folder, limits=GENEROUS):
    """How the program ended."""
    command = ["prlimit", f"--cpu={limits.cpu_seconds}:{limits.cpu_seconds + 1}", "--core=0",
               program]
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, start_new_session=True) as process:
        reason, output = watch(process, limits)
        if reason is not None:
            os.killpg(process.pid, signal.SIGKILL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        return Ending(failure_of(reason, output, status), usage.ru_utime + usage.ru_stime,
                      usage.ru_maxrss * 1024)
