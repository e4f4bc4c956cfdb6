"""A fakesnow server that the Node driver and our statements get along with, for tests.

Nothing that runs here shows how Snowflake behaves. These are the rewrites that it takes:

- Answers are JSON rows: the Node driver cannot read fakesnow's Arrow.
- COPY of listed files from a stage over a local store is done here, because fakesnow's can neither
  read semi-structured columns in its SELECT nor skip a broken file. The SELECT's expressions run as
  they stand, on the file's lines.
- ALTER SESSION does nothing. CREATE PIPE only makes SHOW PIPES name the pipe, whose queue is
  always empty by SYSTEM$PIPE_STATUS.
- The first UPDATE of bronze.load_lock in a transaction waits for the other holder, as Snowflake's
  lock does. Snowflake ends a blocking transaction whose session was idle for five minutes; here the
  seconds are an argument, so that a test can kill a loader. What that session sends then is never
  committed, as without autocommit, and CURRENT_TRANSACTION tells it so.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from typing import Any

import duckdb
import snowflake.connector.errors as snowflake_errors
import uvicorn
from copy_files import copy_files
from fakesnow.converter import from_binding
from fakesnow.cursor import FakeSnowflakeCursor
from fakesnow.fakes import FakeSnowflakeConnection
from fakesnow.rowtype import describe_as_rowtype
from fakesnow.server import ServerError, login_request, routes, to_conn, to_token
from json_rows import encode_rows, text_columns
from load_locks import LoadLocks
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

NOTHING_TO_DO = re.compile(r"\s*alter\s+session\b", re.IGNORECASE)
CREATES_PIPE = re.compile(r"\s*create\s+pipe\s+if\s+not\s+exists\s+bronze\.(\w+)", re.IGNORECASE)
ASKS_STATUS = re.compile(r"\s*select\s+system\$pipe_status\(", re.IGNORECASE)
SHOWS_PIPES = re.compile(r"\s*show\s+pipes\s+like\s+'(\w+)'", re.IGNORECASE)
LOCKS = re.compile(r"\s*update\s+bronze\.load_lock\b", re.IGNORECASE)
BEGINS = re.compile(r"\s*begin\b", re.IGNORECASE)
ASKS_TRANSACTION = re.compile(r"\s*select\s+current_transaction\(", re.IGNORECASE)
ENDS = re.compile(r"\s*(commit|rollback)\b", re.IGNORECASE)
COPIES = re.compile(r"\s*copy\s+into\b", re.IGNORECASE)

Answer = dict[str, Any]


locks = LoadLocks()
# The notification integration of each pipe, by its database and name.
pipes: dict[tuple[str | None, str], str | None] = {}


def run_statement(connection: FakeSnowflakeConnection, sql: str, bindings: Answer) -> Answer:
    """Runs one statement and gives the driver's `data`."""
    locks.hear(connection)
    instead = answer_instead(connection, sql)
    if instead is not None:
        return instead
    if BEGINS.match(sql):
        locks.begin(connection)
    if LOCKS.match(sql):
        locks.take(connection)
        # DuckDB's transaction reads as of its begin, Snowflake's statement as of its own.
        connection._duck_conn.rollback()
        connection._duck_conn.begin()
    cursor = connection.cursor()
    for values in binding_rows(bindings):
        cursor.execute(sql, binding_params=values, server=True)
    if ENDS.match(sql):
        locks.release(connection)
    return table_answer(cursor)


def answer_instead(connection: FakeSnowflakeConnection, sql: str) -> Answer | None:
    """The answer to a statement that fakesnow does not know."""
    if created := CREATES_PIPE.match(sql):
        integration = "HEADWATER_GCS_EVENTS" if "auto_ingest = true" in sql else None
        pipes.setdefault((connection.database, created[1].upper()), integration)
    if created or NOTHING_TO_DO.match(sql):
        return answer(text_columns(["status"]), [["Statement executed successfully."]])
    if ASKS_STATUS.match(sql):
        return answer(text_columns(["PIPE_STATUS"]), [['{"pendingFileCount":0}']])
    if ASKS_TRANSACTION.match(sql):
        return answer(text_columns(["ID"]), [[str(locks.transaction(connection))]])
    if COPIES.match(sql):
        return answer(*copy_files(connection, sql))
    if shown := SHOWS_PIPES.match(sql):
        key = (connection.database, shown[1].upper())
        rows = [[key[1], pipes[key]]] if key in pipes else []
        return answer(text_columns(["name", "integration"]), rows)
    return None


def binding_rows(bindings: Answer) -> list[tuple[Any, ...] | None]:
    """The values of each execution; an array binding stands for several."""
    if not bindings:
        return [None]
    ordered = [bindings[str(position)] for position in range(1, len(bindings) + 1)]
    if isinstance(ordered[0]["value"], list):
        columns = [[from_binding({**one, "value": v}) for v in one["value"]] for one in ordered]
        return list(zip(*columns, strict=True))
    return [tuple(from_binding(one) for one in ordered)]


def table_answer(cursor: FakeSnowflakeCursor) -> Answer:
    """The result of the cursor's last statement."""
    table = cursor._arrow_table
    if table is None:
        return answer(text_columns(["status"]), [])
    columns = [dict(column) for column in describe_as_rowtype(cursor._describe_last_sql())]
    return answer(columns, encode_rows(table, columns))


def answer(columns: list[Answer], rows: list[list[str | None]]) -> Answer:
    """The driver's `data` for a small result."""
    return {
        "rowtype": columns,
        "rowset": rows,
        "total": len(rows),
        "returned": len(rows),
        "queryResultFormat": "json",
        "parameters": [{"name": "TIMEZONE", "value": "Etc/UTC"}],
        "version": 1,
    }


def refused(code: str, state: str | None, message: str) -> JSONResponse:
    """A statement that failed, as the driver expects it."""
    data = {"errorCode": code, "sqlState": state}
    return JSONResponse({"data": data, "code": code, "message": message, "success": False})


async def query(request: Request) -> JSONResponse:
    """Runs one statement. A gap of the emulator is a SQL error, not a 500 that drivers repeat."""
    try:
        connection = to_conn(to_token(request))
        raw = await request.body()
        packed = request.headers.get("content-encoding") == "gzip"
        body = json.loads(gzip.decompress(raw) if packed else raw)
        sql, bindings = body["sqlText"], body.get("bindings") or {}
        data = await run_in_threadpool(run_statement, connection, sql, bindings)
    except ServerError as error:
        return refused(error.code, None, error.message)
    except snowflake_errors.Error as error:
        return refused(f"{error.errno:06d}", error.sqlstate, str(error.msg))
    except (duckdb.Error, NotImplementedError, ValueError, OSError) as error:
        return refused("261000", "0A000", f"fakesnow: {error}")
    names = {"finalDatabaseName": connection.database, "finalSchemaName": connection.schema}
    return JSONResponse({"data": {**data, **names, "queryId": "01"}, "success": True})


async def login(request: Request) -> JSONResponse:
    """Lets the driver send lists of values with the statement: fakesnow's 0 means a stage to it."""
    logged_in = json.loads((await login_request(request)).body)
    for parameter in logged_in["data"]["parameters"]:
        if parameter["name"] == "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD":
            parameter["value"] = 65280
    return JSONResponse(logged_in)


replaced = [
    Route("/session/v1/login-request", login, methods=["POST"]),
    Route("/queries/v1/query-request", query, methods=["POST"]),
]
paths = {route.path for route in replaced}
app = Starlette(routes=[*replaced, *(route for route in routes if route.path not in paths)])

if __name__ == "__main__":
    locks.idle_seconds = float(sys.argv[2])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
