"""Facts from outside the text: a file of values that an article's claims may be measured from.

YAML, a list of mappings (alone or under ``facts``), or CSV with a header line:

    - entity: Brannock Ferries      # or several names: [Brannock Ferries, the ferry line]
      metric: revenue               # as the text would call it
      period: 2023                  # or Q3 2023, June 2023, first half of 2023
      value: 2.65                   # as written: its last digit says how it is rounded
      unit: $ billion               # or %, tonnes, employees; the value may say it all: $2.65bn
      source: annual report 2023, page 14

``metric`` and ``value`` are needed; what is left out holds for every article.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from finchecks.document import Document
from finchecks.faults import Fault, FaultError, line_of
from finchecks.quantity import Quantity
from finchecks.quantity.from_document import quantities

COLUMNS = ("entity", "metric", "period", "value", "unit", "source")
MAX_BYTES = 20_000_000
#: a file of nothing but mistakes does not need all of them told
MOST_FAULTS = 20
#: between the names of one entity in a CSV cell
BETWEEN_NAMES = ";"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value. ``entities`` are names of whose it is (none: anybody's); ``period`` is None for any time."""

    entities: tuple[str, ...]
    metric: str
    period: Quantity | None
    value: Quantity
    source: str
    #: "facts.yaml, line 3"
    place: str

    @property
    def note(self) -> str:
        return f"{self.place}: {self.source}" if self.source else self.place


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]
    entities: tuple[str, ...]


def load_facts(path: Path) -> tuple[Fact, ...]:
    """The facts of a file; its suffix says what it is (``.csv``, otherwise YAML).

    Raises FaultError with file and line of everything that is wrong in it, at most twenty things.
    """
    where = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FaultError(Fault("facts", "the facts file is larger than 20 MB", path=where))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"cannot read the facts file: {error.strerror or error}"
        raise FaultError(Fault("facts", message, path=where)) from error
    except UnicodeDecodeError as error:
        fault = Fault("facts", "the facts file is not UTF-8", path=where, line=line_of(error))
        raise FaultError(fault) from error
    faults: list[Fault] = []
    facts: list[Fact] = []
    for row in _csv(text, where) if path.suffix.lower() == ".csv" else _yaml(text, where):
        if isinstance(row, Fault):
            faults.append(row)
            continue
        made = _fact(row, path.name)
        if isinstance(made, Fact):
            facts.append(made)
        else:
            faults.append(Fault("facts", made, path=where, line=row.line))
        if len(faults) >= MOST_FAULTS:
            break
    if not facts and not faults:
        faults.append(Fault("facts", f"the facts file has no facts ({', '.join(COLUMNS)})", path=where))
    if faults:
        raise FaultError(*faults)
    return tuple(facts)


def _csv(text: str, where: str) -> Iterator[_Row | Fault]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if not header:
                header = [cell.lower() for cell in cells]
                wrong = _header(header)
                if wrong is not None:
                    yield Fault("facts", wrong, path=where, line=rows.line_num)
                    return
                continue
            if len(cells) != len(header):
                message = f"this row has {len(cells)} columns, the header {len(header)}"
                yield Fault("facts", message, path=where, line=rows.line_num)
                continue
            found = dict(zip(header, cells, strict=True))
            names = tuple(name.strip() for name in found.get("entity", "").split(BETWEEN_NAMES))
            yield _Row(rows.line_num, found, tuple(name for name in names if name))
    except csv.Error as error:
        yield Fault("facts", f"this is not CSV: {error}", path=where, line=rows.line_num)


def _header(header: list[str]) -> str | None:
    for name in header:
        if name not in COLUMNS:
            return _unknown(name)
    if len(set(header)) < len(header):
        return "a column is there twice"
    missing = [name for name in ("metric", "value") if name not in header]
    return f"the first line must name the columns; “{missing[0]}” is not among them" if missing else None


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, COLUMNS, n=1)
    hint = f" (did you mean “{close[0]}”?)" if close else ""
    return f"a fact has no “{name}”{hint}; it has {', '.join(COLUMNS)}"


def _yaml(text: str, where: str) -> Iterator[_Row | Fault]:
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        yield Fault("facts", f"this is not YAML: {error.problem or error.context}", path=where, line=line)
        return
    except (yaml.YAMLError, RecursionError) as error:
        yield Fault("facts", f"this is not YAML: {error}".splitlines()[0], path=where)
        return
    if isinstance(root, yaml.MappingNode):
        keys = {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}
        root = keys.get("facts") if set(keys) == {"facts"} else root
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        line = root.start_mark.line + 1
        yield Fault("facts", "a list of facts is expected (each begins with “- ”)", path=where, line=line)
        return
    for node in root.value:
        yield _mapping(node, where)


def _mapping(node: yaml.Node, where: str) -> _Row | Fault:
    """One fact of a YAML list; every scalar stays as it is written."""
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        return Fault("facts", "a fact must be a mapping (metric: …, value: …)", path=where, line=line)
    cells: dict[str, str] = {}
    entities: tuple[str, ...] = ()
    for key, value in node.value:
        name, at = str(key.value), key.start_mark.line + 1
        several = name == "entity" and isinstance(value, yaml.SequenceNode)
        parts = value.value if several else [value]
        if name not in COLUMNS:
            return Fault("facts", _unknown(name), path=where, line=at)
        if name in cells:
            return Fault("facts", f"“{name}” is there twice", path=where, line=at)
        if not all(isinstance(part, yaml.ScalarNode) for part in parts):
            return Fault("facts", f"“{name}” must be text or a number", path=where, line=at)
        # YAML writes an empty value as nothing at all
        texts = [str(part.value).strip() for part in parts]
        cells[name] = texts[0] if texts else ""
        if name == "entity":
            entities = tuple(text for text in texts if text)
    return _Row(line, cells, entities)


def _fact(row: _Row, name: str) -> Fact | str:
    """The fact of a row; what is wrong with it otherwise."""
    cells = row.cells
    for needed in ("metric", "value"):
        if not cells.get(needed):
            return f"a fact needs “{needed}”"
    if not any(character.isalpha() for character in cells["metric"]):
        return f"“{cells['metric']}” is no metric: the words are expected by which the text would call it"
    value = read_value(cells["value"], cells.get("unit", ""))
    if value is None:
        unit = f" with the unit “{cells['unit']}”" if cells.get("unit") else ""
        return (
            f"cannot read the value “{cells['value']}”{unit}; write it as $2.65bn, 65.4% or 2.65 and a unit"
        )
    period: Quantity | None = None
    if cells.get("period"):
        period = read_period(cells["period"])
        if period is None:
            return f"cannot read the period “{cells['period']}”; write it as 2023, Q3 2023 or June 2023"
    place = f"{name}, line {row.line}"
    return Fact(row.entities, cells["metric"], period, value, cells.get("source", ""), place)


def read_value(value: str, unit: str = "") -> Quantity | None:
    """The one number of a value and its unit, in whatever order they make sense: "2.65" and "$ billion"."""
    parts = unit.replace("$", "$ ").replace("€", "€ ").replace("£", "£ ").split()
    # the sign or the code before the number, the scale or the noun after it
    for before in range(len(parts) + 1):
        head, tail = "".join(parts[:before]), " ".join(parts[before:])
        glued = f"{head}{value}{tail}"
        for text in (
            *([glued] if tail == "%" else []),
            f"{head}{value} {tail}",
            f"{head} {value} {tail}",
            glued,
        ):
            found = _only(text.strip())
            if found is not None and found.kind != "period":
                return found
    return None


def read_period(text: str) -> Quantity | None:
    """The one period that the text is, with its year."""
    found = _only(text)
    named = found is not None and found.kind == "period" and found.value == found.value
    return found if named else None


def _only(text: str) -> Quantity | None:
    """The quantity that a text is, up to the noun after it; None where it is more or something else."""
    found = quantities(Document(text, text, ()))
    if len(found) != 1 or found[0].is_range or found[0].qualifier is not None:
        return None
    (one,) = found
    rest = text[one.end :].strip(" -").lower()
    return one if one.start == 0 and rest in ("", one.noun) else None
