# Types for mypy where pyspark is not installed: those of SQLFrame, which stands in for it.
