"""The HTML report: what it shows, and that nothing of an article becomes part of the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from articles import TEXT, made
from payloads import PAYLOADS

from finchecks.audit.batch import batch, row
from finchecks.audit.to_html import MOST_CARDS, index, page

#: elements that a report is made of; there is no img, iframe, link, form, object among them
_ELEMENTS = frozenset(
    {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "script",
        "body",
        "header",
        "main",
        "footer",
        "section",
        "article",
    }
    | {
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "ol",
        "li",
        "a",
        "b",
        "i",
        "br",
        "code",
        "div",
        "dl",
        "dt",
        "dd",
        "figure",
    }
    | {
        "figcaption",
        "details",
        "summary",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "span",
        "sup",
        "input",
    }
    | {"select", "option", "label", "button", "svg", "path", "rect", "text", "g", "line"}
)


class Page(HTMLParser):
    """What a browser makes of a page: elements with attributes, and the text that is seen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside: list[str] = []
        self.code: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._inside.append(tag)
            self.code.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.code[-1] += data
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def assert_safe(text: str, harmless: Page) -> Page:
    """Nothing in the page that its own template has not made."""
    found = Page(text)
    assert {tag for tag, _ in found.elements} <= _ELEMENTS
    assert found.code == harmless.code, "style and script are ours, one of each"
    for tag, attributes in found.elements:
        for name, value in attributes.items():
            assert not name.startswith("on") and name not in ("style", "src", "srcset", "xlink:href"), (
                tag,
                name,
            )
            if name == "href":
                assert re.fullmatch(r"#[\w-]+|[\w%.-]+\.html", value or ""), value
    policy = next(m["content"] for m in found.all("meta") if m.get("http-equiv"))
    assert policy and policy.startswith("default-src 'none'") and "unsafe" not in policy
    return found


@pytest.fixture(scope="module")
def harmless() -> Page:
    return Page(page(made()))


def test_it_shows_the_article_with_its_claims_marked_and_linked(harmless: Page) -> None:
    marks = {a["id"]: a for a in harmless.all("a") if a.get("id")}
    cards = {a["id"] for a in harmless.all("article")}
    assert len(cards) == len(made().entries)
    for mark in marks.values():
        assert (mark["href"] or "")[1:] in cards
    classes = " ".join(mark["class"] or "" for mark in marks.values())
    assert all(state in classes for state in ("error", "consistent", "unverifiable", "op"))
    assert "Sales rose 47%✗ (error, check 1)" in harmless.text.replace("\n", " ")
    assert "$260 million / $200 million - 1 = 30.0%" in harmless.text


def test_no_outcome_is_told_by_colour_alone(harmless: Page) -> None:
    for sign, word in (("✗", "error"), ("✓", "agrees"), ("○", "not verifiable")):
        assert sign in harmless.text and word in harmless.text


def test_it_has_landmarks_a_title_and_a_language(harmless: Page) -> None:
    tags = [tag for tag, _ in harmless.elements]
    assert all(tags.count(tag) == 1 for tag in ("header", "main", "footer", "h1", "title"))
    assert harmless.all("html")[0]["lang"] == "en"
    labelled = {s["aria-labelledby"] for s in harmless.all("section")}
    assert labelled <= {h.get("id") for h in harmless.all("h2")}
    for svg in harmless.all("svg"):
        # a chart, or a bar, has its label on what it stands in
        assert svg.get("aria-labelledby") or svg.get("class") == "drawn" or "preserveaspectratio" in svg
    ids = [a["id"] for _, a in harmless.elements if a.get("id")]
    assert len(ids) == len(set(ids))


def test_it_has_the_rates_with_a_chart_the_coverage_and_the_provenance(harmless: Page) -> None:
    assert "HKD per USD" in harmless.text and "fits: " in harmless.text
    assert any(svg.get("class") == "drawn" for svg in harmless.all("svg"))
    assert "derived claims found; " in harmless.text
    article = made()
    for value in (article.record.input, article.record.rules, article.record.results, "2026-02-01T12:00:00Z"):
        assert value in harmless.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nothing to see here.", "None: there was nothing to recompute."),
        ("Sales rose 30% to $260 million from $200 million.", "None: every figure that could be recomputed"),
        ("Profit climbed 12% to $33 million.", "None: no figure could be recomputed."),
        (
            "Sales rose 47% to $260 million from $200 million.<!-- finchecks: ignore -->",
            "None that is open: what cannot all be right has been accepted.",
        ),
    ],
)
def test_an_article_without_findings_has_a_report_too(text: str, told: str) -> None:
    found = Page(page(made(f"{text}\n", "quiet.md"))).text
    assert told in found
    assert ("A marked number leads to its check" in found) == ("Nothing to see" not in text)


def test_a_decision_is_shown_once_with_name_reason_and_date() -> None:
    from dataclasses import replace
    from datetime import date

    from finchecks.report import Accepted, Decision

    article = made()
    first = article.entries[0]
    decided = Decision(
        first.fingerprint, "article.md", True, "R. Auditor", date(2026, 1, 20), "Restated since"
    )
    accepted = Accepted(first.check, first.fingerprint, "review", "Restated since (R. Auditor, 2026-01-20)")
    entry = replace(first, accepted=accepted, decisions=(decided,))
    text = Page(page(replace(article, entries=(entry, *article.entries[1:])))).text
    assert text.count("by R. Auditor on 2026-01-20: Restated since") == 1
    assert text.count("Restated since") == 1


def test_what_is_missing_is_said_in_words_with_what_the_claim_implies(harmless: Page) -> None:
    assert "the old value; the claim implies $28.9 million to $30.0 million" in harmless.text


def test_the_axis_of_a_picture_has_the_figures_of_the_article() -> None:
    """Cells of a table in millions are not labelled as millions of themselves."""
    text = TEXT + "| Total | 120.0 | 149.0 | 24.2% |\n"
    (wrong,) = [e for e in made(text).entries if e.text == "149.0"]
    assert wrong.picture is not None
    labels = [tick.label for tick in wrong.picture.ticks]
    assert all(label.replace(".", "").isdigit() for label in labels) and labels[-1] == "149"
    (written,) = [e for e in made().entries if e.text == "$200 million"]
    assert written.picture is not None and written.picture.ticks[0].label.endswith(" million")


def test_many_checks_that_agree_are_a_table_in_the_place_of_cards() -> None:
    text = "\n\n".join(
        f"In region {n} sales rose 30% to ${260 + n} million from ${(260 + n) / 1.3:.1f} million."
        for n in range(MOST_CARDS + 1)
    )
    article = made(text, "long.txt")
    found = Page(page(article))
    assert article.counts["consistent"] == MOST_CARDS + 1 and not found.all("article")
    ids = {attributes.get("id") for _, attributes in found.elements}
    for mark in found.all("a"):
        assert (mark.get("href") or "")[1:] in ids, "every link leads somewhere"


def test_a_batch_tells_what_its_charts_leave_out() -> None:
    dates = {"a": "2025-11-03", "b": "2026-02-01", "c": ""}
    articles = {
        n: made(TEXT.replace("date: 2026-01-15", f"date: {d}" if d else ""), n) for n, d in dates.items()
    }
    records = [article.record for article in articles.values()]
    one = batch([row(article, name) for name, article in articles.items()], [("d", "binary")], records)
    months = list(dict.fromkeys(name for name, _, _ in one.by_period()))
    assert months == ["2025-11", "2025-12", "2026-01", "2026-02"], "a month without articles is there too"
    text = Page(index(one)).text
    assert "1 article has no date of publication and is not in the chart by month." in text
    assert "1 file that could not be read" in text


def test_articles_of_one_name_are_told_apart_among_the_worst() -> None:
    articles = [made(TEXT, "north/a.md"), made(TEXT, "south/a.md")]
    one = batch([row(a, f"{n}") for n, a in enumerate(articles)], [], [a.record for a in articles])
    worst = Page(index(one)).text.split("Worst offenders")[1].split("Articles")[0]
    assert "north/a.md" in worst and "south/a.md" in worst


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_an_article_becomes_code(payload: str, harmless: Page, tmp_path: Path) -> None:
    flat = payload.replace("|", "&#124;")
    text = TEXT.replace("Lighthouse Ferries", payload).replace("The fleet", f"The fleet {payload}")
    text = text.replace("| Tickets ", f"| {flat} ").replace("| $ million", f"| {flat} $ million")
    found = assert_safe(page(made(text, f"{payload.replace('/', '∕')}.md")), harmless)
    assert "47%✗" in found.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_plain_text_is_shown_as_it_is(payload: str, harmless: Page) -> None:
    text = f"{payload}\n\nSales rose 47% to $260 million from $200 million {payload}.\n"
    found = assert_safe(page(made(text, "note.txt")), harmless)
    seen = " ".join(found.text.split())
    if any(mark in payload for mark in ("://", "*", "](")):
        return  # finchecks reads past addresses and the marks of emphasis, in plain text too
    assert " ".join(payload.replace("\u202e", "�").replace("\u200b", "�").split()) in seen


def test_nothing_of_a_rule_or_of_a_decision_becomes_code(harmless: Page, tmp_path: Path) -> None:
    from dataclasses import replace
    from datetime import date

    from finchecks.report import Decision

    bad = "".join(PAYLOADS)
    article = made()
    entries = []
    for entry in article.entries:
        check = replace(entry.check, message=bad, derivation=bad, suggestion=bad, formula=bad)
        rule = replace(entry.rule, title=bad, about=bad) if entry.rule else None
        decided = (Decision(entry.fingerprint, bad, True, bad, date(2026, 1, 20), bad),)
        entries.append(replace(entry, check=check, rule=rule, decisions=decided))
    rules = tuple(replace(rule, title=bad, about=bad) for rule in article.rules)
    hostile = replace(article, entries=tuple(entries), rules=rules, past=entries[0].decisions)
    assert_safe(page(hostile), harmless)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_an_article_becomes_code_in_a_batch(payload: str) -> None:
    article = made(TEXT.replace("Lighthouse Ferries", payload), f"{payload}/a.md")
    harmless = Page(index(batch([row(made(), "a")], [], [made().record])))
    one = batch([row(article, "a"), row(made(), "b")], [(payload, payload)], [article.record])
    assert_safe(index(one), harmless)


def test_one_article_stays_under_300_kb() -> None:
    long = "\n\n".join(
        f"In region {n} sales rose 30% to ${260 + n} million from ${200 + n} million, {40 + n}% of the "
        f"${(260 + n) * 100 // (40 + n)} million total."
        for n in range(60)
    )
    article = made(long, "long.txt")
    assert len(article.entries) >= 100
    assert len(page(article).encode()) < 300_000
