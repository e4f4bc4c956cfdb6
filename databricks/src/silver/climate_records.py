"""Climate records: one row per record, as its latest event states it.

The publisher restates days years later. A restated day comes as a later event with the same key and
the same event time, so it wins by order and its predecessor is kept in the ledger as superseded.
"""

from pyspark.sql import DataFrame

from silver.rules import rules_of
from silver.schemas import climate_records as contract
from silver.tables import SilverTables, cut_tables, settle_events

RULES = rules_of(contract)


def settle(events: DataFrame) -> DataFrame:
    """Settles the events of the stream, see `silver.order.settle`."""
    return settle_events(events, RULES)


def tables(settled: DataFrame) -> SilverTables:
    """Cuts the stream's Silver tables from its settled events."""
    return cut_tables(settled, RULES)
