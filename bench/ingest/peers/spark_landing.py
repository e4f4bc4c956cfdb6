"""Lands a Kafka topic as gzipped text with Spark Structured Streaming, until its end.

spark_landing.py MODE LEVEL BROKERS TOPIC OUTPUT JARS; MODE is raw or checked, LEVEL is gzip's, as
Hadoop names it.
"""

import sys
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

EVENT = T.StructType(
    [
        T.StructField("event_id", T.StringType()),
        T.StructField("event_type", T.StringType()),
        T.StructField("user_id", T.StringType()),
        T.StructField("session_id", T.StringType()),
        T.StructField("url", T.StringType()),
        T.StructField("occurred_at", T.StringType()),
        T.StructField("user_agent", T.StringType()),
        T.StructField(
            "place",
            T.StructType(
                [
                    T.StructField("country", T.StringType()),
                    T.StructField("latitude", T.DoubleType()),
                    T.StructField("longitude", T.DoubleType()),
                ]
            ),
        ),
        T.StructField("price", T.DoubleType()),
    ]
)


def checked(values: DataFrame) -> DataFrame:
    """The payloads that keep the contract: the same checks as in contract/event.schema.json."""
    place = F.col("event.place")
    is_valid = (
        F.col("event.event_id").rlike("^[0-9a-f]{16}$")
        & F.col("event.event_type").isin("view", "click", "add", "buy")
        & F.col("event.user_id").rlike("^u[0-9]+$")
        & F.col("event.session_id").rlike("^[0-9a-f]{12}$")
        & F.col("event.url").rlike("\\S")
        & F.expr("try_to_timestamp(event.occurred_at)").isNotNull()
        & F.coalesce(F.col("event.user_agent").rlike("\\S"), F.lit(True))
        & (place.isNull() | place.country.rlike("^[A-Z]{2}$"))
        & F.coalesce(place.latitude.between(-90, 90), F.lit(True))
        & F.coalesce(place.longitude.between(-180, 180), F.lit(True))
        & F.coalesce(F.col("event.price").between(0, 100000), F.lit(True))
    )
    parsed = values.withColumn("event", F.from_json("value", EVENT))
    return parsed.filter(is_valid).select("value")


def main() -> None:
    """Runs one query with everything that is there now, and ends."""
    mode, level, brokers, topic, output, jars = sys.argv[1:]
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", ",".join(str(jar) for jar in sorted(Path(jars).glob("*.jar"))))
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.memory", "1500m")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.hadoop.zlib.compress.level", level)
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    records = (
        spark.readStream.format("kafka")
        .option("kafka.bootstrap.servers", brokers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .load()
    )
    values = records.select(F.col("value").cast("string").alias("value"))
    landed = checked(values) if mode == "checked" else values
    query = (
        landed.writeStream.format("text")
        .option("compression", "gzip")
        .option("path", output)
        .option("checkpointLocation", f"{output}.checkpoint")
        .trigger(availableNow=True)
        .start()
    )
    query.awaitTermination()
    spark.stop()


main()
