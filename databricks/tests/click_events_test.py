from entity_events import frame
from pyspark.sql import SparkSession
from silver import click_events

VIEW = {
    "event_id": "ses-1-42-1",
    "session_id": "ses-1-42",
    "visitor_id": "vis-0815",
    "sequence_number": "1",
    "occurred_at": "2024-02-29T12:30:05.250Z",
    "received_at": "2024-02-29T12:30:05.400Z",
    "event_type": "page_view",
    "page_path": "/",
    "device": "mobile",
    "ip_address": "192.0.2.17",
}
CLICK = VIEW | {
    "event_id": "ses-1-42-2",
    "sequence_number": "2",
    "event_type": "click",
    "target": "add-to-basket",
    "received_at": "2024-02-29T13:30:05.251Z",
}


def test_events_keep_their_place_in_the_session_and_late_ones_are_flagged(
    spark: SparkSession,
) -> None:
    settled = click_events.settle(frame(spark, click_events.RULES, "received_at", CLICK, VIEW))
    rows = click_events.tables(settled).entities.collect()
    assert {row["sequence_number"]: (row["target"], row["is_late"]) for row in rows} == {
        1: (None, False),
        2: ("add-to-basket", True),
    }
