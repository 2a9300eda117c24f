import pytest
import tomlkit

from hudes_desktop.store.migrations import SCHEMA, Table, UnknownSchemaError, migrate


def rename(table: Table) -> Table:
    table["network"] = table.pop("net")
    return table


def double(table: Table) -> Table:
    table["seed"] *= 2
    return table


def test_each_step_is_taken_once_and_in_order() -> None:
    assert migrate({"net": "mlp", "seed": 3}, (rename, double)) == {
        "network": "mlp",
        "seed": 6,
        "schema": 2,
    }


def test_it_starts_at_the_number_of_the_table() -> None:
    assert migrate({"schema": 1, "seed": 3}, (rename, double)) == {"schema": 2, "seed": 6}
    assert migrate({"schema": 2, "seed": 3}, (rename, double)) == {"schema": 2, "seed": 3}


def test_a_document_keeps_its_comments() -> None:
    document = tomlkit.parse('# mine\nseed = 3  # three\nnet = "mlp"\n[window]\nx = 1 # one\n')

    text = tomlkit.dumps(migrate(document, (rename, double)))

    assert text.startswith("# mine\nseed = 6 ")
    assert "# one" in text
    assert tomlkit.parse(text) == {"seed": 6, "network": "mlp", "schema": 2, "window": {"x": 1}}


def test_a_newer_one_says_so() -> None:
    with pytest.raises(UnknownSchemaError, match=f"schema {SCHEMA + 1}.*newer"):
        migrate({"schema": SCHEMA + 1})
