"""Settings as text, in the spelling of a configuration file, each with where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from finchecks.settings import Settings
from finchecks.settings.keys import KEYS
from finchecks.settings.resolve import DEFAULT


def shown(settings: Settings) -> Iterator[str]:
    """A line a setting; those that have no value stand as comments."""
    rows = []
    for key in KEYS:
        value = getattr(settings, key.field)
        origin = settings.origins.get(key.field, DEFAULT)
        rows.append(
            (f"{key.name} = {_toml(value)}" if value is not None else f"# {key.name} is not set", origin)
        )
    width = max(len(row) for row, _ in rows if len(row) < 60)
    for row, origin in rows:
        yield f"{row:<{width}}  # {origin}"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(v[1] if isinstance(v, tuple) else v) for v in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_toml(k)} = {_toml(v)}' for k, v in value.items())}}}"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)
