"""Runs the tests on Spark where pyspark is installed, and otherwise on DuckDB through SQLFrame."""

import importlib.util

import pytest

if importlib.util.find_spec("pyspark") is None:
    import duckdb
    from sqlframe import activate

    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    # From here on `import pyspark.sql` gives SQLFrame's classes; so this comes before every import
    # of a module under test.
    activate("duckdb", conn=connection)

from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark() -> SparkSession:
    """The one session of the test run."""
    return SparkSession.builder.getOrCreate()
