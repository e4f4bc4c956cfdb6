"""Typed rows from text, and for each event the reasons why it does not fit its contract."""

import json

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StructField

from silver.casts import exact_cast
from silver.columns import ENTITY_KEY, ERRORS, KEY, PAYLOAD, REASONS, raw
from silver.rules import StreamRules


def judge(events: DataFrame, rules: StreamRules) -> DataFrame:
    """Adds to each event its typed fields, its entity key and the reasons against it.

    An event fits if its reasons are the empty text. Otherwise they are JSON objects with `field`
    and `reason`, separated by commas: first what is wrong with the event as landed, then what the
    casts found.
    """
    fields = rules.schema.fields
    texts = [raw(field.name) for field in fields]
    typed = events.select(
        "*",
        *[
            exact_cast(text, field.dataType).alias(field.name)
            for text, field in zip(texts, fields, strict=True)
        ],
    )
    entity_key = F.when(is_tombstone(), F.col(KEY)).otherwise(F.col(rules.key).cast("string"))
    without_key = F.when(is_tombstone() & F.col(KEY).isNull(), _reason(KEY, "is missing"))
    own_reasons = [reason for field in fields for reason in _reasons_against(field)]
    reasons = F.concat_ws(",", F.col(ERRORS), without_key, *own_reasons)
    return typed.withColumns({ENTITY_KEY: entity_key, REASONS: reasons}).drop(*texts)


def is_tombstone() -> Column:
    """Whether the event deletes its key: no payload, and nothing was wrong with it as landed."""
    return F.col(PAYLOAD).isNull() & F.col(ERRORS).isNull()


def fits() -> Column:
    """Whether a judged event has no reason against it."""
    return F.col(REASONS) == ""


def _reasons_against(field: StructField) -> list[Column]:
    text, typed = F.col(raw(field.name)), F.col(field.name)
    type_name = field.dataType.simpleString()
    reasons = [
        F.when(
            text.isNotNull() & typed.isNull(),
            _reason(field.name, f"does not fit the type {type_name} exactly"),
        )
    ]
    if not field.nullable:
        is_missing = F.col(PAYLOAD).isNotNull() & text.isNull()
        reasons.append(F.when(is_missing, _reason(field.name, "is required and missing")))
    return reasons


def _reason(field: str, reason: str) -> Column:
    return F.lit(json.dumps({"field": field, "reason": reason}))
