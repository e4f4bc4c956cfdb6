"""The whole embedded run, as a process of its own on a database file."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

SOURCES = Path(__file__).parent.parent / "src"
GOOD: dict[str, Any] = {
    "record_id": "weather_observation:station:2024-07-01",
    "record_type": "weather_observation",
    "source": "daily",
    "area": "nyc",
    "observed_at": "2024-07-01T00:00:00Z",
    "published_at": "2024-07-02T00:00:00Z",
    "wind_speed_mph": 4.5,
    "max_temperature_f": 91,
}
Event = tuple[str | None, str | None]


def payload(**changes: Any) -> str:  # noqa: ANN401
    return json.dumps(GOOD | changes)


def run_silver(database: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "silver.embedded", "--database", str(database)),
            *("--feed", "climate_records", *more),
        ],
        env={"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        check=False,
    )


def make_bronze(database: Path, events: Iterable[Event]) -> None:
    """Writes events, each a payload and its landed errors, with offsets from 0."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema bronze")
        connection.execute(
            "create table bronze.climate_records (_topic varchar, _epoch integer, "
            "_partition integer, _offset bigint, _timestamp timestamptz, _key varchar, "
            "_headers json, payload json, errors json, _object varchar, _loaded_at timestamptz)"
        )
        for offset, (text, errors) in enumerate(events):
            connection.execute(
                "insert into bronze.climate_records values ('climate_records', 1, 0, ?, "
                "'2024-07-02 00:00:00+00', ?, '{}', ?, ?, 'object', '2024-07-03 00:00:00+00')",
                [offset, GOOD["record_id"], text, errors],
            )


def rows(database: Path, query: str) -> list[Any]:
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse in which one event of each kind went through Silver."""
    path = tmp_path_factory.mktemp("embedded") / "warehouse.duckdb"
    twice = payload()[:-1] + ', "area": "elsewhere"}'
    landed = '[{"field": "", "rule": "duplicateKey", "message": "the key \\"area\\" is twice"}]'
    deep = payload()[:-1] + ', "more": ' + "[" * 5000 + "]" * 5000 + "}"
    make_bronze(
        path,
        [
            (payload(max_temperature_f=90), None),
            (payload(observed_at="2024-06-30T20:00:00-04:00"), None),
            (payload(observed_at="2024-06-30T20:00:00-04:00"), None),
            (payload(max_temperature_f=1.7), None),
            (payload(max_temperature_f=10**30), None),
            (payload(max_temperature_f="hot"), None),
            (payload(area=None), None),
            (twice, landed),
            ("[1, 2]", '[{"field": "", "rule": "type", "message": "expected object"}]'),
            (payload().replace("4.5", "1e400"), None),
            (payload(record_id="nested", unknown={"a": 1}), None),
            (deep.replace(GOOD["record_id"], "deep"), None),
        ],
    )
    done = run_silver(path)
    assert (done.returncode, done.stderr) == (0, "")
    return path


def test_every_event_has_one_disposition(database: Path) -> None:
    found = dict(rows(database, "select _offset, disposition from silver.climate_records_ledger"))
    quarantined = {3, 4, 5, 6, 7, 8, 9}
    expected = {offset: "quarantined" for offset in quarantined}
    expected |= {0: "superseded", 1: "current", 2: "duplicate", 10: "current", 11: "current"}
    assert found == expected


def test_the_quarantine_names_field_and_reason(database: Path) -> None:
    query = "select _offset, reasons from silver.climate_records_quarantine"
    reasons = {offset: json.loads(text)[0] for offset, text in rows(database, query)}
    no_integer = {"field": "max_temperature_f", "reason": "does not fit the type int exactly"}
    assert reasons[3] == reasons[4] == reasons[5] == no_integer
    assert reasons[6] == {"field": "area", "reason": "is required and missing"}
    assert reasons[7] == {"field": "", "reason": 'the key "area" is twice'}
    assert reasons[8] == {"field": "", "reason": "expected object"}
    assert reasons[9]["field"] == "wind_speed_mph"


def test_rows_are_typed_and_in_utc(database: Path) -> None:
    query = f"""
        select observed_at::varchar, wind_speed_mph, max_temperature_f, is_late, _offset
        from silver.climate_records where record_id = '{GOOD["record_id"]}'
    """
    assert rows(database, query) == [("2024-07-01 00:00:00+00", 4.5, 91, False, 1)]


def test_running_again_changes_nothing(database: Path) -> None:
    query = """
        from silver.climate_records order by all;
    """
    before = rows(database, query)
    again = run_silver(database)
    assert json.loads(again.stdout)["events"] == {
        "current": 3,
        "duplicate": 1,
        "quarantined": 7,
        "superseded": 1,
    }
    assert rows(database, query) == before


def test_a_later_judgement_goes_before_what_landing_found(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    landed = '[{"field": "area", "rule": "enum", "message": "expected one of nyc"}]'
    make_bronze(path, [(payload(record_id=f"{number}"), landed) for number in range(3)])
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema silver")
        connection.execute(
            "create table silver.climate_records_judgements as "
            "select _topic, _epoch, _partition, _offset, '[]'::json as errors "
            "from bronze.climate_records where _offset = 1"
        )
    assert run_silver(path).returncode == 0
    assert rows(path, "select _offset from silver.climate_records") == [(1,)]


def test_a_missing_bronze_table_is_a_clear_error(tmp_path: Path) -> None:
    done = run_silver(tmp_path / "empty.duckdb")
    assert done.returncode == 2
    assert "table bronze.climate_records is missing. Run `headwater load` first." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_held_database_is_named_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "held.duckdb"
    with duckdb.connect(str(path)):
        done = run_silver(path, "--wait-seconds", "0.2")
    assert done.returncode == 2
    assert "held.duckdb" in done.stderr
    assert "PID" in done.stderr
