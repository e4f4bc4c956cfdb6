"""Reads a topic to a number of records with librdkafka and does nothing with them.

consume_librdkafka.py BROKERS TOPIC GROUP COUNT
"""

import sys

from confluent_kafka import Consumer

BATCH = 10_000


def main() -> None:
    """Prints how many records came."""
    brokers, topic, group, count = sys.argv[1:]
    consumer = Consumer(
        {
            "bootstrap.servers": brokers,
            "group.id": group,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    assigned: list[int] = []
    consumer.subscribe([topic], on_assign=lambda _, found: assigned.append(len(found)))
    seen = 0
    while seen < int(count) or not assigned:
        for message in consumer.consume(BATCH, timeout=0.2):
            if message.error():
                raise RuntimeError(message.error())
            seen += 1
    consumer.close()
    print(f"records={seen}")


main()
