"""The JSON Schema of the contract, generated from the typed dicts that define it.

``python -m finchecks.report.schema`` prints it; ``schema.json`` beside this file is that output.
"""

from __future__ import annotations

import json
from importlib.resources import files
from types import NoneType, UnionType
from typing import Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from finchecks.report.to_json import DocumentDict

_NAMES: dict[type, str] = {int: "integer", float: "number", str: "string", bool: "boolean", NoneType: "null"}


def schema() -> dict[str, Any]:
    """The schema of one document (an element of the array, a line of jsonl), draft 2020-12."""
    definitions: dict[str, Any] = {}
    root = _object(DocumentDict, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "finchecks: the report of one document",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def shipped() -> dict[str, Any]:
    """The schema that the package carries."""
    text = files("finchecks.report").joinpath("schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def text() -> str:
    return json.dumps(schema(), indent=2) + "\n"


def _of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; a typed dict becomes a definition that is referred to."""
    origin, arguments = get_origin(hint), get_args(hint)
    if is_typeddict(hint):
        if _title(hint) not in definitions:
            definitions[_title(hint)] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{_title(hint)}"}
    if origin is NotRequired:
        return _of(arguments[0], definitions)
    if origin is Literal:
        return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if origin in (Union, UnionType):
        return _union([_of(argument, definitions) for argument in arguments])
    return {"type": _NAMES[hint]}


def _union(members: list[dict[str, Any]]) -> dict[str, Any]:
    """``float | None`` reads best as a list of types, a closed vocabulary as one list of values."""
    if all(member.keys() == {"type"} for member in members):
        return {"type": [member["type"] for member in members]}
    if all("enum" in member or member == {"type": "null"} for member in members):
        return {"enum": [value for member in members for value in member.get("enum", [None])]}
    return {"anyOf": members}


def _object(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(hint, include_extras=True)
    return {
        "type": "object",
        "description": " ".join((hint.__doc__ or "").split()).replace("``", ""),
        "properties": {name: _of(inner, definitions) for name, inner in hints.items()},
        "required": [name for name, inner in hints.items() if get_origin(inner) is not NotRequired],
        "additionalProperties": False,
    }


def _title(hint: Any) -> str:
    name: str = hint.__name__
    return name.removesuffix("Dict").lower()


if __name__ == "__main__":
    print(text(), end="")
