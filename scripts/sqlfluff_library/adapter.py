"""Stands in for dbt's `adapter` when sqlfluff renders models without dbt (see .sqlfluff)."""

from collections.abc import Callable


def dispatch(macro_name: str, _namespace: str) -> Callable[..., str]:
    """Return a macro that renders as a plain call: enough to lint the SQL around it."""
    return lambda first, *_rest: f"{macro_name}({first})"
