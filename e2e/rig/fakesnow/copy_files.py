"""COPY INTO of listed files from a stage over a local store, on fakesnow."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import duckdb
from fakesnow.fakes import FakeSnowflakeConnection
from json_rows import text_columns

STATEMENT = re.compile(
    r"copy\s+into\s+(?P<table>[\w.]+)\s*\((?P<columns>[^)]*)\)\s*"
    r"from\s*\(\s*select\s+(?P<select>.*)\s+from\s+@bronze\.(?P<stage>\w+)\s*\)\s*"
    r"files\s*=\s*\((?P<files>[^)]*)\)(?P<options>.*)",
    re.IGNORECASE | re.DOTALL,
)
#: What the lines of a staged file are called in the INSERT that stands for the COPY.
STAGED = {
    "$1": "line",
    "metadata$filename": "filename",
    "metadata$file_last_modified": "last_modified",
    "metadata$start_scan_time": "current_timestamp()",
}
RESULT_COLUMNS = ["file", "status", "rows_parsed", "rows_loaded", "errors_seen", "first_error"]
ROWS_PER_INSERT = 5000


def copy_files(
    connection: FakeSnowflakeConnection, sql: str
) -> tuple[list[dict[str, Any]], list[list[str | None]]]:
    """Loads each file whole or not at all, and gives COPY's result: a row a file."""
    statement = STATEMENT.match(sql)
    if statement is None:
        raise ValueError(f"a COPY of another shape than the loader's: {sql[:200]}")
    if "on_error = skip_file" not in statement["options"].lower():
        raise ValueError("a COPY that would load a broken file in part")
    url = stage_url(connection, statement["stage"].upper())
    insert = insert_statement(statement)
    rows = []
    for file in re.findall(r"'([^']*)'", statement["files"]):
        rows.append(copy_file(connection, insert, url, file))
    return text_columns(RESULT_COLUMNS), rows


def copy_file(
    connection: FakeSnowflakeConnection, insert: str, url: str, file: str
) -> list[str | None]:
    """Loads one file. One that cannot be read is skipped, and its row says why."""
    try:
        lines, name, landed_at = read_object(url, file)
    except (duckdb.Error, OSError) as error:
        return [url + file, "LOAD_FAILED", "0", "0", "1", str(error)]
    for start in range(0, len(lines), ROWS_PER_INSERT):
        array = f"[{','.join(lines[start : start + ROWS_PER_INSERT])}]"
        cursor = connection.cursor()
        cursor.execute(insert, binding_params=[name, landed_at, array], server=True)
    count = str(len(lines))
    return [url + file, "LOADED", count, count, "0", None]


def insert_statement(statement: re.Match[str]) -> str:
    """The COPY's SELECT over the lines of a file, which are bound as one array."""
    select = statement["select"]
    for name, staged in STAGED.items():
        select = select.replace(name, staged)
    return (
        f"insert into {statement['table']} ({statement['columns']}) select {select} from ("
        "select f.value as line, ? as filename, cast(? as timestamp_ntz) as last_modified"
        " from table(flatten(input => parse_json(?))) as f)"
    )


def read_object(url: str, file: str) -> tuple[list[str], str, str]:
    """A landed object, which is a folder: its lines, its name in the bucket and when it landed."""
    path = Path(urlparse(url).path) / file
    facts = json.loads((path / "metadata.json").read_text("utf-8"))
    # In a session of its own: a line that is not JSON must not end the transaction.
    with duckdb.connect() as reader:
        lines = reader.execute(
            "select json::varchar from read_ndjson_objects(?, compression = ?)",
            [str(path / "body"), "zstd" if file.endswith(".zst") else "gzip"],
        ).fetchall()
    # As with a bucket, the stage's own folder stands before the object's name.
    name = f"landing/{path.relative_to(path.parents[file.count('/') + 1])}"
    return [line for (line,) in lines], name, facts["metadata"]["landedAt"]


def stage_url(connection: FakeSnowflakeConnection, stage: str) -> str:
    """Where the stage lies; ends with a slash."""
    found = connection._duck_conn.execute(
        "select url from _fs_global._fs_information_schema._fs_stages"
        " where database_name = ? and schema_name = 'BRONZE' and name = ?",
        [connection.database, stage],
    ).fetchone()
    if found is None:
        raise ValueError(f"no stage {stage}")
    return str(found[0])
