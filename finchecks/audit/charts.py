"""The larger charts, drawn by Altair as SVG that can stand in a page.

Colours are those of a light page; the style sheet of the reports turns them where a page is dark, by the
names below. Whatever a chart library may come to write, only drawing gets into the page: unknown elements and
attributes are left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from finchecks.audit.article import STATUSES
from finchecks.audit.ledger import Pair
from finchecks.audit.words import WORDS

#: what a chart is drawn in; the style sheet knows these and gives each its colour on dark pages
COLORS = {
    "error": "#b3261e",
    "warning": "#8a5a00",
    "note": "#6750a4",
    "unverifiable": "#5f6b7a",
    "consistent": "#1b7a43",
    "line": "#2f6db5",
    "ink": "#33393f",
    "grid": "#d9dde2",
    "paper": "#fff",
}
#: added at both sides
MARGIN = 16
#: how far apart conversions of one day are drawn
SIDE = dt.timedelta(days=8)
_NAMESPACE = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset({"svg", "g", "path", "rect", "line", "text", "tspan", "circle"})
_ATTRIBUTES = frozenset(
    {"viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "d"}
    | {"transform", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"}
    | {"stroke-opacity", "opacity", "text-anchor", "font-size", "font-weight"}
)
_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def rates(pair: Pair) -> str | None:
    """Reference rates as a line, each conversion's implied rate as a bar at its day; None without rates."""
    if not pair.history:
        return None
    import altair as alt

    ink, line = COLORS["ink"], COLORS["line"]
    history = alt.Chart(_data(values=[{"day": day.isoformat(), "rate": rate} for day, rate in pair.history]))
    x = alt.X("day:T").axis(title=None, format="%b %Y", tickCount=10, labelOverlap=True)
    y = alt.Y("rate:Q").scale(zero=False).title(pair.unit)
    implied = []
    dated = [(one.days[0] + (one.days[1] - one.days[0]) / 2, one) for one in pair.conversions if one.days]
    for day, one in dated:
        same = [other for when, other in dated if when == day]
        # those of one day stand beside each other
        place = day + SIDE * (same.index(one) - (len(same) - 1) / 2)
        row = {"day": place.isoformat(), "low": one.low, "high": one.high}
        implied.append({**row, "status": one.verdict, "number": str(one.number)})
    bars = alt.Chart(_data(values=implied))
    shade = alt.Color("status:N").scale(domain=list(STATUSES), range=[COLORS[s] for s in STATUSES])
    low, high = alt.Y("low:Q").title(pair.unit), alt.Y2("high:Q")
    chart = alt.layer(
        history.mark_line(color=line, strokeWidth=1.6).encode(x=x, y=y),
        bars.mark_rule(strokeWidth=5, opacity=0.8).encode(
            x="day:T", y=low, y2=high, color=shade.legend(None)
        ),
        bars.mark_text(dy=-8, fontSize=12, color=ink, fontWeight="bold").encode(
            x="day:T", y="high:Q", text="number:N"
        ),
    )
    return _svg(chart.properties(width=860, height=220))


def stacked(rows: Sequence[tuple[str, str, int]], *, upright: bool = False) -> str | None:
    """Checks as stacked bars: (name, status, count). ``upright`` for months, which go from left to right."""
    if not rows:
        return None
    import altair as alt

    names = list(dict.fromkeys(name for name, _, _ in rows))
    values = [
        {"name": name, "outcome": WORDS[status], "n": count, "order": STATUSES.index(status)}
        for name, status, count in rows
    ]
    present = [status for status in STATUSES if any(status == one and count for _, one, count in rows)]
    shade = (
        alt.Color("outcome:N")
        .scale(domain=[WORDS[status] for status in present], range=[COLORS[status] for status in present])
        .legend(title=None, orient="top")
    )
    name = alt.Axis(title=None, labelLimit=150)
    count = alt.Axis(title="checks", tickMinStep=1, format="d")
    bars = alt.Chart(_data(values=values)).mark_bar(stroke=COLORS["paper"], strokeWidth=0.5)
    if upright:
        chart = bars.encode(
            x=alt.X("name:N", sort=names, axis=name),
            y=alt.Y("sum(n):Q", axis=count),
            color=shade,
            order="order:Q",
        ).properties(width=max(160, min(400, 44 * len(names))), height=170)
    else:
        chart = bars.encode(
            y=alt.Y("name:N", sort=names, axis=name),
            x=alt.X("sum(n):Q", axis=count),
            color=shade,
            order="order:Q",
        ).properties(width=250, height=22 * len(names) + 10)
    return _svg(chart)


def _data(values: Sequence[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=list(values))  # type: ignore[no-untyped-call]


def _svg(chart: Any) -> str:
    import vl_convert

    ink, grid = COLORS["ink"], COLORS["grid"]
    axis = {"labelColor": ink, "titleColor": ink, "tickColor": grid, "domainColor": grid, "gridColor": grid}
    spec = chart.configure(
        background="transparent", font="sans-serif", aria=False, axis={**axis, "labelFontSize": 11}
    ).configure_view(stroke=None)
    spec = spec.configure_legend(labelColor=ink, labelFontSize=11, columnPadding=22)
    return clean(vl_convert.vegalite_to_svg(spec.to_dict()))


def clean(svg: str) -> str:
    """An SVG's drawing and nothing else, with shorter numbers: no style, script, link, event or name."""
    root = ElementTree.fromstring(svg)
    _prune(root)
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    # a reader's font may be wider than that which the library measured by
    box = f"{-MARGIN} 0 {width + 2 * MARGIN:g} {height:g}"
    root.attrib = {"class": "drawn", "viewBox": box, "width": f"{width + 2 * MARGIN:g}"}
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _prune(node: ElementTree.Element) -> None:
    node.tag = _local(node.tag)
    kept = {}
    for name, value in node.attrib.items():
        if name in _ATTRIBUTES and "url" not in value.lower():
            kept[name] = _NUMBER.sub(lambda found: f"{float(found[0]):.1f}", value)
    node.attrib = kept
    for child in list(node):
        hidden = child.get("display") == "none" or (_local(child.tag) == "path" and not child.get("d"))
        if _local(child.tag) not in _ELEMENTS or hidden:
            node.remove(child)
        else:
            _prune(child)
    if _local(node.tag) not in ("text", "tspan"):
        node.text = None
    node.tail = None


def _local(tag: str) -> str:
    return tag.removeprefix(f"{{{_NAMESPACE}}}")
