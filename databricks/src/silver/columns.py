"""The names of the columns that every stream has, next to the fields of its contract."""

# Where an event stands in its topic, and what the broker knows about it.
TOPIC = "_topic"
EPOCH = "_epoch"
PARTITION = "_partition"
OFFSET = "_offset"
TIMESTAMP = "_timestamp"
KEY = "_key"
LOADED_AT = "_loaded_at"
POSITION = (TOPIC, EPOCH, PARTITION, OFFSET)

# What the engine's reader adds: the payload as text (null for a tombstone), and what is already
# known to be wrong with the event, as JSON objects with `field` and `reason` separated by commas
# (null if nothing is).
PAYLOAD = "_payload"
ERRORS = "_errors"

# What the transforms add.
REASONS = "_reasons"
ENTITY_KEY = "_entity_key"
DISPOSITION = "_disposition"
IS_LATE = "is_late"
LATENESS_SECONDS = "lateness_seconds"


def raw(field: str) -> str:
    """The column that holds a contract field's value as the text that stood in the payload."""
    return f"_raw_{field}"
