"""The HTML reports in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from articles import TEXT, made, wide_table
from browsing import browser, opened
from payloads import PAYLOADS

from finchecks.audit.batch import batch, row
from finchecks.audit.to_html import index, page
from finchecks.audit.words import SHOWN
from finchecks.cli import run

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a batch of four."""
    folder = tmp_path_factory.mktemp("batch")
    for name, text in {
        "ferries.md": f"{TEXT}{wide_table()}",
        "trams.md": TEXT.replace("Lighthouse Ferries sails", "Harbour Trams roll").replace("47%", "30%"),
        "buses.md": TEXT.replace("Lighthouse Ferries sails", "Alder Buses go").replace("up 50%", "up 80%"),
        "quiet.txt": "Nothing to see here.\n",
    }.items():
        (folder / name).write_text(text)
    assert (
        run(["report", str(folder), "--output", str(folder / "out"), "--format", "html", "--isolated"]) == 0
    )
    return folder / "out"


def one(reports: Path) -> Path:
    (found,) = reports.glob("*ferries.html")
    return found


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_is_quiet_and_as_wide_as_the_screen(
    chromium: Any, reports: Path, width: int, dark: bool
) -> None:
    pages = sorted(reports.glob("*.html"))
    assert len(pages) == 5
    for file in pages:
        shown = opened(chromium, file, width=width, dark=dark)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, file.name
        for fold in shown.locator("summary").all():
            fold.click()
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, file.name
        assert shown.complaints == [], file.name
        shown.context.close()


def test_marks_are_where_they_belong_and_show_their_operands(chromium: Any, reports: Path) -> None:
    shown = opened(chromium, one(reports))
    claim = shown.locator(".text a.m.error")
    assert claim.inner_text().startswith("47%")
    sentence = claim.locator("xpath=..").inner_text()
    assert "Sales rose 47%" in sentence and "from $200 million" in sentence
    tip = shown.locator(f"#{claim.get_attribute('aria-describedby')}")
    assert not tip.is_visible()
    claim.focus()
    assert tip.is_visible() and "$260 million / $200 million - 1 = 30.0%" in tip.inner_text()
    assert {mark.inner_text() for mark in shown.locator(".m.lit").all()} == {"$260 million", "$200 million"}
    claim.blur()
    assert shown.locator(".m.lit").count() == 0 and not tip.is_visible()
    claim.hover()
    assert tip.is_visible() and shown.locator(".m.lit").count() == 2
    # an operand shows the claim that it is an operand of
    shown.locator(".text a.m", has_text="$260 million").focus()
    assert shown.locator(".m.lit", has_text="47%").count() == 1


def test_a_mark_leads_to_its_check_and_a_check_to_its_operands(chromium: Any, reports: Path) -> None:
    shown = opened(chromium, one(reports))
    agreeing = shown.locator(".text a.m.consistent").first
    card = shown.locator(str(agreeing.get_attribute("href")))
    assert not card.is_visible(), "what agrees is folded away"
    agreeing.click()
    shown.wait_for_function("location.hash !== ''")
    assert card.is_visible()
    card.locator(".ops a").first.click()
    target = shown.locator(":target")
    assert "m" in str(target.get_attribute("class")).split()


def test_it_can_be_read_by_keyboard_and_without_script(chromium: Any, reports: Path) -> None:
    shown = opened(chromium, one(reports))
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.textContent") == "Skip to the report"
    reached = set()
    for _ in range(80):
        shown.keyboard.press("Tab")
        reached.add(shown.evaluate("document.activeElement.id"))
    assert {mark.get_attribute("id") for mark in shown.locator(".text a.m").all()} <= reached
    bare = opened(chromium, one(reports), script=False)
    bare.locator(".text a.m.error").focus()
    assert bare.locator(".tip:visible").count() == 1
    assert "cannot all be right" in bare.locator("main").inner_text()


#: luminance contrast of every text against what is behind it, as WCAG computes it
_CONTRAST = """() => {
  const part = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const c = rgb(getComputedStyle(node).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const node of document.querySelectorAll("main *, header *, footer *")) {
    if (![...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())) continue;
    const svg = node instanceof SVGElement, style = getComputedStyle(node);
    if (!svg && (!node.offsetParent || node.closest(".sr"))) continue;
    const [a, b] = [light(rgb(svg ? style.fill : style.color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push(`${node.textContent.trim().slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return low;
}"""


#: a mark, a tag and a chip of every outcome, whether the article has it or not
_EVERY_OUTCOME = """(states) => {
  for (const [selector, first] of [[".text a.m", "m "], [".tag", "tag "], [".chips li", ""]]) {
    const one = document.querySelector(selector);
    for (const state of one ? states : []) {
      const copy = one.cloneNode(true);
      copy.className = first + state;
      one.after(copy);
    }
  }
}"""


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["index.html", "*ferries.html"])
def test_contrast_is_enough(chromium: Any, reports: Path, name: str, dark: bool) -> None:
    (file,) = reports.glob(name)
    shown = opened(chromium, file, dark=dark)
    for fold in shown.locator("summary").all():
        fold.click()
    shown.evaluate(_EVERY_OUTCOME, list(SHOWN))
    assert shown.evaluate(_CONTRAST) == []
    shown.evaluate("document.querySelectorAll('.m').forEach((mark) => mark.classList.add('lit'))")
    assert shown.evaluate(_CONTRAST) == []


def test_the_table_of_a_batch_filters(chromium: Any, reports: Path) -> None:
    shown = opened(chromium, reports / "index.html")
    rows = shown.locator("#articles tbody tr:visible")
    assert rows.count() == 4
    shown.fill("#filter", "tram")
    assert rows.count() == 1 and "Harbour Trams" in rows.first.inner_text()
    assert shown.inner_text("#shown") == "1 of 4 shown"
    shown.fill("#filter", "")
    shown.select_option("#status", "error")
    assert {re.split(r"\s", row.inner_text())[0] for row in rows.all()} == {"Lighthouse", "Alder"}
    assert shown.complaints == []


def test_the_table_of_a_batch_sorts(chromium: Any, reports: Path) -> None:
    shown = opened(chromium, reports / "index.html")

    def column(number: int) -> list[str]:
        return [
            cell.inner_text() for cell in shown.locator(f"#articles tbody tr td:nth-child({number})").all()
        ]

    heads = shown.locator("#articles thead th")
    names = [head.inner_text() for head in heads.all()]
    errors = names.index("error") + 1
    heads.nth(errors - 1).locator("button").click()
    found = [int(text) for text in column(errors)]
    assert found == sorted(found, reverse=True) and found[0] > found[-1]
    assert heads.nth(errors - 1).get_attribute("aria-sort") == "descending"
    heads.nth(errors - 1).locator("button").click()
    assert [int(text) for text in column(errors)] == sorted(found)
    heads.nth(0).locator("button").click()
    assert column(1) == sorted(column(1))
    assert heads.nth(errors - 1).get_attribute("aria-sort") is None


def test_worst_offenders_lead_to_their_reports(chromium: Any, reports: Path) -> None:
    shown = opened(chromium, reports / "index.html")
    shown.locator("#h-worst + ol a").first.click()
    shown.wait_for_load_state()
    assert shown.locator("h1").inner_text() in ("Lighthouse Ferries sails on", "Alder Buses go on")


def test_everything_is_unfolded_for_print(chromium: Any, reports: Path, tmp_path: Path) -> None:
    shown = opened(chromium, one(reports))
    shown.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown.locator("details:not([open])").count() == 0
    shown.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown.locator("details:not([open])").count() > 0
    shown.pdf(path=tmp_path / "a.pdf", format="A4")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["index.html", "*ferries.html"])
def test_nothing_is_cut_off_on_paper(chromium: Any, reports: Path, name: str) -> None:
    (file,) = reports.glob(name)
    shown = opened(chromium, file, width=688)  # A4 without its margins
    shown.emulate_media(media="print")
    for box in shown.locator("main :is(table, svg, .card, p)").all():
        place = box.bounding_box()
        assert place is None or place["x"] + place["width"] <= 689, box.inner_html()[:80]
    assert shown.locator("details:not([open])").count() == 0 or shown.locator(".fold .card").last.is_visible()


def test_a_tip_can_be_sent_away(chromium: Any, reports: Path) -> None:
    shown = opened(chromium, one(reports))
    claim = shown.locator(".text a.m.error")
    tip = shown.locator(f"#{claim.get_attribute('aria-describedby')}")
    claim.focus()
    assert tip.is_visible()
    shown.keyboard.press("Escape")
    assert not tip.is_visible()
    claim.blur()
    claim.focus()
    assert tip.is_visible()


def test_a_chart_on_a_phone_is_large_enough_to_read(chromium: Any, reports: Path) -> None:
    """It scrolls in its own place, and begins at its end, where the conversions are."""
    shown = opened(chromium, one(reports), width=390)
    chart = shown.locator(".wide")
    assert chart.evaluate("e => e.scrollWidth > e.clientWidth && e.scrollLeft > 0")
    sizes = chart.evaluate(
        "e => [...e.querySelectorAll('text')].map((t) => t.getBoundingClientRect().height)"
    )
    assert min(size for size in sizes if size) >= 8


def test_what_hostile_articles_try_does_nothing(chromium: Any, tmp_path: Path) -> None:
    """Were a payload to get into the page, the browser would tell: a dialog, a request, a complaint."""
    every = " ".join(PAYLOADS)
    article = made(TEXT.replace("Lighthouse Ferries", every).replace("The fleet", f"The fleet {every}"))
    entries = tuple(
        replace(e, check=replace(e.check, message=every, derivation=every)) for e in article.entries
    )
    hostile = replace(article, title=every, path=every, entries=entries)
    written = {"a.html": page(hostile), "index.html": index(batch([row(hostile, "a")], [], [hostile.record]))}
    for name, text in written.items():
        (tmp_path / name).write_text(text)
        found = opened(chromium, tmp_path / name)
        for mark in found.locator("a.m").all():
            mark.hover()
        assert found.complaints == []
        assert found.evaluate("document.querySelectorAll('script, style').length") == 2
