"""How DuckDB reads a stream's Bronze table into the text columns that the transforms start from.

It is the one step that each engine does in its own way: the transforms begin from text, because the
engines differ in how they parse JSON values into types.
"""

import json
from collections.abc import Sequence

from silver.columns import ERRORS, PAYLOAD, raw

# Landing's errors as JSON objects with `field` and `reason`, separated by commas; null if there are
# none. A payload that DuckDB cannot parse is one more error instead of a failed batch.
_LANDED_ERRORS = """nullif(array_to_string(list_transform(
            from_json(errors, '[{"field": "VARCHAR", "message": "VARCHAR"}]'),
            lambda error: json_object('field', error.field, 'reason', error.message)::varchar
        ), ','), '')"""
_UNREADABLE = """'{"field": "payload", "reason": "is not JSON that DuckDB can read"}'"""


def judgements_table(feed: str) -> str:
    """The table in schema silver with what was found when events were judged again.

    It has the position and the errors of events that broke their contract when they landed, by the
    contract of today: an empty list when they keep it.
    """
    return f"{feed}_judgements"


def events_query(feed: str, fields: Sequence[str]) -> str:
    """The query that gives each event of `bronze.<feed>` with each field as text.

    Numbers come as DuckDB writes them, other scalars as they are, objects and arrays as JSON, and
    JSON's null like a missing field as null.
    """
    structure = json.dumps(dict.fromkeys(fields, "VARCHAR"))
    texts = ",\n    ".join(f'fields."{field}" as {raw(field)}' for field in fields)
    return f"""
with judged as (
    select events.* replace (coalesce(judgements.errors, events.errors) as errors)
    from bronze."{feed}" as events
    left join silver."{judgements_table(feed)}" as judgements
        using (_topic, _epoch, _partition, _offset)
),
readable as (
    select
        *,
        payload is null or json_valid(payload) as is_readable
    from judged
),
parsed as (
    select
        *,
        json_transform(if(is_readable, payload, null), '{structure}') as fields
    from readable
)
select
    _topic,
    _epoch,
    _partition,
    _offset,
    _timestamp,
    _key,
    payload::varchar as {PAYLOAD},
    case
        when is_readable then {_LANDED_ERRORS}
        else {_UNREADABLE}
    end as {ERRORS},
    _loaded_at,
    {texts}
from parsed"""
