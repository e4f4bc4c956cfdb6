"""What dbt-artifacts-parser reads from the artifacts of each folder below the given one, as JSON.

What it refuses only because its schemas are older than the artifact is taken out first, and named.
"""

import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbt_artifacts_parser import parser
from pydantic import BaseModel, ValidationError

SECTIONS = [
    "nodes",
    "sources",
    "exposures",
    "metrics",
    "semantic_models",
    "saved_queries",
    "unit_tests",
    "functions",
]
PARSERS: dict[str, Callable[..., BaseModel]] = {
    "manifest": parser.parse_manifest,
    "catalog": parser.parse_catalog,
    "run_results": parser.parse_run_results,
    "sources": parser.parse_sources,
}

Json = dict[str, Any]


def parse(name: str, artifact: Json) -> tuple[Json, list[str]]:
    """The artifact as the parser reads it, and the keys that its schema does not know."""
    unknown: list[str] = []
    while True:
        try:
            return PARSERS[name](**{name: artifact}).model_dump(mode="json"), unknown
        except ValidationError as error:
            problems = error.errors()
            if any(problem["type"] != "extra_forbidden" for problem in problems):
                raise
            for problem in problems:
                unknown.append(".".join(str(part) for part in problem["loc"]))
                *path, key = (step for step in problem["loc"] if step not in ("Nodes", "Config"))
                parent: Any = artifact
                for step in path:
                    parent = parent[step]
                del parent[key]


def facts_of_node(node: Json) -> Json:
    """What both readers say of a node, whatever it is."""
    config = node.get("config") or {}
    depends_on = node.get("depends_on") or {}
    # Our reader leaves a test's checksum out: its body is its macro's.
    checksum = None if node["resource_type"] == "test" else node.get("checksum")
    return {
        "name": node["name"],
        "resourceType": node["resource_type"],
        "packageName": node["package_name"],
        "originalFilePath": node["original_file_path"],
        "description": node.get("description") or "",
        "parents": depends_on.get("nodes") or [],
        "materialized": config.get("materialized"),
        "columns": [
            [column["name"], column["description"] or "", column["data_type"]]
            for column in (node.get("columns") or {}).values()
        ],
        "checksum": checksum["checksum"] if isinstance(checksum, dict) else checksum,
        "testName": (node.get("test_metadata") or {}).get("name"),
    }


def facts_of(folder: Path) -> Json:
    """What the parser says of a folder's four artifacts."""
    read: Json = {}
    unknown: list[str] = []
    for name in PARSERS:
        artifact = json.loads((folder / f"{name}.json").read_text())
        read[name], extra = parse(name, artifact)
        unknown += extra
    manifest, catalog = read["manifest"], read["catalog"]
    nodes = {
        key: node for section in SECTIONS for key, node in (manifest.get(section) or {}).items()
    }
    return {
        "unknown": unknown,
        "nodes": {key: facts_of_node(node) for key, node in nodes.items()},
        "macros": sorted(manifest["macros"]),
        "tables": {
            key: [[column["name"], column["type"]] for column in table["columns"].values()]
            for key, table in {**catalog["nodes"], **catalog["sources"]}.items()
        },
        "results": [
            [result["unique_id"], result["status"], result["execution_time"], result["failures"]]
            for result in read["run_results"]["results"]
        ],
        "freshness": [
            [result["unique_id"], result["status"]] for result in read["sources"]["results"]
        ],
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    base = Path(sys.argv[1])
    json.dump({version: facts_of(base / version) for version in sys.argv[2:]}, sys.stdout)
