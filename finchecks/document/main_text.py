"""Which part of a web page is its article, and which is furniture: menus, notices, what else to read.

Pages say it themselves, more or less: by elements (``article``, ``nav``), roles, and the names of classes.
Where they do not, the article is where the mass of the running text is: blocks of some length that are
no links. Everything here marks elements as left out; nothing is cut from the tree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from finchecks.document.page import Node, Piece
from finchecks.lexicon import PageWords, load_page_words

#: Elements that are no text of a page, or none that its readers see.
_NO_TEXT = frozenset(
    {
        *("head", "script", "style", "template", "noscript", "iframe", "object", "embed", "canvas", "audio"),
        *("video", "svg", "map", "datalist", "select", "button", "input", "textarea", "progress", "meter"),
        *(
            "code",
            "samp",
            "kbd",
            "dialog",
            "marquee",
            "noframes",
            "frameset",
            "del",
            "s",
            "strike",
            "rt",
            "rp",
            "math",
        ),
    }
)
_FURNITURE = frozenset({"nav", "footer", "aside", "menu"})
_FURNITURE_ROLES = frozenset(
    {
        *("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert", "alertdialog"),
        *("menu", "menubar", "toolbar", "tooltip", "status", "doc-endnotes"),
    }
)
#: Elements that begin and end on lines of their own.
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "#document"),
    }
)
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

#: Blocks with fewer characters than this say nothing of where the article is.
RUNNING = 60
#: A block stands for running text where others of its kind stand beside it, or if it is as long as this: a
#: teaser has a title and one paragraph to itself.
_LONG = 250
#: A block with a greater share of its text in links is a list of links.
_LINKED = 0.5
#: The article has at least this share of the page's running text ...
_MOST = 0.75
#: ... or this, where the page itself calls it an article or its main part.
_DECLARED = 0.5
#: ... or this, where the page's one title stands in it.
_DECLARED_BY_TITLE = 0.3
#: What holds more of the page's running text than this is no furniture, whatever it is called.
_TOO_MUCH = 0.4
#: A link of fewer characters, without a sentence's end, points to something else to read.
_SHORT = 200
_GROUPS = frozenset({"ul", "ol", "div", "section"})
_SENTENCE_ENDS = (".", "?", "!", ".”", '."')
#: Notices about cookies and the like are short.
_NOTICE = 600


@dataclass(slots=True)
class _Weight:
    """How much text is in an element: all, in links, and in blocks of running text."""

    text: int = 0
    linked: int = 0
    running: int = 0
    title: bool = False


@dataclass(frozen=True, slots=True)
class MainText:
    """The article's element, what in it is left out, and a title that stands outside it."""

    article: Node
    left_out: frozenset[Node]
    title: Node | None
    #: the tables that hold tables, which serve the layout
    layout: frozenset[Node]


def main_text(root: Node) -> MainText:
    """The part of a page that is its article."""
    words = load_page_words()
    layout = _layout(root)
    hidden = {node for node in root.walk() if _is_hidden(node, words)}
    weights = _weigh(root, hidden)
    all_running = weights[root].running
    left_out = set(hidden)
    for node in walk(root, hidden):
        if _is_furniture(node, words) and not _is_article(node, weights, all_running):
            left_out.add(node)
    weights = _weigh(root, left_out)
    if not weights[root].running:  # a page of a few short lines
        return MainText(root, frozenset(left_out), None, layout)
    article = _article(root, weights, left_out)
    for node in walk(article, left_out):
        if node is not article and _is_aside(node, weights[node], words, layout):
            left_out.add(node)
    return MainText(article, frozenset(left_out), _title(root, article, hidden), layout)


def _layout(root: Node) -> frozenset[Node]:
    found: set[Node] = set()
    for node in root.walk():
        if node.tag == "table":
            for above in node.ancestors():
                if above in found:
                    break
                if above.tag == "table":
                    found.add(above)
    return frozenset(found)


def walk(root: Node, left_out: Set[Node]) -> list[Node]:
    """The elements that are not left out, nor in one that is, in document order."""
    found: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node in left_out:
            continue
        found.append(node)
        stack += [child for child in reversed(node.children) if isinstance(child, Node)]
    return found


def _is_hidden(node: Node, words: PageWords) -> bool:
    if node.tag in _NO_TEXT or "hidden" in node.attrs or node.get("aria-hidden") == "true":
        return True
    if node.attrs.get("style") and _UNSEEN.search(node.attrs["style"]):
        return True
    names = node.get("class").lower().replace("-", "").replace("_", "").split()
    return any(name in words.hidden for name in names)


def _is_furniture(node: Node, words: PageWords) -> bool:
    if node.tag in ("html", "body", "article", "main", "table", "td", "tr", "p", "#document"):
        return node.tag in ("table", "p") and bool(_names(node) & words.furniture)
    if node.tag in _FURNITURE or node.get("role").lower() in _FURNITURE_ROLES:
        return True
    if node.tag == "header":
        return not any(above.tag in ("article", "main", "section") for above in node.ancestors())
    return bool(_names(node) & words.furniture)


def _names(node: Node) -> set[str]:
    """The words of an element's classes and id, and of its own name if the page has invented it."""
    text = f"{node.get('class')} {node.get('id')} {node.tag if '-' in node.tag else ''}"
    return {word.lower() for word in _WORD.findall(text)} if len(text) > 2 else set()


def _is_article(node: Node, weights: dict[Node, _Weight], all_running: int) -> bool:
    """Whether so much of the page is in what is called furniture that it must be the page itself."""
    weight = weights[node]
    return weight.running > _TOO_MUCH * all_running and weight.linked < _LINKED * weight.text


def _weigh(root: Node, left_out: set[Node]) -> dict[Node, _Weight]:
    """The weights of all elements that are not left out; those of the others are empty."""
    nodes = walk(root, left_out)
    weights = {node: _Weight() for node in root.walk()}
    own: dict[Node, tuple[int, int]] = {}  # block → its own text, and that in links
    blocks: dict[Node, Node] = {}
    links: set[Node] = set()  # what is in a link: it may hold whole blocks, as a teaser does
    for node in nodes:
        block = blocks[node] = (
            node if node.tag in BLOCKS or node.parent not in blocks else blocks[node.parent]
        )
        if node.tag == "a" or node.parent in links:
            links.add(node)
        pieces = (child for child in node.children if isinstance(child, Piece))
        length = sum(len(piece.text) for piece in pieces if not piece.text.isspace())
        text, linked = own.get(block, (0, 0))
        own[block] = (text + length, linked + (length if node in links else 0))
    running: dict[Node, int] = {}
    for block, (text, linked) in own.items():
        weight = weights[block]
        weight.text += text
        weight.linked += linked
        if text >= RUNNING and linked < _LINKED * text:
            running[block] = text - linked
    company = {block: _company(block) for block in running}
    neighbours = Counter(company.values())
    for block, length in running.items():
        if length >= _LONG or neighbours[company[block]] > 1:
            weights[block].running = length
    for node in reversed(nodes):
        weight = weights[node]
        weight.title = weight.title or node.tag == "h1"
        if node.parent is not None:
            above = weights[node.parent]
            above.text += weight.text
            above.linked += weight.linked
            above.running += weight.running
            above.title = above.title or weight.title
    return weights


def _company(block: Node) -> Node:
    """The element in which a block stands beside others; wrappers around it alone are nothing."""
    node = block.parent or block
    while node.parent is not None and len(node.children) < 4 and _is_wrapper(node):
        node = node.parent
    return node


def _is_wrapper(node: Node) -> bool:
    return sum(isinstance(child, Node) for child in node.children) == 1


def _article(root: Node, weights: dict[Node, _Weight], left_out: Set[Node]) -> Node:
    """The element that holds the article: one so called that has enough of the text, or where the mass is."""
    enough = _DECLARED * weights[root].running
    called = [node for node in walk(root, left_out) if _is_declared(node) and weights[node].running >= enough]
    if called:
        return called[-1] if called[-1].tag == "article" else called[0]
    node = root
    while (inner := _heaviest(node, weights)) is not None:
        node = inner
    # A page of many long teasers has one title, and what that stands over is the article.
    titles = [title for title in walk(root, left_out) if title.tag == "h1" and title.text()]
    if len(titles) == 1:
        titled = _DECLARED_BY_TITLE * weights[root].running
        above = next(above for above in titles[0].ancestors() if weights[above].running >= titled)
        if weights[above].running < weights[node].running:
            return above
    return node


def _heaviest(node: Node, weights: dict[Node, _Weight]) -> Node | None:
    """The part of an element in which the mass of its running text is."""
    inner = [child for child in node.children if isinstance(child, Node) and child.tag not in ("p", "table")]
    best = max(inner, key=lambda child: weights[child].running, default=None)
    return best if best and weights[best].running >= _MOST * max(1, weights[node].running) else None


def _is_declared(node: Node) -> bool:
    return (
        node.tag in ("article", "main") or node.get("role") == "main" or node.get("itemprop") == "articleBody"
    )


def _is_aside(node: Node, weight: _Weight, words: PageWords, layout: frozenset[Node]) -> bool:
    """Whether an element inside the article is a list of links or a notice about the page."""
    if node.tag == "td":
        table = next((above for above in node.ancestors() if above.tag == "table"), None)
        return table in layout and weight.linked > _LINKED * weight.text
    if node.tag in BLOCKS and node.tag not in ("h1", "h2", "h3", "table", "tbody", "tr", "th"):
        if weight.text and weight.linked > _LINKED * weight.text and not weight.running:
            is_sentence = node.tag == "p" and node.text(_NOTICE).endswith(_SENTENCE_ENDS)
            return not is_sentence and (node.tag in _GROUPS or weight.text < _SHORT)
        if weight.text < _NOTICE and not weight.title:
            text = node.text(_NOTICE).lower()
            return any(notice in text for notice in words.notices)
    return False


def _title(root: Node, article: Node, hidden: set[Node]) -> Node | None:
    """The page's one title of the first rank, where it stands outside the article."""
    titles = [node for node in walk(root, hidden) if node.tag == "h1" and node.text()]
    if len(titles) != 1 or article in titles[0].ancestors():
        return None
    return titles[0]
