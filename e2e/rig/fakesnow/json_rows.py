"""Results as the JSON rows that the Node driver reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def text_columns(names: Sequence[str]) -> list[dict[str, Any]]:
    """The driver's description of columns of text."""
    return [
        {"name": name, "type": "text", "nullable": True, "length": 16777216, "byteLength": 16777216}
        for name in names
    ]


def encode_rows(table: pa.Table, columns: Sequence[dict[str, Any]]) -> list[list[str | None]]:
    """Every value as the text that Snowflake's JSON results have."""
    types = [str(column["type"]).upper() for column in columns]
    values = [column.to_pylist() for column in table.columns]
    return [
        [encode_value(value, kind) for value, kind in zip(row, types, strict=True)]
        for row in zip(*values, strict=True)
    ]


def encode_value(value: Any, kind: str) -> str | None:  # noqa: ANN401
    """One value; times are seconds since 1970 with nine digits behind the point."""
    if value is None:
        return None
    if kind == "BOOLEAN":
        return "1" if value else "0"
    if kind.startswith("TIMESTAMP"):
        aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        seconds, micros = divmod((aware - EPOCH) // dt.timedelta(microseconds=1), 1_000_000)
        text = f"{seconds}.{micros * 1000:09d}"
        # The offset from UTC in minutes, plus one day.
        return f"{text} 1440" if kind == "TIMESTAMP_TZ" else text
    return str(value)
