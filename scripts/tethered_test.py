import os
import subprocess
import sys
from pathlib import Path

TETHERED = str(Path(__file__).parent / "tethered.py")


def start(folder: Path, source: str, *arguments: str) -> subprocess.Popen[str]:
    """Starts a module with the given source, tied to the pipe of this process."""
    (folder / "tied.py").write_text(source)
    return subprocess.Popen(
        [sys.executable, TETHERED, "-m", "tied", *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_module_ends_when_the_pipe_is_closed(tmp_path: Path) -> None:
    child = start(tmp_path, "import time\nprint('up', flush=True)\ntime.sleep(600)")
    assert child.stdout is not None and child.stdin is not None
    assert child.stdout.readline() == "up\n"
    child.stdin.close()
    assert child.wait(timeout=10) == 129


def test_the_module_runs_as_main_with_its_arguments_and_its_own_exit_code(tmp_path: Path) -> None:
    source = "import sys\nprint(__name__, sys.argv[1:], repr(sys.stdin.read()))\nsys.exit(7)"
    child = start(tmp_path, source, "a", "--b")
    assert child.stdout is not None
    assert child.stdout.read() == "__main__ ['a', '--b'] ''\n"
    assert child.wait(timeout=10) == 7


def test_a_module_that_fails_says_so(tmp_path: Path) -> None:
    child = start(tmp_path, "raise ValueError('no luck')")
    assert child.stderr is not None
    assert "ValueError: no luck" in child.stderr.read()
    assert child.wait(timeout=10) == 1


def test_a_call_without_a_module_is_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, TETHERED, "tied"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert (done.returncode, done.stderr.startswith("usage:")) == (2, True)
