"""The day of publication is the one that the metadata says, and no other."""

from __future__ import annotations

import datetime as dt

import pytest

from finchecks.document.from_html import from_html

BODY = "<p>The mill made 900 tons of paper in the year, and it means to make as many in the next.</p>" * 3
DAY = dt.date(2024, 3, 5)


def published(head: str, body: str = BODY) -> dt.date | None:
    return from_html(f"<html><head>{head}</head><body><article>{body}</article></body></html>").published


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    "head",
    [
        linked('{"@type": "NewsArticle", "datePublished": "2024-03-05T23:59:00-08:00"}'),
        linked('[{"@type": "Person"}, {"@type": ["BlogPosting", "Thing"], "datePublished": "2024-03-05"}]'),
        linked('{"@type": "WebPage", "datePublished": "2020-01-01", "mainEntity": {"@type": "Article", '
               '"datePublished": "5 March 2024"}}'),
        linked('{"@type": "WebPage", "datePublished": "2024-03-05"}'),
        linked('{"@type": "Article", "description": "two\nlines", "datePublished": "20240305"}'),
        linked('{ broken }') + '<meta name="DC.date.issued" content="2024-03-05">',
        '<meta content="2024-03-05T06:00Z" property="article:published_time">',
        '<meta name="date" content="March 5, 2024"><meta name="last-modified" content="2024-09-09">',
        '<meta name="pubdate" content="20240305T060000Z">',
        '<meta itemprop="datePublished" content="2024-03-05">',
    ],
)  # fmt: skip
def test_metadata(head: str) -> None:
    assert published(head) == DAY


@pytest.mark.parametrize(
    "head",
    [
        linked('{"@type": "NewsArticle", "dateModified": "2024-03-05"}'),
        linked(
            '{"@type": "ItemList", "itemListElement": [{"@type": "Article", "datePublished": "2024-03-05"}]}'
        ),
        linked('{"@type": "Event", "datePublished": "2024-03-05"}'),
        linked('{"@type": "Article", "datePublished": "2024"}'),
        linked('{"@type": "Article", "datePublished": 20240305}'),
        linked("[" * 5_000),
        '<meta property="article:modified_time" content="2024-03-05">',
        '<meta name="copyright" content="2024-03-05">',
        '<meta name="date" content="2024-13-45">',
        '<link rel="canonical" href="https://news.example/2024/03/05/mill">',
    ],
)
def test_what_is_no_day_of_publication(head: str) -> None:
    assert published(head) is None


@pytest.mark.parametrize(
    "head",
    [
        "<time datetime='2024-03-05T06:00'>today</time>",
        "<time pubdate datetime='2024-03-05'>5 March</time>",
        "<p>Updated <time datetime='2024-09-09'>9 Sept</time></p>"
        "<p>Published <time datetime='2024-03-05'>5 March</time></p>",
        "<span itemprop='datePublished'>5 March 2024</span>",
        "<time class='entry-date published' datetime='2024-03-05'></time>",
    ],
)
def test_time_elements_at_the_head(head: str) -> None:
    assert published("", head + BODY) == DAY


@pytest.mark.parametrize(
    "body",
    [
        BODY + "<p>The next count is on <time datetime='2024-03-05'>Tuesday</time>.</p>",
        "<p class='modified'><time datetime='2024-03-05'>5 March</time></p>" + BODY,
        "<p>Last updated <time datetime='2024-03-05'>5 March</time></p>" + BODY,
        BODY + "<footer>© 2024 Mill</footer><p>Copyright 2012–2024</p>",
        "<p>© 5 March 2024 The Mill</p>" + BODY,
    ],
)
def test_times_of_the_story_changes_and_copyrights_are_none(body: str) -> None:
    assert published("", body) is None


def test_a_list_of_further_articles_has_no_say() -> None:
    more = "<article><time pubdate datetime='2024-03-05'>5 March</time></article>"
    assert published("", f"{BODY}<section class='related'>{more}</section>") is None
