from datetime import timedelta

from events import RULES, SEEN_AT, event, frame
from pyspark.sql import SparkSession
from silver.lateness import flag_late
from silver.quarantine import judge

RECORDED_AFTER = {
    timedelta(hours=24): (False, 86400),
    timedelta(hours=24, microseconds=1): (True, 86400),
    timedelta(days=900): (True, 77760000),
    timedelta(0): (False, 0),
    timedelta(milliseconds=-1): (False, -1),
}


def test_an_event_is_late_when_it_was_recorded_after_the_allowed_time(spark: SparkSession) -> None:
    events = [
        event(offset, _timestamp=SEEN_AT + after) for offset, after in enumerate(RECORDED_AFTER)
    ]
    rows = flag_late(judge(frame(spark, events), RULES), RULES).orderBy("_offset").collect()
    found = [(row["is_late"], row["lateness_seconds"]) for row in rows]
    assert found == list(RECORDED_AFTER.values())
