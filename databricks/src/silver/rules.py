"""What one stream's contract says that the transforms need to know."""

from dataclasses import dataclass
from typing import Protocol

from pyspark.sql.types import StructType


class Contract(Protocol):
    """What a generated module of `silver.schemas` says."""

    KEY: str
    EVENT_TIME: str
    VERSION: str | None
    ALLOWED_LATENESS_SECONDS: int
    SCHEMA: StructType


@dataclass(frozen=True)
class StreamRules:
    """The rules of one stream.

    `schema` has a field for each field of the contract; a field that is not nullable is required.
    `version` is the contract's own order field, if it has one; it goes before epoch and offset.
    """

    schema: StructType
    key: str
    event_time: str
    allowed_lateness_seconds: int
    version: str | None = None


def rules_of(contract: Contract) -> StreamRules:
    """The rules of the stream that a generated module describes."""
    return StreamRules(
        schema=contract.SCHEMA,
        key=contract.KEY,
        event_time=contract.EVENT_TIME,
        version=contract.VERSION,
        allowed_lateness_seconds=contract.ALLOWED_LATENESS_SECONDS,
    )
