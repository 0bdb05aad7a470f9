"""The numbers in a table's cells, with the unit and scale that caption, headers and row labels give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from finchecks.document import Cell, Document, Table
from finchecks.quantity import Quantity, QuantityKind
from finchecks.quantity.context import Context
from finchecks.quantity.number import digits, loose_half, scaled_by
from finchecks.quantity.scanner import scan
from finchecks.quantity.text import Text
from finchecks.quantity.vocabulary import Vocabulary, vocabulary

#: the plain cell: sign or bracket, symbol, digits, bracket, percent sign, footnote mark
_CELL = re.compile(
    r"(?P<open>\()?(?P<sign>[-−–+])?\s?(?P<symbol>[A-Z]{0,3}[$£€¥₹]|RMB|R)?\s?(?P<inner>\()?\s?(?P<minus>[-−–])?"
    r"(?P<body>\d[\d,]*(?:\.\d+)?|\.\d+)\s?(?P<percent>%)?\s?(?P<close>\))?\s?(?P<after>%)?"
    r"(?P<note>(?:\s?\(\w{1,2}\)|\s?\[\w{1,2}\]|[*†‡¹²³⁴⁵]){0,3})$"
)
#: a unit behind the brackets of a negative number: "(16) bps"
_BRACKETED = re.compile(r"\(\s?(?P<body>\d[\d,]*(?:\.\d+)?)\s?\)\s?(?P<unit>[a-zA-Z%][a-zA-Z% ]{0,24})$")
_SCALE = re.compile(
    r"\b(thousands?|millions?|billions?|crores?|lakhs?|mln|mn|bn|m|k)\b|[’'](000,000|000)|\b(000)s?\b"
)
_FACTORS = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "crore": 1e7, "lakh": 1e5, "mln": 1e6, "mn": 1e6,
    "bn": 1e9, "m": 1e6, "k": 1e3, "000": 1e3, "000,000": 1e6,
}  # fmt: skip
_BRACKET = re.compile(r"\(([^()]{1,80})\)")
_PERCENT = re.compile(r"%|\bper ?cent\b|\bpercentage\b|\bpct\b")
_PER_UNIT = re.compile(r"\bper[ -](?!cent)|\b(?:eps|dps)\b|/share|[$£€¥₹] ?/ ?[a-z]")
_NO_MONEY = re.compile(
    r"\b(?:shares?|units|number|count|headcount|employees|stores|customers|people|ratio|rate"
    r"|times|tonnes|barrels|volume|ounces|subscribers|members|percent|percentage)\b|#"
    # "at end of year" and "31 to 60 days" are said of money too
    r"|(?:\bin |\()(?:years?|months?|days|weeks)\b|(?<![\d ] )\bdays$"
)
_DURATION = re.compile(r"\b(?:in|\() ?(years?|months?|days|weeks)\b")


#: "(in millions, except average ticket price)": rows that a table's scale is not for
_EXCEPTED = re.compile(r"\bexcept(?:ing| for)? ([a-z][a-z ,'’-]{2,80})")
_AND = re.compile(r",|\band\b|\bor\b|\bdata\b|\bamounts?\b|\bfigures?\b|\binformation\b")
#: ... that are no shorter than this: not "all", "per"
_SHORT = 4
#: a unit after a label's last comma has so many words
_WORDS = 2
#: a figure in the sentence above a table ("Sales rose 5% to $3m") says no unit of the cells; "000" does
_FIGURE = re.compile(
    r"[$£€¥]?(?<![\w.,])(?!000)\d[\d.,]*"
    r"(?: ?(?:%|percent|per cent|pct|(?:thousand|million|billion|bn|m)\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a caption, header or label says about the numbers under or beside it; empty for nothing."""

    kind: QuantityKind | None = None
    name: str = ""
    factor: float | None = None
    #: "per share", "per tonne": no scale of the table applies
    per: bool = False
    #: "except per share data": the scale is not for rows that are per something
    counts: bool = False


def cells(document: Document) -> tuple[Quantity, ...]:
    """The quantities of the tables' cells, in order of their place; ``cell`` is (table, row, column).

    Years in header rows come as periods. A cell of "$" or "%" or ")" alone belongs to its neighbour.
    """
    if not document.tables:
        return ()
    words = vocabulary()
    context = Context(document.source, words)
    found: list[Quantity] = []
    for number, table in enumerate(document.tables):
        found += _table(number, table, context)
    return tuple(sorted(found, key=lambda one: one.start))


def unit_of(text: str, words: Vocabulary, context: Context, *, bracket: bool) -> Unit:
    """What a caption or label says: "(in thousands, except per share data)", "RMB million", "(%)", "US$m".

    In labels (``bracket``) only what stands between brackets, or after the last comma, speaks of units.
    """
    if not bracket:
        text = _FIGURE.sub(" ", text)
    low = text.lower()
    inside = " ; ".join(_BRACKET.findall(low)) if "(" in low else ""
    per = bool(_PER_UNIT.search(low)) and "except" not in low
    counts = bool(_NO_MONEY.search(low))
    scope = inside if bracket else low
    if bracket and not inside and "," in low and len(last := low.rpartition(",")[2].split()) <= _WORDS:
        # "Average price, A$/t", "Output, thousand tonnes"
        scope = " ".join(last)
    if bracket and (
        low.strip() in ("%", "percent", "per cent", "pct") or low.rstrip().endswith((" %", ", %"))
    ):
        scope = "%"
    kind: QuantityKind | None = None
    name = ""
    factor: float | None = None
    if scope:
        scale = _SCALE.search(scope)
        if scale is None and "$" in scope:
            glued = _GLUED.search(scope)
            factor = _FACTORS[glued.group(1)] if glued else None
        elif scale is not None:
            key = next(part for part in scale.groups() if part)
            factor = _FACTORS[key if key in _FACTORS else key.rstrip("s")]
        duration = _DURATION.search(f"({scope}") if bracket else None
        if _PERCENT.search(scope) and (bracket or "except" not in scope):
            kind, name = "percent", "percent"
        elif duration is not None:
            kind, name = "duration", duration.group(1).rstrip("s")
        else:
            name = _currency(text, words, context)
            kind = "money" if name else None
    return Unit(kind, name, factor, per, counts)


_GLUED = re.compile(r"\$ ?(m|bn|mn|k|000)\b")


def _currency(text: str, words: Vocabulary, context: Context) -> str:
    """The currency that a caption names by symbol, code or name; empty without one."""
    for found in _TOKEN.finditer(text):
        token = found.group()
        unit = words.symbols.get(token) or words.symbols.get(token.rstrip("mbnk"))
        if unit and (len(token) > 1 or not token.isalpha()):
            return context.currency(unit)
    low = text.lower()
    for found in _TOKEN.finditer(low):
        for tail in words.tails.get(found.group(), ()):
            if (
                tail.kind == "money"
                and tail.factor == 1.0
                and not tail.exact
                and low.startswith(tail.phrase, found.start())
            ):
                end = found.start() + len(tail.phrase)
                if not low[end : end + 1].isalnum():
                    return context.currency(tail.unit)
    return ""


_TOKEN = re.compile(r"[A-Za-z]{0,4}[$£€¥₹₩₦₱]|[A-Za-z]{2,}")


def _table(number: int, table: Table, context: Context) -> list[Quantity]:
    words = context.words
    caption = unit_of(table.caption, words, context, bracket=False) if table.caption else Unit()
    heads = table.rows[: table.header]
    for row in heads:
        for cell in row:
            said = unit_of(cell.text, words, context, bracket=False)
            if said.factor is not None and caption.factor is None and _is_note(cell.text, heads):
                caption = replace(said, per=False, counts=False)
    columns = max(map(len, table.rows), default=0)
    above = [_column(table, column, words, context) for column in range(columns)]
    money = _money_columns(table, context, words)
    rates = _rate_columns(table)
    labels = [
        next((cell.text for cell in row if any(map(str.isalpha, cell.text))), "") if row else ""
        for row in table.rows
    ]
    units = [
        unit_of(label, words, context, bracket=True) if label and at >= table.header else Unit()
        for at, label in enumerate(labels)
    ]
    # "Average ticket price ($)" in a table in millions: few rows say it, and say it because they are not
    plain = [unit.kind == "money" and unit.factor is None for unit in units]
    few = sum(plain) < (len(units) - table.header) / 2
    said_above = " ; ".join((table.caption, *(cell.text for row in heads for cell in row)))
    excepted = [
        name
        for rest in _EXCEPTED.findall(said_above.lower())
        for name in map(str.strip, _AND.split(rest))
        if len(name) > _SHORT and not _PER_UNIT.search(name)
    ]
    section = Unit()
    found: list[Quantity] = []
    for row_number, row in enumerate(table.rows):
        label, said = labels[row_number], units[row_number]
        if (few and plain[row_number]) or any(name in label.lower() for name in excepted):
            said = replace(said, factor=1.0)
        header = row_number < table.header
        numeric = 0
        for column, cell in enumerate(row):
            if not cell.text or not any(map(str.isdigit, cell.text)):
                continue
            if header or (column == 0 and row_number):
                year = _header_period(cell, context, (number, row_number, column))
                if year is not None and header:
                    found.append(year)
                continue
            one = _read(cell, row, column, context)
            if one is None:
                continue
            numeric += 1
            if column in rates and one.kind == "number":
                one = replace(one, kind="percent", unit="percent")
            one = _apply(one, (said, section, above[column], caption), money.get(column, ""))
            found.append(replace(one, cell=(number, row_number, column)))
        if not header and not numeric and label:
            section = unit_of(label, words, context, bracket=True)
            section = replace(section, counts=False, per=False) if section.kind or section.factor else Unit()
    return found


def _is_note(text: str, heads: Sequence[Sequence[Cell]]) -> bool:
    """Whether a header cell speaks for the whole table: it is in the first column, or alone in its row."""
    for row in heads:
        filled = [cell.text for cell in row if cell.text]
        if text in filled and (filled == [text] or row[0].text == text or len(set(filled)) == 1):
            return True
    return False


def _column(table: Table, column: int, words: Vocabulary, context: Context) -> Unit:
    """What the header cells above a column say of its unit."""
    said = Unit()
    for row in table.rows[: table.header]:
        if column < len(row) and column > 0 and row[column].text:
            one = unit_of(row[column].text, words, context, bracket=False)
            # "Year Ended December 31" and the like say nothing; a column of shares is no money
            said = Unit(
                one.kind or said.kind, one.name or said.name,
                said.factor if one.factor is None else one.factor, one.per or said.per, False,
            )  # fmt: skip
    return said


def _money_columns(table: Table, context: Context, words: Vocabulary) -> dict[int, str]:
    """Columns whose first amount bears a symbol: by custom the bare amounts below are in that currency."""
    found: dict[int, str] = {}
    for row in table.rows[table.header :]:
        for column, cell in enumerate(row):
            if (
                column == 0
                or column in found
                or ("$" not in cell.text and "£" not in cell.text and "€" not in cell.text)
            ):
                continue
            match = _SYMBOL.search(cell.text)
            unit = words.symbols.get(match.group()) if match else None
            if match and unit:
                found[column] = context.currency(unit)
                if cell.text == match.group():  # the symbol stands in a cell of its own
                    found.setdefault(column + 1, found[column])
    return found


_SYMBOL = re.compile(r"[A-Z]{0,3}[$£€]")
#: a column of rates has so many numbers
_RATES = 4


def _rate_columns(table: Table) -> frozenset[int]:
    """Columns whose first and last number bear a "%" and no other a unit: by custom all are percentages."""
    found: set[int] = set()
    rows = table.rows[table.header :]
    for column in range(1, max(map(len, rows), default=0)):
        texts = [
            row[column].text for row in rows if column < len(row) and any(map(str.isdigit, row[column].text))
        ]
        if len(texts) < _RATES or not all("%" in text for text in (texts[0], texts[-1])):
            continue
        inner = texts[1:-1]
        if all(not any(c.isalpha() or c in "$£€%" for c in text) for text in inner):
            found.add(column)
    return frozenset(found)


def _header_period(cell: Cell, context: Context, place: tuple[int, int, int]) -> Quantity | None:
    """The last period that a header cell names ("Year ended June 30, 2019", "2019", "FY22")."""
    named = [one for one in _scan(cell, context) if one.kind == "period"]
    return replace(named[-1], cell=place) if named else None


def _scan(cell: Cell, context: Context) -> list[Quantity]:
    """The quantities in a cell's text, by the rules of prose."""
    shift = cell.start
    return [
        replace(one, start=one.start + shift, end=one.end + shift) for one in scan(Text(cell.text, context))
    ]


def _read(cell: Cell, row: Sequence[Cell], column: int, context: Context) -> Quantity | None:
    """The number of a cell with what the cell, and a neighbour that completes it, says of its unit."""
    words = context.words
    found = _CELL.match(cell.text)
    if found is None:
        bracketed = _BRACKETED.match(cell.text)
        if bracketed is not None:
            return _negative(bracketed, cell, context)
        several = [one for one in _scan(cell, context) if one.kind != "period"]
        return several[0] if len(several) == 1 else None
    body = found["body"]
    written = digits(f"0{body}" if body[0] == "." else body, 0)
    if written is None:
        return None
    following = row[column + 1].text if column + 1 < len(row) else ""
    previous = row[column - 1].text if column else ""
    opened = bool(found["open"] or found["inner"])
    closed = bool(found["close"]) or following.startswith(")")
    negative = (opened and closed) or found["sign"] in ("-", "−", "–") or bool(found["minus"])
    symbol = found["symbol"] or (previous if previous in words.symbols else previous.rstrip("( "))
    unit = words.symbols.get(symbol, "") if symbol else ""
    kind: QuantityKind = "number"
    name = ""
    if found["percent"] or found["after"] or following in ("%", ")%", "%)", ") %"):
        kind, name = "percent", "percent"
    elif unit and (found["symbol"] or column):
        kind, name = "money", context.currency(unit)
    start = cell.start
    end = cell.start + found.start("note") if found["note"] else cell.end
    text = context.text[start:end].rstrip()
    value = -written.value if negative else written.value
    half, wide = written.step / 2, loose_half(written.value, written.step, written.loose_step)
    return Quantity(
        start, start + len(text), text, kind, value, name, value - half, value + half, value - wide,
        value + wide, written.step, 1.0, written.decimals, signed=negative or bool(found["sign"]),
    )  # fmt: skip


def _negative(bracketed: re.Match[str], cell: Cell, context: Context) -> Quantity | None:
    """A negative number with its unit behind the brackets: "(16) bps"."""
    inside = scan(Text(f"{bracketed['body']} {bracketed['unit']}", context))
    if len(inside) != 1 or inside[0].is_range:
        return None
    one = inside[0]
    return replace(
        one, start=cell.start, end=cell.end, text=cell.text, value=-one.value, low=-one.high, high=-one.low,
        loose_low=-one.loose_high, loose_high=-one.loose_low, signed=True,
    )  # fmt: skip


def _apply(one: Quantity, said: Sequence[Unit], column_money: str) -> Quantity:
    """Give a cell's number the unit and scale that row, section, column and caption say, in that order."""
    row = said[0]
    named = next((unit for unit in said if unit.kind is not None), None)
    factor = next((unit.factor for unit in said if unit.factor is not None), None)
    kind, name = one.kind, one.unit
    if kind == "number":
        if named is not None and (named.kind != "money" or not row.counts or named is row):
            kind, name = named.kind or kind, named.name
        if kind == "number" and column_money and not row.counts:
            kind, name = "money", column_money
    per = row.per or any(unit.per for unit in said)
    if (
        factor is None
        or one.scale != 1.0
        or per
        or kind not in ("money", "number")
        or (kind == "number" and row.counts)
    ):
        return one if kind == one.kind else replace(one, kind=kind, unit=name)
    return replace(
        one, kind=kind, unit=name, value=scaled_by(one.value, factor), low=one.low * factor,
        high=one.high * factor,
        loose_low=one.loose_low * factor, loose_high=one.loose_high * factor, step=one.step * factor,
        scale=factor,
    )  # fmt: skip
