"""Article → a workpaper: each check as a row of cells with the recomputation as a live formula.

Nothing of an article is ever written as a formula, a link or a number: its words go in as strings, whatever
they begin with. Numbers are finchecks' own readings of it, formulas are made of cells' names alone.
"""

from __future__ import annotations

import datetime as dt
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

import finchecks
from finchecks.audit.article import Article, Entry
from finchecks.audit.batch import Batch
from finchecks.audit.ledger import named
from finchecks.audit.record import CHUNK, SEAL, packed
from finchecks.audit.words import SHOWN, WORDS, counted, provenance, role_name
from finchecks.audit.workings import Cell
from finchecks.engine import Rate
from finchecks.report.plain import plain

#: how a workpaper says that a figure was seen to
TICKMARKS = {
    "✓": "recalculated: the stated figure agrees within the rounding of the figures",
    "≈": "recalculated: the difference is immaterial, or a generous rounding would explain it",
    "✗": "recalculated: the figures cannot all be right",
    "○": "not checkable: a figure that it depends on is not in the article, or no formula of cells gives it",
}
_TICKS = {"error": "✗", "warning": "≈", "note": "≈", "unverifiable": "○", "consistent": "✓"}
#: the columns before the operands; each operand has five more
COLUMNS = (
    "Check", "Tickmark", "Outcome", "Line", "Rule", "Claim", "Unit", "Stated", "Stated from", "Stated to",
    "Recomputed", "Recomputed from", "Recomputed to", "Difference", "By formula", "finchecks' figure",
    "Decision", "Fingerprint",
)  # fmt: skip
OPERAND = ("role", "as written", "value", "from", "to")
_AT = {name: place for place, name in enumerate(COLUMNS)}
#: how figures are shown. (With "0.##" a spreadsheet writes a whole number as "47.")
_PATTERNS = {"whole": "#,##0", "small": "0.0#######", "large": "#,##0.0#"}
_LIVE = "#EEF5FC"
#: the height of a line, in points; rows of wrapped text are told theirs, since not every program works it out
_LINE = 15.0
#: sizes of paper as workbooks number them
A3, A4 = 8, 9
#: rows before the first check
HEAD = 2
#: the longest text that a cell holds
_LONGEST = 32_000


@dataclass(slots=True)
class _Book:
    """A workbook under way, with its formats."""

    file: Any
    formats: dict[str, Any]

    def shown(self, value: float, kind: str = "figure", unit: str = "") -> Any:
        """The format of a figure with as many decimals as its size needs; "live" is that of a formula, which
        is not whole for ever."""
        if unit == "period":
            return self.formats["plain"]
        size = abs(value)
        if size >= 1e9 or (kind == "figure" and value == round(value)):
            name = "whole"
        else:
            name = "large" if size >= 1000 else "small"
        return self.formats[name if kind == "figure" else f"live {name}"]

    def sheet(
        self, name: str, widths: Sequence[float], heads: Sequence[str] = (), row: int = 0, pages: int = 1
    ) -> Any:
        """A sheet that prints ``pages`` wide, its heads on each."""
        sheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(pages, 0)
        sheet.set_footer("&L&A&R&P / &N")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, head in enumerate(heads):
            sheet.write_string(row, column, head, self.formats["head"])
        if heads:
            sheet.set_row(row, 2 * _LINE)
            sheet.freeze_panes(row + 1, 0)
            sheet.repeat_rows(row)
        return sheet


def workpaper(article: Article) -> bytes:
    """The workbook of one article."""
    out = BytesIO()
    book = _book(out, article.record.time, article.title)
    _summary(book, article)
    checks = book.sheet("Checks", [7, 9, 13, 6, 20, 22, 12, *[17] * 7, 11, 17, 34, 19], pages=2)
    checks.set_paper(A3)
    checks.set_row(HEAD - 1, 2 * _LINE)
    checks.repeat_rows(HEAD - 1)
    checks.repeat_columns(0, 1)
    where = _rates(book, article)
    _checks(book, checks, article, where)
    _findings(book, article)
    _provenance(book, provenance(article.record), packed(article.record))
    return _closed(book, out)


def summary(batch: Batch) -> bytes:
    """The workbook of a batch: a row for each article, totals as formulas."""
    out = BytesIO()
    book = _book(out, batch.time, "finchecks report")
    heads = ("Article", "Title", "Source", "Published", *(WORDS[s] for s in SHOWN), "Workpaper")
    sheet = book.sheet("Articles", [40, 40, 24, 12, *[13] * len(SHOWN), 40], heads)
    for number, row in enumerate(batch.rows, 1):
        texts = (row.path, row.title, row.source, row.published or "")
        for column, text in enumerate(texts):
            _text(sheet, number, column, text)
        for column, status in enumerate(SHOWN, 4):
            sheet.write_number(number, column, row.counts[status])
        _text(sheet, number, 4 + len(SHOWN), f"{row.stem}.xlsx")
    last = len(batch.rows) + 1
    _text(sheet, last, 0, "Total", book.formats["bold"])
    for column, status in enumerate(SHOWN, 4):
        name = xl_col_to_name(column)
        total = batch.counts[status]
        sheet.write_formula(last, column, f"=SUM({name}2:{name}{last})", book.formats["bold"], total)
    if batch.rows:
        sheet.autofilter(0, 0, last - 1, 4 + len(SHOWN))
    if batch.unread:
        unread = book.sheet("Not checked", [50, 90], ("File", "Why"))
        for number, (path, message) in enumerate(batch.unread, 1):
            _text(unread, number, 0, path)
            _text(unread, number, 1, message)
    _provenance(book, batch.provenance, packed(batch.record))
    return _closed(book, out)


def _book(out: BytesIO, time: str, title: str) -> _Book:
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    file = xlsxwriter.Workbook(out, options)
    made = dt.datetime.fromisoformat(time.rstrip("Z")) if time else dt.datetime(2000, 1, 1)
    file.set_properties(
        {"title": _safe(title)[:250], "author": f"finchecks {finchecks.__version__}", "created": made}
    )
    looks = {
        "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E8EBEE"},
        "bold": {"bold": True},
        "wrap": {"text_wrap": True, "valign": "top"},
        **{name: {"num_format": pattern} for name, pattern in _PATTERNS.items()},
        "plain": {},
        "live": {"bg_color": _LIVE, "indent": 1},
        "beside": {"indent": 1},  # text to the right of a figure
        **{f"live {name}": {"num_format": pattern, "bg_color": _LIVE} for name, pattern in _PATTERNS.items()},
        "tick": {"align": "center", "bold": True},
        "title": {"bold": True, "font_size": 15},
        "record": {"align": "fill", "font_color": "#545C66"},
        "digest": {"font_name": "Consolas", "font_size": 9},
    }
    return _Book(file, {name: file.add_format(look) for name, look in looks.items()})


def _closed(book: _Book, out: BytesIO) -> bytes:
    """The file, with a place for the seal, which a spreadsheet that saves it anew will drop."""
    book.file.close()
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = f"{SEAL}{'0' * 64}".encode()
    return out.getvalue()


def _safe(text: str) -> str:
    """Text that a cell can hold: no control characters, no lone surrogates, not too long."""
    return plain(text)[:_LONGEST]


def _text(sheet: Any, row: int, column: int, text: str, look: Any = None) -> None:
    """The only way that words get into a cell: as a string, never as a formula or a link."""
    sheet.write_string(row, column, _safe(text), look)


# -------------------------------------------------------------------------------------------- sheets


def _summary(book: _Book, article: Article) -> None:
    sheet = book.sheet("Summary", [30, 90])
    _text(sheet, 0, 0, article.title, book.formats["title"])
    _text(sheet, 1, 0, article.path)
    row = 3
    for outcome in SHOWN:
        if article.counts[outcome]:
            _text(sheet, row, 0, counted(article.counts[outcome], outcome))
            row += 1
    coverage = article.coverage
    _text(sheet, row, 0, f"{coverage.found} derived claims found")
    _text(
        sheet, row, 1, f"{coverage.checked} recomputed, {len(coverage.missing)} not verifiable from the text"
    )
    _text(sheet, row + 1, 0, f"{coverage.figures} figures")
    _text(sheet, row + 1, 1, f"{coverage.covered} of them take part in a check")
    row += 3
    _text(sheet, row, 0, "Tickmarks", book.formats["bold"])
    for number, (mark, meaning) in enumerate(TICKMARKS.items(), row + 1):
        _text(sheet, number, 0, mark, book.formats["tick"])
        _text(sheet, number, 1, meaning, book.formats["wrap"])
    row += len(TICKMARKS) + 2
    _text(sheet, row, 0, "Reading the sheet “Checks”", book.formats["bold"])
    for number, line in enumerate(
        (
            "Shaded cells are formulas over the operands to their right, and over their bounds.",
            "“By formula”: what is stated and what is recomputed agree when they share a value.",
            "Values are in base units: dollars, not millions; 76% is 76. An empty bound is none.",
        ),
        row + 1,
    ):
        _text(sheet, number, 1, line, book.formats["wrap"])


def _checks(book: _Book, sheet: Any, article: Article, rates: dict[tuple[int, int], int]) -> None:
    most = max(
        (len(e.working.cells if e.working else e.check.claim.operands) for e in article.entries), default=0
    )
    heads = [*COLUMNS, *(f"Operand {n} {part}" for n in range(1, most + 1) for part in OPERAND)]
    _text(sheet, 0, 0, f"{article.title}: {article.path}", book.formats["bold"])
    for column, head in enumerate(heads):
        _text(sheet, HEAD - 1, column, head, book.formats["head"])
    for column in range(len(COLUMNS), len(heads)):
        sheet.set_column(column, column, 13 if (column - len(COLUMNS)) % len(OPERAND) == 0 else 17)
    sheet.freeze_panes(HEAD, 2)
    for row, entry in enumerate(article.entries, HEAD):
        _row(book, sheet, row, entry, rates)
    if article.entries:
        sheet.autofilter(HEAD - 1, 0, HEAD + len(article.entries) - 1, len(heads) - 1)


def _row(book: _Book, sheet: Any, row: int, entry: Entry, rates: dict[tuple[int, int], int]) -> None:
    check = entry.check
    unit = check.claim.stated.unit
    sheet.write_number(row, _AT["Check"], entry.number)
    tick = "○" if entry.working is None and entry.status == "consistent" else _TICKS[entry.status]
    _text(sheet, row, _AT["Tickmark"], tick, book.formats["tick"])
    _text(sheet, row, _AT["Outcome"], WORDS[entry.shown])
    sheet.write_number(row, _AT["Line"], entry.line)
    _text(sheet, row, _AT["Rule"], check.claim.rule, book.formats["beside"])
    _text(sheet, row, _AT["Claim"], entry.text)
    _text(sheet, row, _AT["Unit"], unit.replace("_", " "))
    _number(sheet, row, _AT["Stated"], check.claim.value, book)
    _number(sheet, row, _AT["Stated from"], check.stated.low, book)
    _number(sheet, row, _AT["Stated to"], check.stated.high, book)
    decisions = [
        f"{'accepted' if d.accepted else 'rejected'} by {d.name} on {d.date}: {d.reason}"
        for d in entry.decisions
    ]
    if not decisions and entry.accepted is not None:
        decisions = [f"accepted {entry.accepted_by}"]
    _text(sheet, row, _AT["Decision"], "; ".join(decisions))
    _text(sheet, row, _AT["Fingerprint"], entry.fingerprint)
    if check.recomputed is not None:
        _number(sheet, row, _AT["finchecks' figure"], check.recomputed.value, book)
    work = entry.working
    if work is None:
        cells: Sequence[Cell] = [
            Cell(o.role, o.text, o.value, o.strict.low, o.strict.high, o.unit) for o in check.claim.operands
        ]
    else:
        cells = work.cells
    for place, cell in enumerate(cells):
        _operand(book, sheet, row, place, cell, rates.get((entry.number, _rate_place(entry, cell.rate))))
    if work is None:
        return

    def name(operand: int, part: str) -> str:
        return str(xl_rowcol_to_cell(row, _column(operand, part)))

    columns = ("Recomputed", "Recomputed from", "Recomputed to")
    for column, formula, value in zip(columns, work.written(name), work.figures, strict=True):
        sheet.write_formula(row, _AT[column], f"={formula}", book.shown(value, "live"), value)
    at = {column: xl_rowcol_to_cell(row, place) for column, place in _AT.items()}
    if check.recomputed is not None:
        formula, apart = f"={at['Stated']}-{at['Recomputed']}", check.claim.value - work.figures[0]
        sheet.write_formula(row, _AT["Difference"], formula, book.shown(apart, "live"), apart)
        agrees = "agrees" if check.verdict == "consistent" else "differs"
        sheet.write_formula(
            row, _AT["By formula"], _agreement(at, work.tolerance), book.formats["live"], agrees
        )
    else:  # a direction: which way the numbers went
        low, high = at["Recomputed from"], at["Recomputed to"]
        moved = "rises" if work.figures[1] > 0 else "falls"
        formula = f'=IF({low}>0,"rises",IF({high}<0,"falls","either"))'
        sheet.write_formula(row, _AT["By formula"], formula, book.formats["live"], moved)


def _agreement(at: dict[str, str], tolerance: float) -> str:
    """Two closed intervals meet, within a billionth; an empty cell is no bound."""
    low, high, first, last = (at[n] for n in ("Stated from", "Stated to", "Recomputed from", "Recomputed to"))
    slack = f"1E-9*MAX(ABS({low}),ABS({high}),ABS({first}),ABS({last}))"
    if tolerance:
        slack = f"({slack}+{tolerance!r}*MAX(ABS({first}),ABS({last})))"
    above = f'OR({low}="",{last}>={low}-{slack})'
    below = f'OR({high}="",{first}<={high}+{slack})'
    return f'=IF(AND({above},{below}),"agrees","differs")'


def _column(operand: int, part: str) -> int:
    return len(COLUMNS) + len(OPERAND) * operand + {"value": 2, "low": 3, "high": 4}[part]


def _operand(book: _Book, sheet: Any, row: int, place: int, cell: Cell, rate_row: int | None) -> None:
    first = len(COLUMNS) + len(OPERAND) * place
    _text(sheet, row, first, role_name(cell.role), book.formats["beside"])
    _text(sheet, row, first + 1, cell.text if cell.rate is None else named(cell.rate))
    for offset, value in ((2, cell.value), (3, cell.low), (4, cell.high)):
        if rate_row is None:
            _number(sheet, row, first + offset, value, book, cell.unit)
        else:
            source = f"Rates!{xl_rowcol_to_cell(rate_row, _RATE_AT[offset])}"
            sheet.write_formula(row, first + offset, f"={source}", book.shown(value, "live"), value)


def _number(sheet: Any, row: int, column: int, value: float, book: _Book, unit: str = "") -> None:
    """A figure; no cell where it is unbounded."""
    if math.isfinite(value):
        sheet.write_number(row, column, value, book.shown(value, unit=unit))


#: columns of the sheet of rates that hold a rate's middle, low and high
_RATE_AT = {2: 8, 3: 6, 4: 7}
_RATE_HEADS = (
    "Check", "Amount", "Stated as", "Rate of", "Date or period", "Unit", "From", "To", "Middle", "Fits",
    "Implied", "Implied from", "Implied to",
)  # fmt: skip


def _rate_place(entry: Entry, rate: Rate | None) -> int:
    return next((place for place, one in enumerate(entry.check.rates) if one is rate), -1)


def _rates(book: _Book, article: Article) -> dict[tuple[int, int], int]:
    """The sheet of rates; (check, its rate's place) → row."""
    sheet = book.sheet("Rates", [7, 22, 22, 34, 16, 14, *[13] * 3, 7, *[13] * 3], _RATE_HEADS)
    rows: dict[tuple[int, int], int] = {}
    row = 1
    for entry in article.entries:
        if entry.check.claim.kind != "currency_conversion":
            continue
        source = next((one for one in entry.check.claim.operands if one.role == "from"), None)
        if source is None:
            continue
        unit = f"{entry.check.claim.stated.unit} per {source.unit}"
        for place, one in enumerate(entry.check.rates or (None,)):
            sheet.write_number(row, 0, entry.number)
            _text(sheet, row, 1, source.text)
            _text(sheet, row, 2, entry.text)
            _text(sheet, row, 5, unit)
            if one is not None:
                _text(sheet, row, 3, named(one))
                _text(sheet, row, 4, one.date or one.period or "")
                _number(sheet, row, 6, one.low, book)
                _number(sheet, row, 7, one.high, book)
                middle = (one.low + one.high) / 2
                sheet.write_formula(row, 8, f"=(G{row + 1}+H{row + 1})/2", book.shown(middle, "live"), middle)
                _text(sheet, row, 9, "yes" if one.fits else "no")
                rows[entry.number, place] = row
            else:
                _text(sheet, row, 3, "none of its day is known")
            _implied(book, sheet, row, entry)
            row += 1
    return rows


def _implied(book: _Book, sheet: Any, row: int, entry: Entry) -> None:
    """The rate that the two amounts imply, as formulas over the sheet of checks."""
    line = HEAD + entry.number - 1
    stated = [xl_rowcol_to_cell(line, _AT[n]) for n in ("Stated", "Stated from", "Stated to")]
    source = [xl_rowcol_to_cell(line, _column(0, part)) for part in ("value", "high", "low")]
    operand = next(one for one in entry.check.claim.operands if one.role == "from")
    tops = (entry.check.claim.value, *entry.check.stated)
    bottoms = (operand.value, operand.strict.high, operand.strict.low)
    for column, top, bottom, a, b in zip((10, 11, 12), stated, source, tops, bottoms, strict=True):
        if math.isfinite(a) and b:
            look = book.shown(a / b, "live")
            sheet.write_formula(row, column, f"=Checks!{top}/Checks!{bottom}", look, a / b)


def _findings(book: _Book, article: Article) -> None:
    heads = (
        "Check",
        "Tickmark",
        "Outcome",
        "Line",
        "Claim",
        "What finchecks says",
        "Diagnosis",
        "Suggestion",
    )
    sheet = book.sheet("Messages", [7, 9, 13, 6, 22, 90, 40, 24], heads)
    for row, entry in enumerate(article.entries, 1):
        check, wrap = entry.check, book.formats["wrap"]
        sheet.write_number(row, 0, entry.number, wrap)
        _text(sheet, row, 1, _TICKS[entry.status], wrap)
        _text(sheet, row, 2, WORDS[entry.shown], wrap)
        sheet.write_number(row, 3, entry.line, wrap)
        _text(sheet, row, 4, entry.text, wrap)
        _text(sheet, row, 5, check.message, wrap)
        _text(
            sheet, row, 6, f"{check.diagnosis.code}: {check.diagnosis.text}" if check.diagnosis else "", wrap
        )
        _text(sheet, row, 7, check.suggestion or "", wrap)
        told = check.diagnosis.text if check.diagnosis else ""
        sheet.set_row(row, _LINE * max(_lines(check.message, 90), _lines(f"{told} wrong_date_rate", 40)))
    for row, note in enumerate(article.notes, len(article.entries) + 2):
        _text(sheet, row, 5, note.message, book.formats["wrap"])
        sheet.set_row(row, _LINE * _lines(note.message, 90))


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column, generously: characters are of many widths."""
    return 1 + int(len(text) / (0.9 * width))


def _provenance(book: _Book, rows: Sequence[tuple[str, str]], record: str) -> None:
    sheet = book.sheet("Provenance", [34, 80])
    for row, (name, value) in enumerate(rows):
        _text(sheet, row, 0, name, book.formats["bold"])
        _text(sheet, row, 1, value, book.formats["digest"] if len(value) == 64 else None)
    sheet.print_area(0, 0, len(rows) - 1, 1)  # nobody reads the record on paper
    row = len(rows) + 1
    _text(sheet, row, 0, "For finchecks report --verify", book.formats["bold"])
    for place in range(0, len(record), CHUNK):
        sheet.write_string(row, 1, record[place : place + CHUNK], book.formats["record"])
        row += 1
