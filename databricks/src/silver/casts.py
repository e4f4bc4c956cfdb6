"""Exact casts: a field's text becomes its type, or null if a digit or a meaning would be lost.

The two engines read text differently: DuckDB rounds `1.7` to the integer 2, Spark cuts it to 1, and
each accepts dates that the other refuses. So the text must first have the one shape that the
contracts allow, and a number must then equal its typed value.

The casts are SQL expressions, because a text inside a list has no column of its own. None goes
through a wide decimal: DuckDB needs 4 microseconds for each.
"""

import sys
from collections.abc import Callable, Mapping

from pyspark.sql import Column
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, DataType, StructType

from silver.nested_casts import array_cast, struct_cast

DIGITS = "^-?[0-9]+$"
NUMBER = "^-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$"
DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# RFC 3339 with at most microseconds: both engines would silently drop further digits.
TIMESTAMP = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?"
    "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)

# Up to here a double holds every integer.
LARGEST_SAFE = 2**53 - 1


def exact_cast(text: str, data_type: DataType) -> Column:
    """The typed value of the text column `text`, or null if the text does not fit exactly.

    For an array or a struct, `text` is a column of that structure whose leaves are texts.
    """
    return F.expr(cast_expression(text, data_type))


def cast_expression(text: str, data_type: DataType) -> str:
    """The same as SQL; `text` is the expression that gives the text."""
    if isinstance(data_type, StructType):
        return struct_cast(text, data_type, cast_expression)
    if isinstance(data_type, ArrayType):
        return array_cast(text, data_type, cast_expression)
    type_name = data_type.simpleString().replace(" ", "")
    cast = _CASTS.get(type_name.split("(")[0])
    if cast is None:
        raise TypeError(f"no exact cast from text to {type_name}; {text} needs one of its own")
    return cast(text, type_name)


def _string(text: str, _type_name: str) -> str:
    return text


def _boolean(text: str, _type_name: str) -> str:
    return f"case when {text} = 'true' then true when {text} = 'false' then false end"


def _integer(text: str, type_name: str) -> str:
    """Digits are cast as they stand; `1.0` and `1e3` go through a double that has no fraction."""
    number = f"try_cast({text} as double)"
    is_whole = f"{number} = floor({number}) and {number} between -{LARGEST_SAFE} and {LARGEST_SAFE}"
    return (
        f"case when {text} rlike '{DIGITS}' then try_cast({text} as {type_name}) "
        f"when {text} rlike '{NUMBER}' and {is_whole} then try_cast({number} as {type_name}) end"
    )


def _decimal(text: str, type_name: str) -> str:
    """A decimal that is the same number as the text: up to 15 digits, a double can tell."""
    decimal = f"try_cast({text} as {type_name})"
    is_same = f"cast({decimal} as double) = try_cast({text} as double)"
    return f"case when {text} rlike '{NUMBER}' and {is_same} then {decimal} end"


def _double(text: str, _type_name: str) -> str:
    number = f"try_cast({text} as double)"
    largest = f"cast('{sys.float_info.max!r}' as double)"
    is_finite = f"{number} between -{largest} and {largest}"
    return f"case when {text} rlike '{NUMBER}' and {is_finite} then {number} end"


def _date(text: str, _type_name: str) -> str:
    return f"case when {text} rlike '{DATE}' then try_cast({text} as date) end"


def _timestamp(text: str, _type_name: str) -> str:
    return f"case when {text} rlike '{TIMESTAMP}' then try_cast({text} as timestamp) end"


_CASTS: Mapping[str, Callable[[str, str], str]] = {
    "string": _string,
    "boolean": _boolean,
    "int": _integer,
    "bigint": _integer,
    "decimal": _decimal,
    "double": _double,
    "date": _date,
    "timestamp": _timestamp,
}
