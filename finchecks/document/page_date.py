"""When a web page was published, as its metadata says it; never guessed from a date or year in its text.

In this order: JSON-LD (schema.org's ``datePublished`` of the article, else of the page), ``meta`` elements
(Open Graph's ``article:published_time``, Dublin Core, and the names that newspapers use), microdata
(``itemprop="datePublished"``), and ``time`` elements that are marked as the day of publication or stand at
the head of the article. The day is that of the page's own time zone. A day of change is none of publication.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from finchecks.document import dates
from finchecks.document.dates import Found
from finchecks.document.main_text import RUNNING, MainText, walk
from finchecks.document.page import Node, Page, Piece

_ARTICLE = re.compile(r"article|posting|report|pressrelease|newsitem", re.IGNORECASE)
_PAGE = re.compile(r"webpage|creativework", re.IGNORECASE)
_META = (
    *("article:published_time", "og:published_time", "article:published", "datepublished", "date_published"),
    *("citation_publication_date", "citation_date", "publication_date", "publish-date", "publish_date"),
    *("publishdate", "published", "published_date", "published_time", "pubdate", "parsely-pub-date"),
    *("sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created"),
    *("dcterms.date", "dc.date", "release_date", "originalpublicationdate", "cxenseparse:recs:publishtime"),
    *("date", "bt:pubdate", "rnews:datepublished"),
)
_PUBLISHED = re.compile(r"publish|pubdate|posted|entry-?date|dt-published|release", re.IGNORECASE)
_CHANGED = re.compile(r"updat|modif|edit|chang|correct", re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?:T?[0-9]{4,6}Z?)?")
#: How much text may stand before a time element at the head of an article.
_HEAD = 400
#: How deep JSON-LD is searched.
_DEPTH = 4


def published(page: Page, found: MainText) -> Found | None:
    """The day of publication by the page's metadata; it has no span, since no text says it."""
    for value in _values(page, found):
        if (day := _day(value)) is not None:
            return day
    return None


def _values(page: Page, found: MainText) -> Iterator[str]:
    things = [thing for text in page.data for thing in _things(_json(text), 0)]
    for kind in (_ARTICLE, _PAGE):
        for thing in things:
            value = thing.get("datePublished")
            if isinstance(value, str) and kind.search(str(thing.get("@type", ""))):
                yield value
    nodes = list(page.root.walk())
    named: dict[str, str] = {}
    for node in nodes:
        if node.tag == "meta" and node.get("content"):
            for name in (node.get("property"), node.get("name"), node.get("itemprop")):
                named.setdefault(name.strip().lower(), node.get("content"))
    yield from (named[name] for name in _META if name in named)
    # a list of further articles has days of its own
    inside = walk(found.article, found.left_out)
    for node in (*inside, *nodes):
        if node.get("itemprop").lower() == "datepublished":
            yield node.get("content") or node.get("datetime") or node.text(60)
    yield from _times(inside, found)


def _times(inside: list[Node], found: MainText) -> Iterator[str]:
    """Days of ``time`` elements: those marked as the day of publication, then one at the article's head."""
    times = [node for node in inside if node.tag == "time" and node.get("datetime")]
    for node in times:
        if "pubdate" in node.attrs or _PUBLISHED.search(_said_of(node)):
            yield node.get("datetime")
    before = 0
    for item in _in_order(found):
        if before > _HEAD:
            return
        if isinstance(item, Piece):
            before += len(item.text)
        elif item.tag == "p" and len(item.text(_HEAD)) > RUNNING:
            return
        elif item.tag == "time" and not _CHANGED.search(_said_of(item)):
            yield item.get("datetime")


def _said_of(node: Node) -> str:
    """The names of a time element and of what is right around it, and the words before it there."""
    above = node.parent or node
    words = above.text(40)[:40] if above.tag in ("span", "p", "div", "li", "dd") else ""
    return " ".join((node.get("class"), node.get("itemprop"), above.get("class"), words))


def _in_order(found: MainText) -> Iterator[Node | Piece]:
    stack: list[Node | Piece] = [found.article]
    while stack:
        item = stack.pop()
        if isinstance(item, Node):
            if item in found.left_out:
                continue
            stack += reversed(item.children)
        yield item


def _json(text: str) -> Any:
    """JSON-LD as it is found: in comments, and with line ends in its texts."""
    bare = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None


def _things(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The things that JSON-LD describes: those at its top, in its graph, and what a page is about.

    Not the elements of a list, which are other pages.
    """
    if depth > _DEPTH:
        return
    if isinstance(data, list):
        for thing in data:
            yield from _things(thing, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity"):
            yield from _things(data.get(key), depth + 1)


def _day(value: str) -> Found | None:
    text = value.strip()[:60]
    if compact := _COMPACT.fullmatch(text):
        text = "-".join(compact.groups())
    found = next(dates.dates(text, 0, len(text)), None)
    return Found(found.date, 0, 0) if found else None
