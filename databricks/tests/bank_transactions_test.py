"""Nested events: the items of a transaction are typed, or the transaction is in quarantine."""

import json
from typing import Any

import pytest
from entity_events import frame
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from silver import bank_transactions
from silver.tables import SilverTables

BREAD = {"description": "bread", "quantity": "2", "unit_price": "3.15"}
CHEESE = {"description": "cheese", "quantity": "1", "unit_price": "6"}
PAYMENT: dict[str, Any] = {
    "transaction_id": "txn-1-42",
    "occurred_at": "2024-02-29T12:30:05Z",
    "posted_at": "2024-02-29T12:30:07Z",
    "customer": {
        "customer_id": "cus-07",
        "full_name": "Amber Willow",
        "email": "amber.willow@customers.example",
        "home_country": "US",
    },
    "merchant": {
        "merchant_id": "mer-012",
        "name": "Copper Kettle Market",
        "category": "groceries",
        "country": "US",
    },
    "channel": "chip",
    "currency": "USD",
    "amount": "12.3",
    "items": [BREAD, CHEESE],
}


def tables(spark: SparkSession, *events: dict[str, Any]) -> SilverTables:
    rules = bank_transactions.RULES
    settled = bank_transactions.settle(frame(spark, rules, "posted_at", *events))
    return bank_transactions.tables(settled)


def test_items_are_typed_in_their_order(spark: SparkSession) -> None:
    items = tables(spark, PAYMENT).entities.select(
        "amount", "customer.customer_id", F.explode("items").alias("item")
    )
    # As texts, because SQLFrame collects decimals as floats.
    rows = items.select(
        F.col("amount").cast("string").alias("amount"),
        "customer_id",
        F.col("item.quantity").alias("quantity"),
        F.col("item.unit_price").cast("string").alias("unit_price"),
    ).collect()
    assert [tuple(row) for row in rows] == [
        ("12.30", "cus-07", 2, "3.15"),
        ("12.30", "cus-07", 1, "6.00"),
    ]


def test_a_payment_without_items_keeps_its_empty_list(spark: SparkSession) -> None:
    [row] = tables(spark, PAYMENT | {"items": []}).entities.collect()
    assert row["items"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("items", [BREAD, CHEESE | {"quantity": "1.5"}]),
        ("items", [BREAD | {"unit_price": "3.155"}, CHEESE]),
        ("items", [BREAD, None]),
        ("items", [BREAD | {"unit_price": None}]),
        ("merchant", PAYMENT["merchant"] | {"category": None}),
    ],
)
def test_one_leaf_that_does_not_fit_quarantines_the_payment(
    spark: SparkSession, field: str, value: object
) -> None:
    found = tables(spark, PAYMENT | {field: value})
    assert found.entities.collect() == []
    [row] = found.quarantine.collect()
    [reason] = json.loads(row["reasons"])
    assert reason["field"] == field
    assert "does not fit the type" in reason["reason"]


def test_a_payment_without_customer_says_so(spark: SparkSession) -> None:
    [row] = tables(spark, PAYMENT | {"customer": None}).quarantine.collect()
    assert json.loads(row["reasons"]) == [
        {"field": "customer", "reason": "is required and missing"}
    ]


def test_a_retry_of_the_producer_is_a_duplicate(spark: SparkSession) -> None:
    ledger = tables(spark, PAYMENT, PAYMENT).ledger.collect()
    assert {row["_offset"]: row["disposition"] for row in ledger} == {0: "current", 1: "duplicate"}


def test_a_payment_that_was_posted_a_day_later_is_late(spark: SparkSession) -> None:
    late = PAYMENT | {"transaction_id": "txn-1-43", "posted_at": "2024-03-01T12:30:06Z"}
    rows = tables(spark, PAYMENT, late).entities.collect()
    assert {row["transaction_id"]: row["is_late"] for row in rows} == {
        "txn-1-42": False,
        "txn-1-43": True,
    }
