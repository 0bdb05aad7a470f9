"""A table element → rows of cells on a grid, as its readers see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finchecks.document.page import Node
from finchecks.document.tables import MAX_CELLS, is_name

#: A cell of more text than this is no figure's and no label's: the table serves the layout.
_LONG_CELL = 400
#: Spans beyond this are mistakes.
_MOST_SPAN = 100

#: What stands at a place of the grid: a cell's element, or nothing.
Line = list[Node | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table of data, all equally wide. ``header`` counts the leading rows that the markup sets
    off as header, None where it sets off none."""

    rows: list[Line]
    header: int | None


def grid_of(table: Node, left_out: frozenset[Node]) -> Grid | None:
    """The grid of a table that holds no table; None where it serves the layout.

    A header cell that spans columns names each of them. A figure that spans columns stands in the last of
    them, where figures end, a label in the first. A label that spans rows names each of them; a figure is not
    said twice.
    """
    if table.get("role").lower() in ("presentation", "none"):
        return None
    rows: list[list[Node]] = []
    heads = 0
    for row in _rows(table, left_out):
        cells = [cell for cell in row.children if isinstance(cell, Node) and cell.tag in ("td", "th")]
        cells = [cell for cell in cells if cell not in left_out]
        if not any(cell.text() for cell in cells):
            continue
        in_thead = row.parent is not None and row.parent.tag == "thead"
        if heads == len(rows) and (in_thead or all(cell.tag == "th" for cell in cells)):
            heads += 1
        rows.append(cells)
    texts = [cell.text() for cells in rows for cell in cells]
    if len(rows) < 2 or any(len(text) > _LONG_CELL for text in texts):
        return None
    if sum(any(map(str.isdigit, text)) for text in texts) < 2:
        return None
    heads = heads if heads < len(rows) else 0
    grid = _compact(*_laid_out(rows, heads or _named(rows)))
    return Grid(grid, heads or None) if len(grid[0]) > 1 else None


def _rows(table: Node, left_out: frozenset[Node]) -> list[Node]:
    found: list[Node] = []
    stack = [table]
    while stack:
        node = stack.pop()
        if node in left_out:
            continue
        if node.tag == "tr":
            found.append(node)
        stack += [child for child in reversed(node.children) if isinstance(child, Node)]
    return found


def _named(rows: Sequence[Sequence[Node]]) -> int:
    """How many leading rows hold no figure, and so name columns though no markup says it."""
    for number, cells in enumerate(rows):
        if not all(is_name(text) for cell in cells if (text := cell.text())):
            return number
    return 0


def _laid_out(rows: Sequence[Sequence[Node]], heads: int) -> tuple[list[Line], int]:
    """The cells at their places, spans unfolded."""
    grid: list[Line] = []
    hanging: dict[int, tuple[int, Node | None]] = {}  # column → rows it still spans, what it says there
    for number, cells in enumerate(rows):
        line: Line = []
        coming = list(reversed(cells))
        while (coming or len(line) in hanging) and len(line) < MAX_CELLS:
            if len(line) in hanging:
                left, node = hanging.pop(len(line))
                if left > 1:
                    hanging[len(line)] = (left - 1, node)
                line.append(node)
                continue
            cell = coming.pop()
            width = min(_span(cell, "colspan"), MAX_CELLS - len(line))
            height = min(_span(cell, "rowspan"), len(rows) - number)
            is_figure = not is_name(cell.text())
            names_each = number < heads and len(cells) > 1
            at = width - 1 if is_figure else 0
            for column in range(width):
                shown = cell if names_each or column == at else None
                if height > 1:
                    repeated = None if is_figure or number < heads else shown
                    hanging[len(line)] = (height - 1, repeated)
                line.append(shown)
        grid.append(line)
    return grid, heads


def _span(node: Node, name: str) -> int:
    text = node.get(name).strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _compact(grid: list[Line], heads: int) -> list[Line]:
    """The grid as wide as its widest row, without the columns in which nothing stands below the header."""
    width = max(map(len, grid))
    full: list[Line] = [[*line, *[None] * (width - len(line))] for line in grid]
    filled = {
        column
        for line in full[heads:]
        for column, cell in enumerate(line)
        if cell is not None and cell.text()
    }
    return [[line[column] for column in range(width) if column in filled] for line in full]
