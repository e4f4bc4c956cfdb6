"""What one stream's contract says that the transforms need to know."""

from dataclasses import dataclass

from pyspark.sql.types import StructType


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
