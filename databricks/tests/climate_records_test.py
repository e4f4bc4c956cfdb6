"""The entity itself, on rows shaped like the publisher's."""

from typing import Any

from entity_events import frame
from pyspark.sql import DataFrame, SparkSession
from silver import climate_records

FIELDS = [field.name for field in climate_records.RULES.schema.fields]
HEAT_DAY = {
    "record_id": "heat_ed_visits:nyc:2019-07-20",
    "record_type": "heat_ed_visits",
    "area": "nyc",
    "observed_at": "2019-07-20T00:00:00Z",
}
YEARLY = HEAT_DAY | {
    "source": "heat_ed_2017_2020_supp",
    "published_at": "2019-07-21T00:00:00Z",
    "heat_ed_visits": "30",
}
RESTATED = HEAT_DAY | {
    "source": "heat_ed_2017_2023_restated",
    "published_at": "2024-01-01T00:00:00Z",
    "heat_ed_visits": "33",
}


def settle(spark: SparkSession, *events: dict[str, str]) -> DataFrame:
    events_frame = frame(spark, climate_records.RULES, "published_at", *events)
    return climate_records.settle(events_frame)


def test_the_restated_day_replaces_the_yearly_file_s_and_is_late(spark: SparkSession) -> None:
    settled = settle(spark, YEARLY, RESTATED)
    rows = climate_records.tables(settled).entities.collect()
    assert [(row["heat_ed_visits"], row["source"], row["is_late"]) for row in rows] == [
        (33, "heat_ed_2017_2023_restated", True)
    ]


def test_the_yearly_file_landed_again_as_it_was_wins_as_the_later_event(
    spark: SparkSession,
) -> None:
    settled = settle(spark, YEARLY, RESTATED, YEARLY)
    found = {row["_offset"]: row["disposition"] for row in _ledger(settled)}
    assert found == {0: "superseded", 1: "superseded", 2: "current"}


def test_every_field_of_the_contract_is_a_column(spark: SparkSession) -> None:
    tables = climate_records.tables(settle(spark, YEARLY))
    assert tables.entities.columns[: len(FIELDS)] == FIELDS


def _ledger(settled: DataFrame) -> list[Any]:
    return list(climate_records.tables(settled).ledger.collect())
