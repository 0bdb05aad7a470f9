"""``finchecks.toml``, or ``[tool.finchecks]`` of ``pyproject.toml`` → Configuration. Strict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from finchecks.faults import Fault, FaultError
from finchecks.faults import line_of as line_of_byte
from finchecks.settings.keys import BY_NAME, KEYS, Key, as_seen

OWN_FILE, SHARED_FILE = "finchecks.toml", "pyproject.toml"
_TABLE = ("tool", "finchecks")
MAX_BYTES = 1_000_000

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """Settings of the files that match one of the globs (as in .gitignore, relative to the configuration)."""

    files: tuple[str, ...]
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration file, checked: field of Settings → value."""

    path: Path
    values: Mapping[str, object]
    overrides: tuple[Override, ...] = ()

    @property
    def folder(self) -> Path:
        return self.path.parent


def find(folder: Path) -> Configuration | None:
    """The nearest configuration in ``folder`` or above; a pyproject.toml without our table is passed by."""
    for place in (folder, *folder.parents):
        for name in (OWN_FILE, SHARED_FILE):
            path = place / name
            if path.is_file() and (found := read(path, optional=name == SHARED_FILE)):
                return found
    return None


def read(path: Path, *, optional: bool = False) -> Configuration | None:
    """The configuration in a file. ``optional``: None where a pyproject.toml has no ``[tool.finchecks]``.

    Raises FaultError with every fault of the file, each with its line.
    """
    import tomllib  # not before there is a file to read: most runs have none

    try:
        data = path.read_bytes()
    except OSError as error:
        raise FaultError(_fault(path, f"cannot read the configuration: {error.strerror or error}")) from None
    shared = path.name == SHARED_FILE
    if shared and optional and b"finchecks" not in data:
        return None  # most projects' files; taking them apart costs more than looking
    if len(data) > MAX_BYTES:
        raise FaultError(_fault(path, f"the configuration is larger than {MAX_BYTES // 1000} kB"))
    try:
        text = data.decode("utf-8-sig")
        whole: object = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise FaultError(_fault(path, "the configuration is not UTF-8", line_of_byte(error))) from None
    except tomllib.TOMLDecodeError as error:
        message, line, column = _syntax(str(error), text)
        raise FaultError(_fault(path, f"this is not TOML: {message}", line, column)) from None
    except RecursionError:
        raise FaultError(_fault(path, "the configuration is nested too deeply")) from None
    above: Place = _TABLE if shared else ()
    table = _at(whole, above)
    if table is None and shared:
        if optional:
            return None
        raise FaultError(_fault(path, "there is no table [tool.finchecks] in this file"))
    reader = _Reader(path, text, above)
    if not isinstance(table, dict):
        reader.fault((), "must be a table")
        raise FaultError(*reader.faults)
    values = reader.values(table, ())
    overrides = reader.overrides(table.get("overrides", []))
    if reader.faults:
        raise FaultError(*reader.faults)
    return Configuration(path, values, overrides)


class _Reader:
    """Takes a table apart and collects its faults with their lines."""

    def __init__(self, path: Path, text: str, above: Place) -> None:
        self.path, self.text, self.above = path, text, above
        self.faults: list[Fault] = []

    def fault(self, place: Place, message: str) -> None:
        line = line_of(self.text, (*self.above, *place))
        self.faults.append(_fault(self.path, message, line))

    def values(self, table: Mapping[str, object], place: Place) -> dict[str, object]:
        inside = bool(place)
        known = [key.name for key in KEYS if key.by_file or not inside]
        known.append("files" if inside else "overrides")
        values: dict[str, Any] = {}
        for name, value in table.items():
            if name in ("files", "overrides") and name in known:
                continue
            if name not in known:
                why = " in [[overrides]]" if inside and name in BY_NAME else ""
                self.fault((*place, name), f"there is no setting {name!r}{why}{suggestion(name, known)}")
                continue
            key = BY_NAME[name]
            for where, part in _parts(key, value):
                try:
                    read = key.read(part, self.path.parent)
                except ValueError as error:
                    self.fault((*place, *where), f"{'.'.join(where)} {error}")
                    continue
                values[key.field] = {**values.get(key.field, {}), **read} if isinstance(read, dict) else read
        return values

    def overrides(self, items: object) -> tuple[Override, ...]:
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            self.fault(("overrides",), "overrides must be tables, each under [[overrides]]")
            return ()
        found = []
        for index, item in enumerate(items):
            files = item.get("files")
            if not isinstance(files, list) or not files or not all(isinstance(glob, str) for glob in files):
                self.fault(("overrides", index), 'overrides need files = ["glob", …]')
                files = []
            found.append(Override(tuple(files), self.values(item, ("overrides", index))))
        return tuple(found)


def _parts(key: Key, value: object) -> list[tuple[tuple[str, ...], object]]:
    """A table whose entries count one by one, entry by entry; anything else as it is."""
    if key.join == "update" and isinstance(value, dict) and value:
        return [((key.name, name), {name: entry}) for name, entry in value.items()]
    return [((key.name,), value)]


def place(configuration: Configuration, field: str, item: str) -> tuple[str, int | None] | None:
    """The file and line where a configuration has ``item`` in a setting; None where it has not."""
    layers: list[tuple[Place, Mapping[str, object]]] = [((), configuration.values)]
    layers += ((("overrides", i), override.values) for i, override in enumerate(configuration.overrides))
    found = [(where, values) for where, values in layers if item in _items(values, field)]
    if not found:
        return None
    where, _ = found[-1]
    steps: Place = (*where, field.replace("_", "-"), item)
    above: Place = _TABLE if configuration.path.name == SHARED_FILE else ()
    return str(as_seen(configuration.path)), line_of(
        configuration.path.read_text("utf-8-sig"), (*above, *steps)
    )


def _items(values: Mapping[str, object], field: str) -> Iterable[object]:
    found = values.get(field, ())
    return found if isinstance(found, Iterable) else ()


def suggestion(name: str, known: Iterable[str]) -> str:
    """ "; did you mean …?" where one of the known names is near."""
    import difflib

    near = difflib.get_close_matches(name.replace("_", "-"), list(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """The line (from 1) of the statement that first puts something at ``place``; None where none does.

    tomllib keeps no positions, but the beginnings of a file that are TOML in themselves end where a statement
    ends: the first of them that has the place ends with the statement looked for. Of a list, whose last step
    is one of its texts, it is the line of that text: there a beginning is TOML once the list is closed.
    """
    import tomllib

    lines = text.splitlines(keepends=True)
    begins = 0
    for end in range(1, len(lines) + 1):
        for closing in ("", "]"):
            try:
                so_far = tomllib.loads("".join(lines[:end]) + closing)
            except tomllib.TOMLDecodeError:
                continue  # in the midst of a statement of several lines
            if _at(so_far, place) is not None:
                return end if isinstance(_at(so_far, place[:-1]), list) else begins + 1
            if not closing:
                begins = end
    return None


def _at(value: object, place: Sequence[str | int]) -> object | None:
    for step in place:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        elif isinstance(value, list):
            value = step if step in value else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _syntax(message: str, text: str) -> tuple[str, int, int | None]:
    """tomllib's message apart from its place: "… (at line 3, column 7)", "… (at end of document)"."""
    reason, _, place = message.rpartition(" (at ")
    words = place.rstrip(")").replace(",", "").split()
    if words[:1] == ["line"] and len(words) == 4:
        return reason, int(words[1]), int(words[3])
    return reason or message, text.count("\n") + 1, None


def _fault(path: Path, message: str, line: int | None = None, column: int | None = None) -> Fault:
    return Fault("configuration", message, str(as_seen(path)), line, column)
