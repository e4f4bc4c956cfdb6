"""The late flag: a rule on the event's own values, so that no engine's watermark can drop a row."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from silver.columns import IS_LATE, LATENESS_SECONDS, TIMESTAMP
from silver.rules import StreamRules

MICROSECONDS = 1_000_000


def flag_late(events: DataFrame, rules: StreamRules) -> DataFrame:
    """Adds how long after its event time an event was recorded, and whether that is too long."""
    lateness = F.unix_micros(F.col(TIMESTAMP)) - F.unix_micros(F.col(rules.event_time))
    is_late = lateness > F.lit(rules.allowed_lateness_seconds * MICROSECONDS)
    # The engines differ in how a cast to an integer rounds, so the floor is explicit.
    seconds = F.floor(lateness / MICROSECONDS).cast("bigint")
    return events.withColumns(
        {LATENESS_SECONDS: seconds, IS_LATE: F.coalesce(is_late, F.lit(False))}
    )
