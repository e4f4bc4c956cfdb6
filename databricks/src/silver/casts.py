# mypy: disable-error-code="import-not-found"
"""Exact casts: a field's text becomes its type, or null if a digit or a meaning would be lost.

The two engines read text differently: DuckDB rounds `1.7` to the integer 2, Spark cuts it to 1, and
each accepts dates that the other refuses. So the text must first have the one shape that the
contracts allow, and a number must then equal its typed value.
"""

import sys
from functools import reduce

from pyspark.sql import Column
from pyspark.sql import functions as F
from pyspark.sql.types import DataType

NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# RFC 3339 with at most microseconds: both engines would silently drop further digits.
TIMESTAMP = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)


def exact_cast(text: str, data_type: DataType) -> Column:
    """The typed value of the text column `text`, or null if the text does not fit exactly."""
    name = data_type.simpleString().replace(" ", "")
    value = F.col(text)
    match name.split("(")[0]:
        case "string":
            return value
        case "boolean":
            return F.when(value == "true", F.lit(True)).when(value == "false", F.lit(False))
        case "int" | "bigint" | "decimal":
            return _exact_number(text, name)
        case "double":
            return _finite_double(text)
        case "date":
            return F.when(value.rlike(DATE), _try_cast(text, "date"))
        case "timestamp":
            return F.when(value.rlike(TIMESTAMP), _try_cast(text, "timestamp"))
        case _:
            raise TypeError(f"no exact cast from text to {name}; write the entity's own for {text}")


def _try_cast(text: str, type_name: str) -> Column:
    return F.expr(f"try_cast({text} as {type_name})")


def _finite_double(text: str) -> Column:
    number = _try_cast(text, "double")
    is_finite = number.between(-sys.float_info.max, sys.float_info.max)
    return F.when(F.col(text).rlike(NUMBER) & is_finite, number)


def _exact_number(text: str, type_name: str) -> Column:
    """An integer or decimal, if neither the wide decimal nor the double differs from it.

    The wide decimal sees what a double cannot hold (odd integers above 2^53); the double sees what
    lies after the wide decimal's last digit.
    """
    wide = _try_cast(text, "decimal(38,10)")
    narrow = F.expr(f"try_cast(try_cast({text} as decimal(38,10)) as {type_name})")
    conditions = (
        F.col(text).rlike(NUMBER),
        wide == narrow,
        _try_cast(text, "double") == narrow.cast("double"),
    )
    return F.when(reduce(lambda left, right: left & right, conditions), narrow)
