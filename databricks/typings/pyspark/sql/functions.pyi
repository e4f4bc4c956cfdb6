from sqlframe.duckdb.functions import *  # noqa: F403
