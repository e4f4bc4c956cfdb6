"""How DuckDB reads a stream's Bronze table into the text columns that the transforms start from.

It is the one step that each engine does in its own way: the transforms begin from text, because the
engines differ in how they parse JSON values into types.
"""

import json

from sqlframe.duckdb.types import ArrayType, DataType, StructField, StructType

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


def events_query(feed: str, schema: StructType) -> str:
    """The query that gives each event of `bronze.<feed>` with each field as text.

    Numbers come as DuckDB writes them, other scalars as they are, and JSON's null like a missing
    field as null. A list or a struct keeps its structure, and its leaves are texts.
    """
    fields = [field.name for field in schema.fields]
    texts = ",\n    ".join(f'fields."{field}" as {raw(field)}' for field in fields)
    misshapen = [_misshapen(field) for field in schema.fields if _is_nested(field.dataType)]
    errors = ", ".join([_LANDED_ERRORS, *misshapen])
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
        payload is null or json_valid(payload) as is_readable,
        if(is_readable, payload, null) as document
    from judged
),
parsed as (
    select
        *,
        json_transform(document, '{json.dumps(_text_structure(schema))}') as fields
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
        when is_readable then nullif(concat_ws(',', {errors}), '')
        else {_UNREADABLE}
    end as {ERRORS},
    _loaded_at,
    {texts}
from parsed"""


def _is_nested(data_type: DataType) -> bool:
    return isinstance(data_type, ArrayType | StructType)


def _text_structure(data_type: DataType) -> object:
    """The structure for DuckDB's json_transform: the type's own, with texts as leaves."""
    if isinstance(data_type, StructType):
        return {field.name: _text_structure(field.dataType) for field in data_type.fields}
    if isinstance(data_type, ArrayType):
        return [_text_structure(data_type.elementType)]
    return "VARCHAR"


def _misshapen(field: StructField) -> str:
    """An error where no list or no struct stands: as null it would pass for missing."""
    shape = "ARRAY" if isinstance(field.dataType, ArrayType) else "OBJECT"
    error = json.dumps({"field": field.name, "reason": f"is no JSON {shape.lower()}"})
    found = f"json_type(document, '$.{field.name}')"
    return f"case when {found} not in ('{shape}', 'NULL') then '{error}' end"
