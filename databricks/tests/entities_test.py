import importlib
import inspect
import re
from pathlib import Path

import pytest
import silver

FOLDER = Path(inspect.getfile(silver)).parent
STREAMS = sorted(path.stem for path in (FOLDER / "schemas").glob("[a-z]*.py"))


@pytest.mark.parametrize("stream", STREAMS)
def test_every_stream_of_the_contracts_has_an_entity_with_the_contract_s_rules(stream: str) -> None:
    entity = importlib.import_module(f"silver.{stream}")
    contract = importlib.import_module(f"silver.schemas.{stream}")
    rules = entity.RULES
    assert rules.schema == contract.SCHEMA
    assert (rules.key, rules.event_time) == (contract.KEY, contract.EVENT_TIME)
    assert (rules.version, rules.allowed_lateness_seconds) == (
        contract.VERSION,
        contract.ALLOWED_LATENESS_SECONDS,
    )
    assert callable(entity.settle) and callable(entity.tables)


@pytest.mark.parametrize("module", sorted(FOLDER.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_only_the_embedded_modules_import_another_engine(module: Path) -> None:
    imports = re.findall(r"^\s*(?:from|import) (\w+)", module.read_text(), re.MULTILINE)
    engines = {"duckdb", "sqlframe", "sqlglot"}.intersection(imports)
    assert not engines or module.stem.startswith("embedded")
