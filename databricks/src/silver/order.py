"""Which event of each key holds. Every event gets one disposition, so all can be accounted for.

The order of two events with one key is the contract's version field if it has one, then epoch, then
offset. A restatement is a later event with the same key, and wins by this order alone.
"""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from silver.columns import DISPOSITION, ENTITY_KEY, EPOCH, OFFSET, PARTITION, PAYLOAD
from silver.quarantine import fits, is_tombstone
from silver.rules import StreamRules

CURRENT = "current"
SUPERSEDED = "superseded"
DUPLICATE = "duplicate"
QUARANTINED = "quarantined"
DELETED = "deleted"

_PLACE = "_place"
_IS_REPEAT = "_is_repeat"
_LAST_PLACE = "_last_place"


def settle(judged: DataFrame, rules: StreamRules) -> DataFrame:
    """Adds the disposition of each judged event.

    - quarantined: it does not fit its contract, and no other event is judged by it;
    - duplicate: its payload is that of the event before it, so it says nothing new;
    - current: the last event of its key that is no duplicate;
    - deleted: the same, but a tombstone;
    - superseded: a later event of its key says something else.
    """
    # The partition only makes the order total where a key is null and was spread by the producer.
    order = [F.col(name) for name in (EPOCH, OFFSET, PARTITION)]
    if rules.version is not None:
        order = [F.col(rules.version).asc_nulls_first(), *order]
    of_key = Window.partitionBy(fits(), ENTITY_KEY)
    in_order = of_key.orderBy(*order)
    place = F.row_number().over(in_order)
    # The first event has nothing before it, which next to a tombstone would look like a tombstone.
    is_repeat = (place > 1) & F.lag(PAYLOAD).over(in_order).eqNullSafe(F.col(PAYLOAD))
    last_place = F.max(F.when(~F.col(_IS_REPEAT), F.col(_PLACE))).over(of_key)
    placed = judged.withColumns({_PLACE: place, _IS_REPEAT: is_repeat}).withColumn(
        _LAST_PLACE, last_place
    )
    disposition = (
        F.when(~fits(), QUARANTINED)
        .when(F.col(_IS_REPEAT), DUPLICATE)
        .when(F.col(_PLACE) < F.col(_LAST_PLACE), SUPERSEDED)
        .when(is_tombstone(), DELETED)
        .otherwise(CURRENT)
    )
    return placed.withColumn(DISPOSITION, disposition).drop(_PLACE, _IS_REPEAT, _LAST_PLACE)
