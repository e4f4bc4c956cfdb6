"""Stock ticks: one row per symbol and trading day.

A day without trades has no prices, only the last close, and stays a row with nulls. A corrected day
comes as a later event with the same key and wins by order.
"""

from pyspark.sql import DataFrame

from silver.rules import rules_of
from silver.schemas import stock_ticks as contract
from silver.tables import SilverTables, cut_tables, settle_events

RULES = rules_of(contract)


def settle(events: DataFrame) -> DataFrame:
    """Settles the events of the stream, see `silver.order.settle`."""
    return settle_events(events, RULES)


def tables(settled: DataFrame) -> SilverTables:
    """Cuts the stream's Silver tables from its settled events."""
    return cut_tables(settled, RULES)
