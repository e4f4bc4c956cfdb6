"""Runs a Python module that ends when whoever started it is gone.

    python scripts/tethered.py -m some.module arguments...

The starter keeps the write end of this process's standard input open. The kernel closes that end
however the starter ends, even after kill -9, and the watcher below then ends this process at once.
So no orphan ever keeps a lock on the warehouse.
"""

import os
import runpy
import sys
import threading
from pathlib import Path

USAGE = "usage: python scripts/tethered.py -m MODULE [ARGUMENT...]"
EXIT_USAGE = 2
# What a shell reports after SIGHUP, which means the same: the other end hung up.
EXIT_STARTER_GONE = 129


def detach_standard_input() -> int:
    """Returns standard input under another descriptor, so that the module reads an empty one."""
    tether = os.dup(0)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    return tether


def end_when_closed(tether: int) -> None:
    """Waits for the end of the pipe and ends the process without any clean-up that could hang.

    DuckDB's write-ahead log makes an abrupt end safe: an open transaction is rolled back when the
    database is opened again.
    """
    while os.read(tether, 4096):
        pass
    os._exit(EXIT_STARTER_GONE)


def run_tethered(module: str, arguments: list[str]) -> None:
    """Starts the watcher and runs the module as `python -m` would."""
    tether = detach_standard_input()
    threading.Thread(target=end_when_closed, args=(tether,), daemon=True).start()
    sys.argv = [module, *arguments]
    # `python -m` looks in the working folder, not in the folder of this script.
    sys.path[0] = str(Path.cwd())
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["-m", module, *arguments]:
            run_tethered(module, arguments)
        case _:
            sys.stderr.write(USAGE + "\n")
            sys.exit(EXIT_USAGE)
