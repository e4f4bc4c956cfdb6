"""Builds small frames of events, as the engine's reader hands them to the transforms."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import (
    BooleanType,
    DateType,
    DecimalType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)
from silver.columns import raw
from silver.rules import StreamRules
from silver.tables import settle_events

# A stream with one field of each type that the casts know.
SCHEMA = StructType(
    [
        StructField("id", StringType(), nullable=False),
        StructField("seen_at", TimestampType(), nullable=False),
        StructField("revision", IntegerType()),
        StructField("total", LongType()),
        StructField("amount", DecimalType(10, 2)),
        StructField("ratio", DoubleType()),
        StructField("day", DateType()),
        StructField("is_open", BooleanType()),
    ]
)
RULES = StreamRules(
    schema=SCHEMA, key="id", event_time="seen_at", allowed_lateness_seconds=24 * 3600
)
SEEN_AT = datetime(2024, 7, 1, tzinfo=UTC)

# What a reader adds to the fields of each event.
ENVELOPE = [
    StructField("_topic", StringType()),
    StructField("_epoch", IntegerType()),
    StructField("_partition", IntegerType()),
    StructField("_offset", LongType()),
    StructField("_timestamp", TimestampType()),
    StructField("_key", StringType()),
    StructField("_payload", StringType()),
    StructField("_errors", StringType()),
    StructField("_loaded_at", TimestampType()),
]
_EVENTS = StructType(
    [*ENVELOPE, *[StructField(raw(field.name), StringType()) for field in SCHEMA.fields]]
)


def event(offset: int, **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """One event of key `a` that fits, changed by what is given: envelope columns or field texts."""
    fields = {"id": "a", "seen_at": SEEN_AT.isoformat()}
    fields |= {name: value for name, value in values.items() if not name.startswith("_")}
    envelope = {
        "_topic": "things",
        "_epoch": 1,
        "_partition": 0,
        "_offset": offset,
        "_timestamp": SEEN_AT + timedelta(hours=1),
        "_key": fields["id"],
        "_payload": str(fields),
        "_errors": None,
        "_loaded_at": SEEN_AT,
    }
    envelope |= {name: value for name, value in values.items() if name.startswith("_")}
    return envelope | {raw(name): value for name, value in fields.items()}


def tombstone(offset: int, key: str | None = "a", **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """The event that deletes a key."""
    return event(offset, id=None, seen_at=None, _payload=None, **values) | {"_key": key}


def frame(spark: SparkSession, events: Sequence[dict[str, Any]]) -> DataFrame:
    """The events as a frame with every column of the reader."""
    names = [field.name for field in _EVENTS.fields]
    return spark.createDataFrame(
        [tuple(values.get(name) for name in names) for values in events], _EVENTS
    )


def dispositions(
    spark: SparkSession, events: Sequence[dict[str, Any]], rules: StreamRules = RULES
) -> dict[int, str]:
    """The disposition of each event, by offset."""
    settled = settle_events(frame(spark, events), rules).select("_offset", "_disposition")
    return {row["_offset"]: row["_disposition"] for row in settled.collect()}
