"""The pandas door: one row a check, the same verdicts as one by one, a reason for every bad row."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import finchecks
from finchecks.batch.columns import COLUMNS, NAMES

WRONG = "Sales jumped 76% to $1.13bn from $600m."
RIGHT = "Orders rose 5% to $21m from $20m."
TWO = "The margin slipped from 58.1% to 56.3%, a decline of 1.8%. Users doubled to 412 from 205."
NOTHING = "The weather was fine."
OPEN = "Sales rose 27% to $3.36bn."
CONVERTED = "The buyer paid €350,000 ($376,000)."


@pytest.fixture
def articles() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "body": [WRONG, RIGHT, NOTHING, TWO, OPEN, CONVERTED],
            "published": ["2024-05-03"] * 6,
            "id": [11, 12, 13, 14, 15, 16],
            "desk": ["markets", "markets", "sport", "sport", "markets", "markets"],
        }
    )


def test_a_row_a_check_with_the_values_of_the_contract(articles: pd.DataFrame) -> None:
    frame = finchecks.check_frame(articles, text="body", date="published", id="id")
    assert list(frame.columns) == list(NAMES)
    assert list(frame["document"]) == [11, 12, 14, 14, 15, 16], "in order, nothing where nothing is derived"
    assert frame["document"].dtype == articles["id"].dtype, "ids keep their type"
    assert list(frame["row"]) == [0, 1, 3, 3, 4, 5]
    at = 0
    for _, article in articles.iterrows():
        alone = finchecks.check(article["body"], date=article["published"]).to_dict()
        for check in alone["checks"]:
            row = frame.iloc[at]
            assert (row["check"], row["verdict"], row["message"]) == (
                check["id"],
                check["verdict"],
                check["message"],
            )
            assert (row["stated"], row["unit"], row["start"]) == (
                check["claim"]["value"],
                check["claim"]["unit"],
                check["claim"]["start"],
            )
            assert json.loads(row["operands"]) == check["operands"]
            figure = check["recomputed"]
            assert pd.isna(row["recomputed"]) if figure is None else row["recomputed_low"] == figure["low"]
            if figure is not None:
                assert figure["unit"] == row["unit"], "one column serves both"
            at += 1
    assert at == len(frame) == 6


def test_types(articles: pd.DataFrame) -> None:
    """The same with findings and without, so that frames of parts concatenate."""
    full = finchecks.check_frame(articles, date="published", id="id")
    empty = finchecks.check_frame(articles.iloc[2:3], date="published", id="id")
    none = finchecks.check_frame(articles.iloc[:0], date="published", id="id")
    assert len(empty) == len(none) == 0 and list(none.columns) == list(NAMES)
    kinds = {
        "text": "str",
        "word": "category",
        "integer": "Int64",
        "number": "float64",
        "day": "datetime64[s]",
    }
    for frame in (full, empty, none):
        for column in COLUMNS:
            kind = str(frame[column.name].dtype)
            if column.name in ("document", "row"):
                assert kind == "int64"
            elif column.type == "text":
                assert pd.api.types.is_string_dtype(frame[column.name].dtype), column
            else:
                assert kind == kinds[column.type], column
        assert list(frame["verdict"].cat.categories) == ["consistent", "mismatch", "unverifiable"]
    assert (full["severity"] >= "warning").sum() == 2, "severities are ordered"
    joined = pd.concat([full, none], ignore_index=True)
    assert joined.dtypes.astype(str)["stated"] == "float64"


def test_the_index_names_documents_without_an_id() -> None:
    frame = finchecks.check_frame(pd.DataFrame({"body": [NOTHING, WRONG]}, index=["a", "b"]))
    assert list(frame["document"]) == ["b"] and list(frame["row"]) == [1]


@pytest.mark.parametrize(
    ("value", "reason", "words"),
    [
        (None, "null", "no text"),
        (float("nan"), "null", "no text"),
        (pd.NA, "null", "no text"),
        (pd.NaT, "null", "no text"),
        (3.5, "type", "float"),
        (True, "type", "bool"),
        (WRONG.encode("utf-16"), "type", "bytes: decode it first"),
        (["a", "b"], "type", "list"),
        ("0 " * 10_000_000, "too-large", "20.0 MB; the limit is 10 MB"),
        (" \n", "empty", "empty"),
    ],
    ids=["none", "nan", "na", "nat", "number", "bool", "bytes", "list", "20 MB", "blank"],
)
def test_a_bad_cell_is_a_row_and_harms_no_other(value: object, reason: str, words: str) -> None:
    frame = finchecks.check_frame(
        pd.DataFrame({"body": [WRONG, value, RIGHT], "id": ["x", "y", "z"]}), id="id"
    )
    assert list(frame["document"]) == ["x", "y", "z"]
    bad = frame.iloc[1]
    assert bad["fault"] == reason and words in bad["message"]
    assert (
        pd.isna(bad["rule"]) and pd.isna(bad["verdict"]) and pd.isna(bad["stated"]) and pd.isna(bad["start"])
    )
    assert list(frame["verdict"].dropna()) == ["mismatch", "consistent"]


@pytest.mark.parametrize(
    "date", [None, float("nan"), pd.NaT, "", "yesterday", "2026-02-30", 20260115, b"2026"]
)
def test_a_bad_date_is_told_and_the_text_is_checked_without_it(date: object) -> None:
    frame = finchecks.check_frame(
        pd.DataFrame({"body": [CONVERTED], "day": pd.Series([date], dtype="object")}), date="day"
    )
    assert list(frame["fault"].astype("object").where(frame["fault"].notna(), "")) == ["date", ""]
    assert list(frame["verdict"].dropna()) == ["unverifiable"], "a conversion needs its day"


@pytest.mark.parametrize(
    "date",
    [
        dt.date(2024, 5, 3),
        dt.datetime(2024, 5, 3, 23),
        pd.Timestamp("2024-05-03", tz="UTC"),
        "2024-05-03T10:00Z",
    ],
)
def test_dates_of_many_types(date: object) -> None:
    frame = finchecks.check_frame(pd.DataFrame({"body": [CONVERTED], "day": [date]}), date="day")
    assert frame.iloc[0]["verdict"] == "consistent" and frame.iloc[0]["published"] == pd.Timestamp(
        "2024-05-03"
    )
    assert frame.iloc[0]["published_from"] == "option"


def test_wrong_encoding_is_told_and_read_as_by_check() -> None:
    text = "Caf\udce9 sales jumped 76% to $1.13bn from $600m."
    frame = finchecks.check_frame(pd.DataFrame({"body": pd.Series([text], dtype="object")}))
    assert list(frame["fault"].dropna()) == ["encoding"]
    (check,) = finchecks.check(text).to_dict()["checks"]
    assert frame.iloc[1]["start"] == check["claim"]["start"]


def test_formats() -> None:
    page = f"<!doctype html><html><body><p>{WRONG}</p></body></html>"
    fenced = f"```\n{WRONG}\n```\n"
    assert len(finchecks.check_frame(pd.DataFrame({"body": [page]}))) == 1
    assert len(finchecks.check_frame(pd.DataFrame({"body": [fenced]}))) == 1
    assert len(finchecks.check_frame(pd.DataFrame({"body": [fenced]}), format="md")) == 0


def test_rules_rates_and_facts_of_ones_own(tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("date,base,quote,rate\n2024-05-02,EUR,USD,2.0\n")
    article = pd.DataFrame({"body": [CONVERTED], "day": ["2024-05-03"]})
    frame = finchecks.check_frame(article, date="day", rates=rates)
    assert list(frame["verdict"]) == ["mismatch"]
    with pytest.raises(finchecks.FaultError):
        finchecks.check_frame(article, rules=tmp_path / "gone")


def test_which_rules_count(articles: pd.DataFrame) -> None:
    every = finchecks.check_frame(articles)
    some = finchecks.check_frame(articles, select=["percent-*"], severity={"percent-change": "note"})
    wanted = every[every["rule"] == "percent-change"]
    assert list(some["check"]) == list(wanted["check"]) and len(some) < len(every)
    assert list(some["severity"].dropna()) == ["note"] * wanted["severity"].notna().sum()
    assert "Can these figures" in some.iloc[0]["message"], "what is no error is a question"
    rest = finchecks.check_frame(articles, ignore=["percent-change"], jobs=2)
    assert len(rest) == len(every) - len(wanted) and "percent-change" not in set(rest["rule"])
    with pytest.raises(finchecks.FaultError, match="did you mean 'percent-change'"):
        finchecks.check_frame(articles, select=["percent-chance"])


def test_a_configuration_counts_when_asked_for(
    articles: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("finchecks.toml").write_text('select = ["percent-change"]\n')
    Path("other.toml").write_text('ignore = ["percent-change"]\n')
    assert set(finchecks.check_frame(articles, config=True)["rule"]) == {"percent-change"}
    assert "percent-change" not in set(finchecks.check_frame(articles, config="other.toml")["rule"])
    assert len(finchecks.check_frame(articles)["rule"].unique()) > 1


def test_comments_accept_findings_as_they_do_in_check() -> None:
    text = f"<!-- finchecks: ignore[percent-change] as agreed -->\n{WRONG}\n\n{WRONG}\n"
    frame = finchecks.check_frame(pd.DataFrame({"body": [text]}), format="md")
    alone = finchecks.check(text, path="a.md")
    assert list(frame["line"]) == [check["claim"]["line"] for check in alone.to_dict()["checks"]] == [4]
    mistaken = f"<!-- finchecks: ignore[percent -->\n\n{WRONG}\n"
    frame = finchecks.check_frame(pd.DataFrame({"body": [mistaken]}), format="md")
    assert list(frame["fault"].dropna()) == ["suppression"] and len(frame) == 2


def test_arguments_that_cannot_be() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["body", "body"])
    with pytest.raises(KeyError, match="no column 'text'; the columns are body"):
        finchecks.check_frame(frame, text="text")
    with pytest.raises(ValueError, match="several columns"):
        finchecks.check_frame(frame)
    with pytest.raises(ValueError, match="formats are txt, md, html"):
        finchecks.check_frame(pd.DataFrame({"body": [WRONG]}), format="pdf")


def test_summary(articles: pd.DataFrame) -> None:
    bad = pd.DataFrame({"body": [None], "published": ["2024-05-03"], "id": [17], "desk": ["sport"]})
    frame = finchecks.check_frame(pd.concat([articles, bad]), date="published", id="id", source="desk")
    counts = finchecks.summary(frame)
    assert list(counts.columns) == [
        "rule", "verdict", "source", "checks", "errors", "warnings", "faults", "documents",
    ]  # fmt: skip
    assert counts["checks"].sum() == 6 and counts["faults"].sum() == 1
    changes = counts[(counts["rule"] == "percent-change") & (counts["verdict"] == "mismatch")]
    assert changes.set_index("source")[["checks", "errors", "documents"]].to_dict("index") == {
        "markets": {"checks": 1, "errors": 1, "documents": 1},
        "sport": {"checks": 1, "errors": 1, "documents": 1},
    }
    assert dict(finchecks.summary(frame, by="source")[["source", "documents"]].values) == {
        "markets": 4,
        "sport": 2,
    }
    assert len(finchecks.summary(frame.iloc[:0])) == 0
    with pytest.raises(KeyError, match="no frame of checks"):
        finchecks.summary(articles)


def test_without_pandas_it_is_said_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        "import finchecks\n"
        "try: finchecks.check_frame(None)\n"
        "except ImportError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "this needs pandas: pip install 'finchecks[batch]'\n"
