"""How DuckDB reads nested payloads: their structure stays, their leaves become texts."""

import json

import duckdb
import pytest
from silver.embedded_reader import events_query
from sqlframe.duckdb.types import ArrayType, IntegerType, StringType, StructField, StructType

ITEM = StructType([StructField("name", StringType()), StructField("count", IntegerType())])
SCHEMA = StructType(
    [
        StructField("id", StringType(), nullable=False),
        StructField("customer", StructType([StructField("name", StringType())])),
        StructField("items", ArrayType(ITEM)),
    ]
)


def read(payload: str) -> dict[str, object]:
    """The one event with this payload, as it is read."""
    connection = duckdb.connect()
    connection.execute("create schema bronze; create schema silver")
    connection.execute(
        "create table bronze.orders as select 'orders' as _topic, 1 as _epoch, 0 as _partition, "
        "0 as _offset, now() as _timestamp, 'a' as _key, ?::json as payload, "
        "null::json as errors, now() as _loaded_at",
        [payload],
    )
    connection.execute(
        "create table silver.orders_judgements "
        "(_topic varchar, _epoch integer, _partition integer, _offset bigint, errors json)"
    )
    found = connection.execute(events_query("orders", SCHEMA))
    names = [column[0] for column in found.description or []]
    return dict(zip(names, found.fetchone() or (), strict=True))


def test_leaves_are_texts_as_they_stand() -> None:
    event = read('{"id": 7, "customer": {"name": "x"}, "items": [{"name": "a", "count": 1.50}]}')
    assert event["_raw_id"] == "7"
    assert event["_raw_customer"] == {"name": "x"}
    assert event["_raw_items"] == [{"name": "a", "count": "1.5"}]
    assert event["_errors"] is None


@pytest.mark.parametrize(
    ("items", "expected"),
    [("null", None), ("[]", []), ('[{"more": true}]', [{"name": None, "count": None}])],
)
def test_what_is_missing_is_null(items: str, expected: object) -> None:
    event = read(f'{{"id": "a", "items": {items}}}')
    assert event["_raw_items"] == expected
    assert (event["_raw_customer"], event["_errors"]) == (None, None)


def test_another_shape_is_an_error_and_not_missing() -> None:
    event = read('{"id": "a", "customer": ["x"], "items": {"name": "a"}}')
    assert json.loads(f"[{event['_errors']}]") == [
        {"field": "customer", "reason": "is no JSON object"},
        {"field": "items", "reason": "is no JSON array"},
    ]
