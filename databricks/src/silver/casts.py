"""Exact casts: a field's text becomes its type, or null if a digit or a meaning would be lost.

The two engines read text differently: DuckDB rounds `1.7` to the integer 2, Spark cuts it to 1, and
each accepts dates that the other refuses. So the text must first have the one shape that the
contracts allow, and a number must then equal its typed value.

No cast here goes through a wide decimal: DuckDB needs 4 microseconds for each.
"""

import sys
from collections.abc import Callable, Mapping

from pyspark.sql import Column
from pyspark.sql import functions as F
from pyspark.sql.types import DataType

DIGITS = r"^-?[0-9]+$"
NUMBER = r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# RFC 3339 with at most microseconds: both engines would silently drop further digits.
TIMESTAMP = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)

# Up to here a double holds every integer.
LARGEST_SAFE = 2**53 - 1


def exact_cast(text: str, data_type: DataType) -> Column:
    """The typed value of the text column `text`, or null if the text does not fit exactly."""
    type_name = data_type.simpleString().replace(" ", "")
    cast = _CASTS.get(type_name.split("(")[0])
    if cast is None:
        raise TypeError(f"no exact cast from text to {type_name}; {text} needs one of its own")
    return cast(text, type_name)


def _string(text: str, _type_name: str) -> Column:
    return F.col(text)


def _boolean(text: str, _type_name: str) -> Column:
    value = F.col(text)
    return F.when(value == "true", F.lit(True)).when(value == "false", F.lit(False))


def _integer(text: str, type_name: str) -> Column:
    """Digits are cast as they stand; `1.0` and `1e3` go through a double that has no fraction."""
    number = _try_cast(text, "double")
    is_whole = (number == F.floor(number)) & number.between(-LARGEST_SAFE, LARGEST_SAFE)
    return F.when(F.col(text).rlike(DIGITS), _try_cast(text, type_name)).when(
        F.col(text).rlike(NUMBER) & is_whole,
        F.expr(f"try_cast(try_cast({text} as double) as {type_name})"),
    )


def _decimal(text: str, type_name: str) -> Column:
    """A decimal that is the same number as the text: up to 15 digits, a double can tell."""
    decimal = _try_cast(text, type_name)
    is_same = decimal.cast("double") == _try_cast(text, "double")
    return F.when(F.col(text).rlike(NUMBER) & is_same, decimal)


def _double(text: str, _type_name: str) -> Column:
    number = _try_cast(text, "double")
    is_finite = number.between(-sys.float_info.max, sys.float_info.max)
    return F.when(F.col(text).rlike(NUMBER) & is_finite, number)


def _date(text: str, _type_name: str) -> Column:
    return F.when(F.col(text).rlike(DATE), _try_cast(text, "date"))


def _timestamp(text: str, _type_name: str) -> Column:
    return F.when(F.col(text).rlike(TIMESTAMP), _try_cast(text, "timestamp"))


def _try_cast(text: str, type_name: str) -> Column:
    return F.expr(f"try_cast({text} as {type_name})")


_CASTS: Mapping[str, Callable[[str, str], Column]] = {
    "string": _string,
    "boolean": _boolean,
    "int": _integer,
    "bigint": _integer,
    "decimal": _decimal,
    "double": _double,
    "date": _date,
    "timestamp": _timestamp,
}
