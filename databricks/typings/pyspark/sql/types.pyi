from sqlframe.duckdb.types import *  # noqa: F403
