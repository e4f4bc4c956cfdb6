"""Builds frames of events of a real stream, as the engine's reader hands them to its entity."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from events import ENVELOPE
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql.types import (
    ArrayType,
    DataType,
    StringType,
    StructField,
    StructType,
)
from silver.columns import raw
from silver.rules import StreamRules

Event = Mapping[str, Any]


def frame(spark: SparkSession, rules: StreamRules, record_time: str, *events: Event) -> DataFrame:
    """Events in the order of their offsets, recorded at the moment that a field of each names."""
    fields = rules.schema.fields
    rows = [
        (
            *("topic", 1, 0, offset, datetime.fromisoformat(event[record_time])),
            *(event[rules.key], str(event), None, datetime(2024, 9, 1, tzinfo=UTC)),
            *(_texts(event.get(field.name), field.dataType) for field in fields),
        )
        for offset, event in enumerate(events)
    ]
    columns = [StructField(raw(field.name), _text_type(field.dataType)) for field in fields]
    return spark.createDataFrame(rows, StructType([*ENVELOPE, *columns]))


def _text_type(data_type: DataType) -> DataType:
    if isinstance(data_type, StructType):
        return StructType([StructField(f.name, _text_type(f.dataType)) for f in data_type.fields])
    if isinstance(data_type, ArrayType):
        return ArrayType(_text_type(data_type.elementType))
    return StringType()


def _texts(value: Any, data_type: DataType) -> Any:  # noqa: ANN401
    """A value with all its leaves as texts, in the order of the type's fields."""
    if value is None:
        return None
    if isinstance(data_type, StructType):
        return Row(**{f.name: _texts(value.get(f.name), f.dataType) for f in data_type.fields})
    if isinstance(data_type, ArrayType):
        return [_texts(element, data_type.elementType) for element in value]
    return str(value)
