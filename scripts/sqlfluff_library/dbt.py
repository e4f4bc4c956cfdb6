"""Stands in for dbt's own cross-database macros when sqlfluff renders models without dbt."""


def date_trunc(datepart: str, date: str) -> str:
    """Return the start of the period that a date lies in."""
    return f"date_trunc('{datepart}', {date})"


def dateadd(datepart: str, interval: str, from_date_or_timestamp: str) -> str:
    """Return a date moved by a number of periods."""
    return f"dateadd('{datepart}', {interval}, {from_date_or_timestamp})"


def datediff(first_date: str, second_date: str, datepart: str) -> str:
    """Return the number of periods between two dates."""
    return f"datediff('{datepart}', {first_date}, {second_date})"


def generate_series(upper_bound: int) -> str:
    """Return a query of the numbers from 1 to a bound."""
    return f"select {upper_bound} as generated_number"
