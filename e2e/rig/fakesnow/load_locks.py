"""Snowflake's lock of an UPDATE, as far as loaders of one table need it."""

from __future__ import annotations

import time
from threading import Lock

from fakesnow.fakes import FakeSnowflakeConnection


class LoadLocks:
    """Who holds the load lock of each database, and in which transaction each session is."""

    def __init__(self) -> None:
        self.idle_seconds = 1.0
        self._guard = Lock()
        self._holders: dict[str, FakeSnowflakeConnection] = {}
        self._heard: dict[int, float] = {}
        self._transactions: dict[int, int] = {}

    def hear(self, connection: FakeSnowflakeConnection) -> None:
        """Notes that the session is alive."""
        self._heard[id(connection)] = time.monotonic()

    def begin(self, connection: FakeSnowflakeConnection) -> None:
        """Notes that the session is in another transaction."""
        self._transactions[id(connection)] = self.transaction(connection) + 1

    def transaction(self, connection: FakeSnowflakeConnection) -> int:
        """Stands for the transaction's id."""
        return self._transactions.get(id(connection), 0)

    def take(self, connection: FakeSnowflakeConnection) -> None:
        """Waits until nobody else holds the lock, ending the transaction of an idle holder."""
        database = str(connection.database)
        while True:
            with self._guard:
                holder = self._holders.get(database)
                if holder is None or holder is connection:
                    self._holders[database] = connection
                    return
                if time.monotonic() - self._heard[id(holder)] > self.idle_seconds:
                    self._end(holder)
                    del self._holders[database]
                    continue
            time.sleep(0.05)
            self.hear(connection)

    def _end(self, holder: FakeSnowflakeConnection) -> None:
        holder._duck_conn.rollback()
        # Without autocommit, what the session sends next begins a transaction.
        holder._duck_conn.begin()
        self.begin(holder)

    def release(self, connection: FakeSnowflakeConnection) -> None:
        """Gives the lock back at the end of a transaction."""
        with self._guard:
            if self._holders.get(str(connection.database)) is connection:
                del self._holders[str(connection.database)]
