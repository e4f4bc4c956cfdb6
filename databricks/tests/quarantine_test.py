import json
from typing import Any

from events import RULES, event, frame, tombstone
from pyspark.sql import SparkSession
from silver.tables import cut_tables, settle_events


def quarantined(spark: SparkSession, *events: dict[str, Any]) -> dict[int, Any]:
    """The reasons of each quarantined event, by offset."""
    settled = settle_events(frame(spark, events), RULES)
    rows = cut_tables(settled, RULES).quarantine.collect()
    return {row["_offset"]: json.loads(row["reasons"]) for row in rows}


def test_a_value_that_does_not_fit_is_quarantined_with_field_and_reason(
    spark: SparkSession,
) -> None:
    assert quarantined(spark, event(1, total="1.7"), event(2, total="2")) == {
        1: [{"field": "total", "reason": "does not fit the type bigint exactly"}]
    }


def test_one_event_can_have_several_reasons(spark: SparkSession) -> None:
    reasons = quarantined(spark, event(1, total="many", day="soon", seen_at="now"))[1]
    assert [reason["field"] for reason in reasons] == ["seen_at", "total", "day"]


def test_a_missing_required_field_is_quarantined(spark: SparkSession) -> None:
    assert quarantined(spark, event(1, id=None)) == {
        1: [{"field": "id", "reason": "is required and missing"}]
    }


def test_an_absent_optional_field_is_null_and_fits(spark: SparkSession) -> None:
    assert quarantined(spark, event(1, total=None)) == {}


def test_what_landing_found_is_kept_even_if_every_cast_succeeds(spark: SparkSession) -> None:
    landed = '{"field": "", "reason": "the key \\"id\\" occurs twice"}'
    assert quarantined(spark, event(1, _errors=landed)) == {
        1: [{"field": "", "reason": 'the key "id" occurs twice'}]
    }


def test_reasons_of_landing_stand_before_those_of_the_casts(spark: SparkSession) -> None:
    landed = '{"field": "total", "reason": "expected integer"}'
    reasons = quarantined(spark, event(1, total="x", _errors=landed))[1]
    assert [reason["reason"] for reason in reasons] == [
        "expected integer",
        "does not fit the type bigint exactly",
    ]


def test_a_tombstone_needs_a_key_and_nothing_else(spark: SparkSession) -> None:
    assert quarantined(spark, tombstone(1), tombstone(2, key=None)) == {
        2: [{"field": "_key", "reason": "is missing"}]
    }


def test_a_null_payload_with_errors_is_no_tombstone(spark: SparkSession) -> None:
    landed = '{"field": "", "reason": "expected object, found null"}'
    assert list(quarantined(spark, event(1), tombstone(2, _errors=landed))) == [2]


def test_the_quarantine_keeps_the_payload(spark: SparkSession) -> None:
    settled = settle_events(frame(spark, [event(1, total="x", _payload="as it came")]), RULES)
    assert [row["payload"] for row in cut_tables(settled, RULES).quarantine.collect()] == [
        "as it came"
    ]
