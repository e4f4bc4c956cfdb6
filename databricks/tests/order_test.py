from dataclasses import replace

import pytest
from events import RULES, dispositions, event, frame, tombstone
from pyspark.sql import SparkSession
from silver.tables import cut_tables, settle_events


def test_a_restatement_wins_by_order(spark: SparkSession) -> None:
    events = [event(2, total="20"), event(1, total="10")]
    assert dispositions(spark, events) == {1: "superseded", 2: "current"}
    settled = settle_events(frame(spark, events), RULES)
    assert [row["total"] for row in cut_tables(settled, RULES).entities.collect()] == [20]


def test_a_new_epoch_goes_after_the_old_one_whatever_its_offsets_are(spark: SparkSession) -> None:
    events = [event(900, total="1"), event(3, total="2", _epoch=2)]
    assert dispositions(spark, events) == {900: "superseded", 3: "current"}


def test_the_version_field_goes_before_the_offset(spark: SparkSession) -> None:
    rules = replace(RULES, version="revision")
    events = [event(1, revision="2"), event(2, revision="1"), event(3, revision=None)]
    assert dispositions(spark, events, rules) == {1: "current", 2: "superseded", 3: "superseded"}


def test_the_same_payload_again_is_a_duplicate_and_the_first_one_stays(spark: SparkSession) -> None:
    events = [event(offset, total="5") for offset in (1, 2, 3)]
    assert dispositions(spark, events) == {1: "current", 2: "duplicate", 3: "duplicate"}


def test_a_statement_that_comes_back_is_no_duplicate(spark: SparkSession) -> None:
    events = [event(1, total="5"), event(2, total="6"), event(3, total="5")]
    assert dispositions(spark, events) == {1: "superseded", 2: "superseded", 3: "current"}


def test_a_duplicate_of_what_holds_changes_nothing(spark: SparkSession) -> None:
    events = [event(1, total="5"), event(2, total="6"), event(3, total="6")]
    assert dispositions(spark, events) == {1: "superseded", 2: "current", 3: "duplicate"}


def test_a_tombstone_deletes_its_key_alone(spark: SparkSession) -> None:
    events = [event(1), event(2, id="b"), tombstone(3)]
    assert dispositions(spark, events) == {1: "superseded", 2: "current", 3: "deleted"}
    settled = settle_events(frame(spark, events), RULES)
    assert [row["id"] for row in cut_tables(settled, RULES).entities.collect()] == ["b"]


def test_a_key_may_come_back_after_its_tombstone(spark: SparkSession) -> None:
    events = [event(1), tombstone(2), tombstone(3), event(4)]
    assert dispositions(spark, events) == {
        1: "superseded",
        2: "superseded",
        3: "duplicate",
        4: "current",
    }


def test_a_tombstone_for_an_unknown_key_is_accounted_for(spark: SparkSession) -> None:
    assert dispositions(spark, [tombstone(1, key="nobody")]) == {1: "deleted"}


def test_a_quarantined_event_neither_wins_nor_counts_as_the_event_before(
    spark: SparkSession,
) -> None:
    events = [event(1, total="5"), event(2, total="x"), event(3, total="5"), event(4, total="7.5")]
    assert dispositions(spark, events) == {
        1: "current",
        2: "quarantined",
        3: "duplicate",
        4: "quarantined",
    }


@pytest.mark.parametrize("partition", [0, 1])
def test_every_event_gets_exactly_one_disposition(spark: SparkSession, partition: int) -> None:
    events = [
        event(1, total="1"),
        event(1, total="1", _partition=1),
        event(2, total="x", _partition=partition),
        tombstone(3, key=None),
        event(4, id=None),
    ]
    settled = settle_events(frame(spark, events), RULES)
    assert cut_tables(settled, RULES).ledger.count() == len(events)
