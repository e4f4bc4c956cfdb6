"""Asks dbt what selectors select: list_selected.py PROJECT.

The input is JSON, [{"select", "exclude"}], and the output dbt's ids, or its error, for each.
All in one process, because starting dbt costs seconds.
"""

import contextlib
import io
import json
import os
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest


def select(manifest: Manifest, target: str, question: dict[str, str]) -> dict[str, object]:
    """The ids that `dbt ls` gives."""
    words = ["--quiet", "ls", "--resource-type", "all", "--target-path", target]
    words += ["--output", "json", "--output-keys", "unique_id"]
    for option, selector in question.items():
        words += [f"--{option}", selector]
    with contextlib.redirect_stdout(io.StringIO()):
        done = dbtRunner(manifest=manifest).invoke(words)
    if not done.success:
        return {"error": str(done.exception)}
    return {"ids": sorted(json.loads(line)["unique_id"] for line in done.result)}


def main() -> None:
    """Parses the project once and answers all questions."""
    os.chdir(sys.argv[1])
    questions = json.load(sys.stdin)
    target = str(Path("target").absolute())
    with contextlib.redirect_stdout(io.StringIO()) as output:
        done = dbtRunner().invoke(["--quiet", "parse", "--target-path", target])
    if not done.success:
        raise SystemExit(f"dbt parse failed: {done.exception}\n{output.getvalue()}")
    json.dump([select(done.result, target, question) for question in questions], sys.stdout)


main()
