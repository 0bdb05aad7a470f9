"""What a run was: written beside its output, for whoever has to say later where the figures come from."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import finchecks
from finchecks.batch.columns import PLACE, Row
from finchecks.batch.inputs import BROKEN
from finchecks.rule.load import builtin_folder

_VERDICT, _SEVERITY, _FAULT, _MESSAGE = (PLACE[name] for name in ("verdict", "severity", "fault", "message"))


@dataclass(slots=True)
class Counts:
    """Articles, checks by verdict and severity, faults by reason."""

    articles: int = 0
    rows: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    #: messages of the faults by which more than one article was lost
    broken: list[str] = field(default_factory=list)

    def add(self, rows: Sequence[Row]) -> None:
        """An article and its rows."""
        self.articles += 1
        self.rows += len(rows)
        for row in rows:
            fault, verdict, severity = row[_FAULT], row[_VERDICT], row[_SEVERITY]
            if fault is not None:
                self.faults[str(fault)] += 1
                if fault in BROKEN:
                    self.broken.append(str(row[_MESSAGE]))
            if verdict is not None:
                self.verdicts[str(verdict)] += 1
            if severity is not None:
                self.severities[str(severity)] += 1

    def merge(self, other: Counts) -> None:
        """What another part of the articles came to."""
        self.articles += other.articles
        self.rows += other.rows
        self.verdicts.update(other.verdicts)
        self.severities.update(other.severities)
        self.faults.update(other.faults)
        self.broken += other.broken

    def to_json(self) -> str:
        """All of it, for ``from_json``."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})

    @classmethod
    def from_json(cls, text: str | bytes) -> Counts:
        kept: dict[str, Any] = json.loads(text)
        verdicts, severities, faults = (Counter(kept[name]) for name in ("verdicts", "severities", "faults"))
        return cls(kept["articles"], kept["rows"], verdicts, severities, faults, list(kept["broken"]))

    def to_dict(self) -> dict[str, object]:
        return {
            "articles": self.articles,
            "rows": self.rows,
            "checks": dict(sorted(self.verdicts.items())),
            "severities": dict(sorted(self.severities.items())),
            "faults": dict(sorted(self.faults.items())),
        }


def versions() -> dict[str, str]:
    """finchecks by version and by a digest of its files, since a checkout may have other ones."""
    package = Path(finchecks.__file__).parent
    return {
        "finchecks": finchecks.__version__,
        "program": digest(sorted(package.rglob("*.py"))),
        "python": platform.python_version(),
    }


def digests(rules: Path | None, rates: Path | None, facts: Path | None) -> dict[str, str | None]:
    """What the articles are judged by, as SHA-256 of the contents. Raises OSError for unreadable files."""
    own = sorted(rules.glob("*.yaml")) if rules else []
    built_in = sorted(path for path in builtin_folder().rglob("*") if path.is_file())
    converter = importlib.util.find_spec("currency_converter")
    folder = Path(converter.origin).parent if converter and converter.origin else None
    return {
        "rules": digest([*built_in, *own]),
        "rates": digest([*(sorted(folder.glob("*.zip")) if folder else ()), *([rates] if rates else ())]),
        "facts": digest([facts]) if facts else None,
    }


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the files' names and contents."""
    whole = hashlib.sha256()
    for path in paths:
        data = path.read_bytes()
        whole.update(f"{path.name}\0{len(data)}\0".encode(errors="surrogateescape") + data)
    return whole.hexdigest()
