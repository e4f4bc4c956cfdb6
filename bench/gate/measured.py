"""Runs a command and writes what it cost as JSON: measured.py REPORT COMMAND..."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

# Bytes on macOS, kilobytes elsewhere.
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Waits for the command and its children; the peak is that of the largest single process."""
    report, *command = sys.argv[1:]
    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    cost = {
        "exitCode": os.waitstatus_to_exitcode(status),
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        "wallSeconds": time.perf_counter() - started,
        "peakBytes": usage.ru_maxrss * MAXRSS_UNIT,
    }
    Path(report).write_text(json.dumps(cost), encoding="utf-8")


main()
