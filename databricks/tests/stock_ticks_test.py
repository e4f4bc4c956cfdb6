from entity_events import frame
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from silver import stock_ticks

DAY = {
    "tick_id": "ACME:2024-02-29",
    "symbol": "ACME",
    "traded_at": "2024-02-29T21:00:00Z",
    "published_at": "2024-02-29T22:00:00Z",
    "open_price": "67.7142",
    "close_price": "67.8542",
    "volume": "9007199254740993",
}
QUIET = DAY | {
    "tick_id": "ACME:2024-03-01",
    "open_price": None,
    "close_price": "67.85",
    "volume": "0",
}
CORRECTED = DAY | {"published_at": "2024-03-04T22:00:00Z", "close_price": "67.9"}


def test_prices_are_exact_and_a_correction_replaces_the_day(spark: SparkSession) -> None:
    events = frame(spark, stock_ticks.RULES, "published_at", DAY, QUIET, CORRECTED)
    entities = stock_ticks.tables(stock_ticks.settle(events)).entities
    # As texts, because SQLFrame collects decimals as floats.
    prices = [F.col(name).cast("string").alias(name) for name in ("open_price", "close_price")]
    rows = entities.select("tick_id", *prices, "volume", "is_late").collect()
    found = {
        row["tick_id"]: (row["open_price"], row["close_price"], row["volume"], row["is_late"])
        for row in rows
    }
    assert found == {
        "ACME:2024-02-29": ("67.7142", "67.9000", 2**53 + 1, True),
        "ACME:2024-03-01": (None, "67.8500", 0, False),
    }
