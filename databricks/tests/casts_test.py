from collections.abc import Mapping

import pytest
from events import event, frame
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as t
from silver.casts import exact_cast

# Text in the payload -> the typed value, again as text; None means that the text does not fit.
Cases = Mapping[str, str | None]

INTEGERS: Cases = {
    "7": "7",
    "-7": "-7",
    "1.0": "1",
    "1e3": "1000",
    "2147483647": "2147483647",
    "2147483648": None,
    "1.7": None,
    "1.00000000000001": None,
    "1e40": None,
    "9" * 60: None,
    "0x10": None,
    "1_000": None,
    " 5 ": None,
    "NaN": None,
    "": None,
    '{"a":1}': None,
}
# A double would round the first two.
LONGS: Cases = {
    "9007199254740993": "9007199254740993",
    "9223372036854775807": "9223372036854775807",
    "9223372036854775808": None,
    "9007199254740993.5": None,
}
DECIMALS: Cases = {
    "12.5": "12.50",
    "99999999.99": "99999999.99",
    "100000000": None,
    "2.555": None,
    "1e400": None,
}
DOUBLES: Cases = {"0.1": "0.1", "-12.5E0": "-12.5", "1e400": None, "Infinity": None, "nan": None}
TIMESTAMPS: Cases = {
    "2024-07-01T00:00:00Z": "2024-07-01 00:00:00",
    "2024-07-01T05:30:00+05:30": "2024-07-01 00:00:00",
    "2024-06-30T19:00:00.000001-05:00": "2024-07-01 00:00:00.000001",
    "2024-07-01T00:00:00.1234567Z": None,
    "2024-07-01T00:00:00": None,
    "2024-07-01 00:00:00Z": None,
    "2024-06-30T23:59:60Z": None,
    "2024-02-30T00:00:00Z": None,
    "2024-07-01": None,
    "infinity": None,
}
DATES: Cases = {"2024-02-29": "2024-02-29", "2023-02-29": None, "2024": None, "7/1/2024": None}
BOOLEANS: Cases = {"true": "true", "false": "false", "1": None, "TRUE": None}
STRINGS: Cases = {"": "", " as it is ": " as it is ", "ünïcödé": "ünïcödé"}


@pytest.mark.parametrize(
    ("data_type", "cases"),
    [
        (t.IntegerType(), INTEGERS),
        (t.LongType(), LONGS),
        (t.DecimalType(10, 2), DECIMALS),
        (t.DoubleType(), DOUBLES),
        (t.TimestampType(), TIMESTAMPS),
        (t.DateType(), DATES),
        (t.BooleanType(), BOOLEANS),
        (t.StringType(), STRINGS),
    ],
    ids=lambda value: value.simpleString() if isinstance(value, t.DataType) else "",
)
def test_text_becomes_exactly_its_type_or_null(
    spark: SparkSession, data_type: t.DataType, cases: Cases
) -> None:
    events = frame(spark, [event(number, id=text) for number, text in enumerate(cases)])
    typed = exact_cast("_raw_id", data_type).cast("string").alias("typed")
    rows = events.select(F.col("_raw_id").alias("text"), typed).collect()
    # DuckDB writes the offset of a timestamp, Spark does not.
    found = {row["text"]: row["typed"] and row["typed"].removesuffix("+00") for row in rows}
    assert found == cases


def test_a_type_that_contracts_do_not_have_has_no_cast() -> None:
    with pytest.raises(TypeError, match="no exact cast from text to binary"):
        exact_cast("_raw_items", t.BinaryType())
