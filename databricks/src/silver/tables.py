"""The three tables that every stream has in Silver, cut from its settled events."""

from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from silver.columns import (
    DISPOSITION,
    IS_LATE,
    KEY,
    LATENESS_SECONDS,
    LOADED_AT,
    PAYLOAD,
    POSITION,
    REASONS,
    TIMESTAMP,
)
from silver.lateness import flag_late
from silver.order import CURRENT, QUARANTINED, settle
from silver.quarantine import judge
from silver.rules import StreamRules


@dataclass(frozen=True)
class SilverTables:
    """What one stream becomes.

    - `entities`: one row per key, its fields typed, from the event that holds;
    - `quarantine`: one row per event that does not fit, with its payload and the reasons as JSON;
    - `ledger`: one row per event with its position and its disposition.
    """

    entities: DataFrame
    quarantine: DataFrame
    ledger: DataFrame


def settle_events(events: DataFrame, rules: StreamRules) -> DataFrame:
    """Judges and settles a stream's events: the frame that all three tables are cut from."""
    return settle(judge(events, rules), rules)


def cut_tables(settled: DataFrame, rules: StreamRules) -> SilverTables:
    """Cuts the three tables from settled events."""
    fields = [field.name for field in rules.schema.fields]
    current = flag_late(settled.where(F.col(DISPOSITION) == CURRENT), rules)
    quarantined = settled.where(F.col(DISPOSITION) == QUARANTINED)
    reasons = F.concat(F.lit("["), F.col(REASONS), F.lit("]")).alias("reasons")
    return SilverTables(
        entities=current.select(
            *fields, IS_LATE, LATENESS_SECONDS, *POSITION, TIMESTAMP, LOADED_AT
        ),
        quarantine=quarantined.select(
            *POSITION, TIMESTAMP, KEY, F.col(PAYLOAD).alias("payload"), reasons, LOADED_AT
        ),
        ledger=settled.select(*POSITION, F.col(DISPOSITION).alias("disposition")),
    )
