"""Runs the Silver transforms on DuckDB, where SQLFrame stands in for Spark and no Java is needed.

    python -m silver.embedded --database warehouse.duckdb --feed climate_records

Prints one JSON line per feed with the number of events in each disposition. Each feed's three
tables are replaced in one transaction and depend on Bronze alone, so running again changes nothing.
"""

import argparse
import importlib
import json
import sys
import time
from typing import TYPE_CHECKING, Protocol, cast

import duckdb
from sqlframe import activate
from sqlframe.duckdb import DuckDBDataFrame as DataFrame
from sqlframe.duckdb import DuckDBSession
from sqlglot.expressions import DataType

from silver.embedded_reader import events_query, judgements_table

if TYPE_CHECKING:
    from silver.rules import StreamRules
    from silver.tables import SilverTables

EXIT_CANNOT_RUN = 2


class Entity(Protocol):
    """What the module of one Silver entity offers."""

    RULES: "StreamRules"

    def settle(self, events: DataFrame) -> DataFrame:
        """Every event with its disposition."""

    def tables(self, settled: DataFrame) -> "SilverTables":
        """The tables that are cut from the settled events."""


class CannotRunError(Exception):
    """A known obstacle; its message says what to do about it."""


def open_database(path: str, wait_seconds: float) -> duckdb.DuckDBPyConnection:
    """Opens the database for writing, waiting while another process holds it.

    Raises CannotRunError with DuckDB's message, which names the holder, when the wait is over.
    """
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            connection = duckdb.connect(path)
        except duckdb.IOException as error:
            if "lock" not in str(error) or time.monotonic() >= deadline:
                raise CannotRunError(f"cannot open {path}: {error}") from error
            time.sleep(0.1)
        else:
            connection.execute("set timezone = 'UTC'")
            return connection


def load_entity(feed: str) -> Entity:
    """The entity's module, `silver.<feed>`.

    It imports pyspark.sql, so SQLFrame must have been put in its place before.
    """
    try:
        return cast("Entity", importlib.import_module(f"silver.{feed}"))
    except ModuleNotFoundError as error:
        raise CannotRunError(
            f"feed {feed} has no Silver entity: {error}. Add databricks/src/silver/{feed}.py, and "
            "generate its schema with `headwater contracts generate`."
        ) from error


def run_feed(connection: duckdb.DuckDBPyConnection, feed: str) -> dict[str, int]:
    """Replaces the feed's Silver tables in one transaction; returns the events per disposition."""
    entity = load_entity(feed)
    if not _has_table(connection, "bronze", feed):
        raise CannotRunError(f"table bronze.{feed} is missing. Run `headwater load` first.")
    connection.execute("begin")
    try:
        connection.execute("create schema if not exists silver")
        connection.execute(
            f'create table if not exists silver."{judgements_table(feed)}" '
            "(_topic varchar, _epoch integer, _partition integer, _offset bigint, errors json)"
        )
        events = _keep(connection, f"{feed}_events", events_query(feed, entity.RULES.schema))
        # Three tables are cut from the settled events, so these are computed once and kept.
        settled = _keep(connection, f"{feed}_settled", _sql(entity.settle(events)))
        tables = entity.tables(settled)
        _replace(connection, feed, _sql(tables.entities))
        quarantine = f"select * replace (reasons::json as reasons) from ({_sql(tables.quarantine)})"
        _replace(connection, f"{feed}_quarantine", quarantine)
        _replace(connection, f"{feed}_ledger", _sql(tables.ledger))
        counts = connection.execute(
            f'select disposition, count(*) from silver."{feed}_ledger" group by all order by all'
        ).fetchall()
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return dict(counts)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> DataFrame:
    """Keeps a query's rows for the life of the connection, as a frame for the transforms."""
    connection.execute(f'create or replace temp table "{name}" as {query}')
    columns = connection.execute(f'describe "{name}"').fetchall()
    spark = DuckDBSession.builder.getOrCreate()
    # SQLFrame's catalog does not see temporary tables, so it is told their columns.
    spark.catalog.add_table(
        name,
        {
            column[0]: DataType.build(column[1], dialect="duckdb").sql(dialect="spark")
            for column in columns
        },
    )
    return spark.table(name)


def _replace(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    connection.execute(f'create or replace table silver."{table}" as {query}')


def _sql(frame: DataFrame) -> str:
    return str(frame.sql(dialect="duckdb", optimize=False))


def _has_table(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name = ? and table_name = ?", [schema, table]
    ).fetchone()
    return found is not None


def main(words: list[str]) -> int:
    """Runs the feeds that the arguments name; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m silver.embedded")
    parser.add_argument("--database", required=True)
    parser.add_argument("--feed", action="append", required=True, dest="feeds")
    parser.add_argument("--wait-seconds", type=float, default=30.0)
    arguments = parser.parse_args(words)
    try:
        connection = open_database(arguments.database, arguments.wait_seconds)
        with connection:
            activate("duckdb", conn=connection)
            for feed in arguments.feeds:
                counts = run_feed(connection, feed)
                sys.stdout.write(json.dumps({"feed": feed, "events": counts}) + "\n")
                sys.stdout.flush()
    except CannotRunError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_CANNOT_RUN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
