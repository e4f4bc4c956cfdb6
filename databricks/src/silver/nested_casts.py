"""Exact casts of structs and lists, whose leaves come as texts.

A structure is cast leaf by leaf, and is null as a whole if one leaf does not fit: an order that
lost an item in silence would be worse than one in quarantine.
"""

from collections.abc import Callable

from pyspark.sql.types import ArrayType, DataType, StructType

Cast = Callable[[str, DataType], str]


def struct_cast(text: str, data_type: StructType, cast: Cast) -> str:
    """SQL for the typed struct, or null if a leaf does not fit or a required one is missing."""
    leaves = [(field, f"{text}.{field.name}") for field in data_type.fields]
    typed = ", ".join(f"'{field.name}', {cast(leaf, field.dataType)}" for field, leaf in leaves)
    fits = [_fits(leaf, field.dataType, field.nullable, cast) for field, leaf in leaves]
    is_struct = " and ".join([f"{text} is not null", *fits])
    return f"case when {is_struct} then named_struct({typed}) end"


def array_cast(text: str, data_type: ArrayType, cast: Cast) -> str:
    """SQL for the typed list, or null if one of its elements does not fit."""
    # A list inside a list needs a name of its own for its element.
    element = f"element_of_{text.replace('.', '_')}"
    element_type = data_type.elementType
    fits = _fits(element, element_type, data_type.containsNull, cast)
    typed = f"transform({text}, {element} -> {cast(element, element_type)})"
    return f"case when size(filter({text}, {element} -> not {fits})) = 0 then {typed} end"


def _fits(text: str, data_type: DataType, is_nullable: bool, cast: Cast) -> str:
    is_typed = f"({cast(text, data_type)}) is not null"
    return f"({text} is null or {is_typed})" if is_nullable else f"({is_typed})"
