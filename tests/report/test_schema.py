"""The shipped schema is the generated one, and a valid schema."""

from __future__ import annotations

from importlib.resources import files

import jsonschema

from finchecks.report import schema


def test_the_shipped_schema_is_current() -> None:
    shipped = files("finchecks.report").joinpath("schema.json").read_text(encoding="utf-8")
    assert shipped == schema.text(), "stale: run `make schema`"


def test_it_is_a_valid_schema_that_asks_for_every_key() -> None:
    jsonschema.Draft202012Validator.check_schema(schema.schema())
    definitions = schema.schema()["$defs"]
    assert set(definitions) == {
        *("check", "claim", "diagnosis", "fault", "figure", "implied", "note", "operand", "rate"),
    }
    optional = {
        (name, key)
        for name, one in definitions.items()
        for key in set(one["properties"]) - set(one["required"])
    }
    assert optional == {("rate", "date"), ("rate", "period")}
