"""Edits a dbt project in many ways, one after the other, and asks dbt each time what it selects.

ask_dbt.py PLAN, where PLAN is a JSON file: {"project", "base", "out", "selectors", "edits"}, and an
edit is {"name", "files"}. Every edit gives a folder below `out` with the manifest and the answers.
All in one process, because starting dbt costs seconds.
"""

import contextlib
import functools
import io
import json
import os
import shutil
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.task import runnable

# The base is only read and always the same; reading it again is most of the time of `dbt ls`.
runnable.PreviousState = functools.cache(runnable.PreviousState)


def parse(target: Path, name: str) -> Manifest:
    """Parses the project in the current folder; manifest.json lies in the target folder then."""
    with contextlib.redirect_stdout(io.StringIO()) as output:
        done = dbtRunner().invoke(["--quiet", "parse", "--target-path", str(target)])
    if not done.success:
        raise SystemExit(f"{name}: dbt parse failed: {done.exception}\n{output.getvalue()}")
    return done.result


def select(manifest: Manifest, selector: str, base: Path, target: Path) -> dict[str, object]:
    """The ids that `dbt ls` gives for a selector, or dbt's error."""
    words = ["--quiet", "ls", "--select", selector, "--state", str(base), "--resource-type", "all"]
    # Not the tests of what is selected: a test is modified by itself.
    words += ["--indirect-selection", "empty"]
    output_words = ["--output", "json", "--output-keys", "unique_id", "--target-path", str(target)]
    with contextlib.redirect_stdout(io.StringIO()):
        done = dbtRunner(manifest=manifest).invoke(words + output_words)
    if not done.success:
        return {"error": str(done.exception)}
    return {"ids": sorted(json.loads(line)["unique_id"] for line in done.result)}


def apply(files: dict[str, str | None]) -> dict[str, str | None]:
    """Writes the files, and gives what undoes it."""
    before: dict[str, str | None] = {}
    for name, text in files.items():
        path = Path(name)
        before[name] = path.read_text(encoding="utf-8") if path.exists() else None
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return before


def main() -> None:
    """Works the plan off."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    os.chdir(plan["project"])
    base, target = Path(plan["base"]), Path("target").absolute()
    parse(target, "base")
    base.mkdir(parents=True)
    shutil.copy(target / "manifest.json", base)
    for edit in plan["edits"]:
        undo = apply(edit["files"])
        manifest = parse(target, edit["name"])
        out = Path(plan["out"]) / edit["name"]
        out.mkdir(parents=True)
        shutil.copy(target / "manifest.json", out)
        answers = {each: select(manifest, each, base, target) for each in plan["selectors"]}
        (out / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        apply(undo)


main()
