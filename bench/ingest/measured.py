"""Runs a command and writes what its whole process tree cost as JSON: measured.py REPORT COMMAND...

SIGTERM is passed on to the command. Linux only: the tree is read from /proc.
"""

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 0.1
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def descendants(pid: int) -> list[int]:
    """Every process below this one."""
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in listing.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def resident_bytes(pid: int) -> int:
    """Resident memory of one process; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES
    except (OSError, IndexError):
        return 0


class PeakSampler(threading.Thread):
    """Looks ten times a second how much memory the tree has."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0

    def run(self) -> None:
        """Runs until the process ends."""
        while True:
            total = sum(resident_bytes(pid) for pid in descendants(os.getpid()))
            self.peak_bytes = max(self.peak_bytes, total)
            time.sleep(SAMPLE_SECONDS)


def main() -> None:
    """Waits for the command and all that it has started, also for what outlives it."""
    report, *command = sys.argv[1:]
    # Orphans come to this process, so that their CPU time is counted too.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started = time.perf_counter()
    process = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    sampler = PeakSampler()
    sampler.start()
    exit_code = process.wait()
    wall_seconds = time.perf_counter() - started
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = {
        "exitCode": exit_code,
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        "wallSeconds": wall_seconds,
        # The kernel's own figure is exact, but of the largest single process.
        "peakBytes": max(sampler.peak_bytes, usage.ru_maxrss * 1024),
    }
    Path(report).write_text(json.dumps(cost), encoding="utf-8")


main()
