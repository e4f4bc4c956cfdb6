"""Silver: typed, deduplicated tables from Bronze, as pure functions of DataFrames.

Every module here, those named `embedded` aside, imports only `pyspark.sql`. So the same functions
run on Spark in production and on DuckDB, through SQLFrame, in the embedded default.
"""
