"""Layers of settings → the Settings of a file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Any

from finchecks.patterns import Patterns
from finchecks.settings import PROFILES, Settings
from finchecks.settings.from_toml import Configuration, find, read
from finchecks.settings.keys import BY_FIELD

DEFAULT, OPTION = "default", "option"
_FIELDS = frozenset(field.name for field in fields(Settings))


class Desk:
    """Says for each file which settings are in force; configurations are looked for and read once.

    ``options`` are fields of Settings that the command line gives; ``config`` is a configuration that holds
    for every file, ``isolated`` disregards all of them.
    """

    def __init__(
        self,
        options: Mapping[str, object] | None = None,
        *,
        config: Path | None = None,
        isolated: bool = False,
    ) -> None:
        self.options = dict(options or {})
        self._given, self._isolated = config, isolated
        self._found: dict[str, _Cabinet] = {}

    def settings(self, path: str) -> Settings:
        """Of a file, or of the files below a folder. Raises FaultError for a faulty configuration."""
        where = os.path.abspath(path)
        folder = where if os.path.isdir(where) else os.path.dirname(where)
        return self._cabinet(folder).settings(where, self.options)

    def configuration(self, path: str) -> Configuration | None:
        """The configuration file that governs a file."""
        where = os.path.abspath(path)
        return self._cabinet(where if os.path.isdir(where) else os.path.dirname(where)).configuration

    def _cabinet(self, folder: str) -> _Cabinet:
        if self._isolated or self._given:
            folder = ""
        if folder not in self._found:
            self._found[folder] = self._open(folder)
        return self._found[folder]

    def _open(self, folder: str) -> _Cabinet:
        if self._isolated:
            return _Cabinet(None)
        configuration = read(self._given.absolute()) if self._given else find(Path(folder))
        same = (c for c in self._found.values() if configuration and c.path == configuration.path)
        return next(same, None) or _Cabinet(configuration)


class _Cabinet:
    """One configuration, and the settings already made from it: most files share theirs."""

    def __init__(self, configuration: Configuration | None) -> None:
        self.configuration = configuration
        self.path = configuration.path if configuration else None
        self._made: dict[tuple[int, ...], Settings] = {}

    def settings(self, path: str, options: Mapping[str, object]) -> Settings:
        matching = self._matching(path)
        if matching not in self._made:
            self._made[matching] = merge(self._layers(matching, options))
        return self._made[matching]

    @cached_property
    def _globs(self) -> list[Patterns]:
        overrides = self.configuration.overrides if self.configuration else ()
        return [Patterns(override.files) for override in overrides]

    def _matching(self, path: str) -> tuple[int, ...]:
        if self.configuration is None or not self.configuration.overrides:
            return ()
        below = os.path.relpath(path, self.configuration.folder)
        return tuple(index for index, globs in enumerate(self._globs) if globs.match(below))

    def _layers(
        self, matching: Sequence[int], options: Mapping[str, object]
    ) -> list[tuple[str, Mapping[str, object]]]:
        layers: list[tuple[str, Mapping[str, object]]] = []
        if self.configuration:
            name = os.path.relpath(self.configuration.path)
            layers.append((name, self.configuration.values))
            for index in matching:
                override = self.configuration.overrides[index]
                layers.append((f"{name}, overrides of {', '.join(override.files)}", override.values))
        layers.append((OPTION, options))
        profile = next((values["profile"] for _, values in reversed(layers) if values.get("profile")), None)
        if isinstance(profile, str):
            layers.insert(0, (f"profile {profile}", PROFILES[profile]))
        return layers


def merge(layers: Sequence[tuple[str, Mapping[str, object]]]) -> Settings:
    """Layers by name, the weakest first."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, layer in layers:
        for name, value in layer.items():
            if name not in _FIELDS:
                raise KeyError(name)
            join = BY_FIELD[name].join
            if join == "add" and name in values:
                values[name] = (*values[name], *(v for v in as_tuple(value) if v not in values[name]))
            elif join == "update" and name in values:
                # the last that matches counts, so what comes later goes to the end
                values[name] = {
                    **{k: v for k, v in values[name].items() if k not in as_dict(value)},
                    **as_dict(value),
                }
            else:
                values[name] = value
                origins[name] = origin
                continue
            origins[name] = f"{origins[name]}; {origin}"
    return Settings(**values, origins=origins)


def as_tuple(value: object) -> tuple[Any, ...]:
    assert isinstance(value, tuple)
    return value


def as_dict(value: object) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value
