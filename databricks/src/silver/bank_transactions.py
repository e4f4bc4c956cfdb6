"""Bank transactions: one row per transaction, with its customer, its merchant and its items.

The items stay a list of structs, all of them typed: a transaction with one item that does not fit
is in quarantine as a whole. A transaction is never corrected, so a second event of one key is a
producer's retry and a duplicate.
"""

from pyspark.sql import DataFrame

from silver.rules import rules_of
from silver.schemas import bank_transactions as contract
from silver.tables import SilverTables, cut_tables, settle_events

RULES = rules_of(contract)


def settle(events: DataFrame) -> DataFrame:
    """Settles the events of the stream, see `silver.order.settle`."""
    return settle_events(events, RULES)


def tables(settled: DataFrame) -> SilverTables:
    """Cuts the stream's Silver tables from its settled events."""
    return cut_tables(settled, RULES)
