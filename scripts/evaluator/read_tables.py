"""Prints the rows of the evaluator's fct_ tables in a DuckDB file as one JSON object, by table."""

import json
import sys

import duckdb


def read_tables(path: str) -> dict[str, list[dict[str, object]]]:
    """Return the rows of each table, as column names to values."""
    with duckdb.connect(path, read_only=True) as connection:
        names = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where starts_with(table_name, 'fct_')"
        ).fetchall()
        tables = {}
        for schema, name in names:
            result = connection.execute(f'select * from "{schema}"."{name}"')
            columns = [column[0] for column in result.description]
            tables[name] = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        return tables


if __name__ == "__main__":
    json.dump(read_tables(sys.argv[1]), sys.stdout, default=str)
