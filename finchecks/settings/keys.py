"""The settings that may be written down: their names, what they may be, how layers join."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from finchecks.report.formats import FORMATS
from finchecks.settings import LEVELS, PROFILES

FAIL_ON = (*LEVELS, "never")

#: takes a value as TOML gives it and the folder of its file; ValueError says what is expected
Reader = Callable[[object, Path], object]


@dataclass(frozen=True, slots=True)
class Key:
    """One setting. ``join`` says what a layer does to the ones below it."""

    name: str
    read: Reader
    join: Literal["replace", "add", "update"] = "replace"
    #: may differ from file to file, so that ``[[overrides]]`` may have it
    by_file: bool = False

    @property
    def field(self) -> str:
        return self.name.replace("-", "_")


def as_seen(path: Path) -> Path:
    """A path as people see it from the working directory, if it lies there."""
    below = os.path.relpath(path)
    return path if below.startswith(os.pardir) else Path(below)


def _flag(value: object, folder: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _texts(value: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ValueError('must be a list of texts, such as ["one", "two"]')
    return tuple(value)


def _patterns(value: object, folder: Path) -> tuple[tuple[str, str], ...]:
    return tuple((str(folder), pattern) for pattern in _texts(value, folder))


def _path(value: object, folder: Path) -> Path:
    if not isinstance(value, str) or not value:
        raise ValueError("must be a path")
    return as_seen(folder / value)


def _levels(value: object, folder: Path) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table of rules, each with one of {', '.join(LEVELS)}")
    if not all(level in LEVELS for level in value.values()):
        raise ValueError(f"must be one of {', '.join(LEVELS)}")
    return dict(value)


def _one_of(*words: str) -> Reader:
    def read(value: object, folder: Path) -> str:
        if not isinstance(value, str) or value not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return value

    return read


KEYS = (
    Key("profile", _one_of(*PROFILES), by_file=True),
    Key("select", _texts, by_file=True),
    Key("ignore", _texts, "add", by_file=True),
    Key("severity", _levels, "update", by_file=True),
    Key("fail-on", _one_of(*FAIL_ON), by_file=True),
    Key("exit-zero", _flag),
    Key("coverage", _flag, by_file=True),
    Key("format", _one_of(*FORMATS)),
    Key("include", _texts),
    Key("exclude", _patterns, "add"),
    Key("gitignore", _flag),
    Key("rules", _path),
    Key("rates", _path),
    Key("facts", _path),
    Key("baseline", _path),
    Key("cache", _flag),
    Key("cache-dir", _path),
)
BY_NAME = {key.name: key for key in KEYS}
BY_FIELD = {key.field: key for key in KEYS}
