"""Click events: one row per event of a visit.

An event that a browser sent hours later is kept and flagged late: a session is put together from
event times, not from the order of arrival.
"""

from pyspark.sql import DataFrame

from silver.rules import rules_of
from silver.schemas import click_events as contract
from silver.tables import SilverTables, cut_tables, settle_events

RULES = rules_of(contract)


def settle(events: DataFrame) -> DataFrame:
    """Settles the events of the stream, see `silver.order.settle`."""
    return settle_events(events, RULES)


def tables(settled: DataFrame) -> SilverTables:
    """Cuts the stream's Silver tables from its settled events."""
    return cut_tables(settled, RULES)
