"""The JSON Schema of rule files, so that an editor completes and checks them while they are written.

``python -m finchecks.rule.schema`` prints it; ``schema.json`` beside this file is that output. It says what a
schema can say; that names refer to roles, that units agree and that examples hold their claims is for the
loader alone.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from finchecks.rule.load import (
    BINDING,
    CLAIM_TYPES,
    DIAGNOSES,
    KEYS,
    KINDS,
    MAX_WINDOW,
    REQUIRED,
    ROLE_TYPES,
    WITHOUT_FORMULA,
)

#: text as it stands in the file: YAML itself may take it for a number or a truth value
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_WORDS = "Words as they stand in a text, or a concept of the lexicon (rise, fall, origin, goal …)."


def schema() -> dict[str, Any]:
    """The schema of one rule file, draft 2020-12."""
    properties = {
        "kind": {"enum": list(KINDS), "description": "The relation; “other” for one of your own."},
        "title": _described("The rule in a few words."),
        "about": _described("What it checks and what people get wrong."),
        "claim": {
            "description": "The stated number: its types, and the words near it that make it this claim.",
            **_object(
                {"types": _some({"enum": list(CLAIM_TYPES)}), "cues": _some(_described(_WORDS))}, ["types"]
            ),
        },
        "roles": {
            "type": "object",
            "description": "The numbers it is computed from, by the names that the formula uses.",
            "propertyNames": {"pattern": "^[a-z_][a-z0-9_]*$"},
            "additionalProperties": _role(),
        },
        "formula": {
            **_some(_TEXT),
            "description": "Names of roles, numbers, + - * / **, sum, product, count, min, max, abs, sqrt; "
            "of several the first whose roles are there.",
        },
        "mistakes": {
            "description": "What people compute instead, by the diagnosis that says so.",
            **_object({code: _some(_TEXT) for code in DIAGNOSES}),
        },
        "message": _described("What a mismatch says first: “… cannot all be right.”"),
        "tolerance": {"type": "number", "minimum": 0, "maximum": 1,
                      "description": "What is allowed beyond rounding: 0.002 is 0.2% of the value."},
        "severity": {"enum": ["error", "warning", "note"], "description": "The gravest of its mismatches."},
        "binding": _binding(),
        "examples": _examples(),
    }  # fmt: skip
    assert tuple(properties) == KEYS  # the loader's keys, in its order
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "finchecks: a rule",
        **_object(properties, list(REQUIRED)),
        "if": {"properties": {"kind": {"enum": list(WITHOUT_FORMULA)}}},
        "else": {"required": ["formula"]},
    }


def shipped() -> str:
    """The schema's text, as the package carries it."""
    return files("finchecks.rule").joinpath("schema.json").read_text(encoding="utf-8")


def text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _described(description: str) -> dict[str, Any]:
    return {**_TEXT, "description": description}


def _some(one: dict[str, Any]) -> dict[str, Any]:
    """One, or a list of them."""
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    whole: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**whole, "required": required} if required else whole


def _role() -> dict[str, Any]:
    return _object(
        {
            "type": {"enum": list(ROLE_TYPES)},
            "like": _described("The role (or “claim”) whose unit it has."),
            "marks": {
                **_some(_TEXT),
                "description": f"What points at it. {_WORDS} “loan of _” and “_ loan” say where the number "
                "stands, “loan” only that it is near; “…” stands for up to five words.",
            },
            "optional": {"type": "boolean"},
            "repeated": {"type": "boolean", "description": "Any number of them: sum(part)."},
            "default": {
                "enum": ["published"],
                "description": "Without one in the text: the document's date.",
            },
            "sign": {"enum": ["positive", "nonnegative"]},
            "derived": _described("What an optional role is where the text leaves it out: new - change."),
        },
        ["type"],
    )


def _binding() -> dict[str, Any]:
    properties: dict[str, Any] = {
        "window": {"type": "integer", "minimum": 0, "maximum": MAX_WINDOW,
                   "description": "How many sentences away operands may stand (2)."},
        "generator": {"enum": ["declared"]},
        "ambiguous": {"type": "object", "additionalProperties": _some(_TEXT)},
    }  # fmt: skip
    assert tuple(properties) == BINDING
    return _object(properties)


def _examples() -> dict[str, Any]:
    operands = {"type": "object", "additionalProperties": _some(_TEXT)}
    common = {"text": _TEXT, "date": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}}
    claimed = {
        **common,
        "claim": _described("The stated number as it stands in the text."),
        "operands": operands,
        "severity": {"enum": ["error", "warning"]},
        "diagnosis": {"enum": list(DIAGNOSES)},
        "suggestion": _TEXT,
        "agree": {
            **_some(_TEXT),
            "description": "Other numbers of the text whose checks come out consistent.",
        },
    }
    required = ["text", "claim", "operands"]
    return {
        "description": "Texts and what must come of them: the rule's tests and its documentation.",
        **_object(
            {
                "consistent": {"type": "array", "items": _object(claimed, required)},
                "mismatch": {"type": "array", "items": _object(claimed, [*required, "severity"])},
                "unverifiable": {"type": "array", "items": _object(claimed, required)},
                "silent": {"type": "array", "items": {"anyOf": [_TEXT, _object(common, ["text"])]}},
            }
        ),
    }


if __name__ == "__main__":
    print(text(), end="")
