from sqlframe.base.types import Row as Row
from sqlframe.duckdb import Column as Column
from sqlframe.duckdb import DuckDBDataFrame, DuckDBSession
from sqlframe.duckdb import Window as Window
from sqlframe.duckdb import functions as functions
from sqlframe.duckdb import types as types

DataFrame = DuckDBDataFrame
SparkSession = DuckDBSession
