"""From files of many kinds to articles: the same ones from each, and what is wrong with one stays with it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from finchecks.batch import inputs as module
from finchecks.batch.inputs import Columns, Inputs
from finchecks.batch.kernel import Item
from finchecks.faults import FaultError

ROWS: list[dict[str, Any]] = [
    {"id": "a", "body": "Sales jumped 76% to $1.13bn\nfrom $600m.", "day": "2024-05-03", "desk": "uk"},
    {"id": "b", "body": "Orders, “too”, rose 5% to £21m from £20m.", "day": "2024-05-04", "desk": "us"},
    {"id": "c", "body": "Fine.", "day": "2024-05-05", "desk": "us"},
]
NAMED = Columns("body", "day", "id", "desk")


def read(*paths: Path | str, columns: Columns = NAMED, **options: Any) -> list[Item]:
    return list(Inputs([str(path) for path in paths], columns, **options).find().items())


def write(path: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    """The rows in the format, and the packing, that the name says."""
    name = path.name
    table = pa.Table.from_pylist(rows)
    if ".parquet" in name:
        pq.write_table(table, path)
    elif ".arrow" in name:
        with pa.OSFile(str(path), "wb") as out, pa.ipc.new_file(out, table.schema) as writer:
            writer.write_table(table)
    elif ".stream" in name:
        with pa.OSFile(str(path), "wb") as out, pa.ipc.new_stream(out, table.schema) as writer:
            writer.write_table(table)
    else:
        text = io.StringIO(newline="")
        if "jsonl" in name:
            text.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        else:
            sheet = csv.DictWriter(text, list(rows[0]), delimiter="\t" if ".tsv" in name else ",")
            sheet.writeheader()
            sheet.writerows(rows)
        data = text.getvalue().encode()
        if name.endswith(".gz"):
            data = gzip.compress(data)
        if name.endswith(".zst"):
            data = pa.Codec("zstd").compress(data, asbytes=True)
        path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "a.csv", "a.tsv", "a.jsonl", "a.ndjson.gz", "a.jsonl.gz", "a.jsonl.zst", "a.csv.gz", "a.csv.zst",
        "a.parquet", "a.arrow",
    ],
)  # fmt: skip
def test_every_format_gives_the_same_articles(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name.replace("ndjson", "jsonl"))
    path = path.rename(tmp_path / name)
    found = read(path)
    assert [(i.row, i.document, i.source, i.date, i.faults) for i in found] == [
        (0, "a", "uk", "2024-05-03", ()),
        (1, "b", "us", "2024-05-04", ()),
        (2, "c", "us", "2024-05-05", ()),
    ]
    assert [(i.data or b"").decode() for i in found] == [row["body"] for row in ROWS]


def test_an_arrow_stream_and_the_format_by_option(tmp_path: Path) -> None:
    found = read(write(tmp_path / "a.stream"), format="arrow")
    assert [item.document for item in found] == ["a", "b", "c"]


def test_folders_and_globs_hold_tables_and_articles(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    (folder / "deep").mkdir(parents=True)
    write(folder / "a.jsonl")
    write(folder / "deep" / "b.csv.gz")
    (folder / "c.md").write_text("# Fine\n")
    (folder / "d.png").write_bytes(b"\x89PNG")
    expected = [
        *("a", "b", "c"),
        str(folder / "c.md"),
        *("a", "b", "c"),
    ]
    assert [item.document for item in read(folder)] == expected
    assert [item.document for item in read(str(tmp_path / "arch*"))] == expected
    assert [item.row for item in read(folder)] == list(range(7))
    assert len(read(folder, folder / "a.jsonl")) == 7, "each file once"
    spared = frozenset({str((folder / "a.jsonl").resolve())})
    assert len(read(folder, spared=spared)) == 4


@pytest.mark.parametrize(
    ("line", "reason", "words"),
    [
        (b"{not json}", "row", "Line 2 is no JSON"),
        (b"[1, 2]", "row", "no object"),
        (b'{"body": null}', "null", "no text"),
        (b'{"id": 7}', "null", "no text"),
        (b'{"body": 3.5}', "type", "float"),
        (b'{"body": NaN}', "null", "no text"),
        (b'{"body": ["a"]}', "type", "list"),
        (b'{"body": "half \\ud800"}', "encoding", "halves"),
        (b"[" * 100_000, "row", "no JSON"),
    ],
)
def test_bad_lines_of_json(tmp_path: Path, line: bytes, reason: str, words: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"body": "Fine."}\n' + line + b'\n\n{"body": "Good."}\n')
    first, bad, last = read(path, columns=Columns())
    assert (first.data, last.data) == (b"Fine.", b"Good.")
    ((found, message),) = bad.faults
    assert found == reason and words in message and str(tmp_path) not in message


def test_a_line_without_end_is_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINE", 1_000)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"body": "Fine."}\n{"body": "' + b"x" * 50_000 + b'"}\n{"body": "Good."}\n')
    first, bad, last = read(path, columns=Columns())
    assert bad.faults[0][0] == "too-large" and (first.data, last.data) == (b"Fine.", b"Good.")


def test_bytes_that_are_no_utf8_are_read_as_a_file_of_them_would_be(tmp_path: Path) -> None:
    text = "Caf\xe9 sales rose 5% to £21m from £20m."
    (tmp_path / "a.csv").write_bytes(b'body\n"' + text.encode("cp1252") + b'"\n')
    (tmp_path / "b.jsonl").write_bytes(b'{"body": "' + text.encode("cp1252") + b'"}\n')
    assert [item.data for item in read(tmp_path, columns=Columns())] == [text.encode("cp1252")] * 2


def test_csv_of_all_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('\ufeffid;body\r\n1;"Fine; ""really"""\r\n2\r\n\r\n3;Good.;more\r\n'.encode())
    found = read(path, columns=Columns(id="id"), delimiter=";")
    assert [(item.document, item.data) for item in found] == [
        ("1", b'Fine; "really"'),
        ("2", None),
        ("3", b"Good."),
    ]
    assert found[1].faults[0][0] == "null"


def test_a_quote_that_is_not_closed_costs_what_it_swallows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_LINE", 2_000)
    path = tmp_path / "a.csv"
    path.write_text('body\nFine.\n"never closed\n' + "Good.\n" * 1_000)
    found = read(path, columns=Columns())
    assert found[0].data == b"Fine." and found[-1].data == b"Good."
    assert [item.faults[0][0] for item in found if item.faults] == ["row"]


def test_types_of_parquet(tmp_path: Path) -> None:
    import datetime as dt

    bad = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\5\0\0\0\t\0\0\0"), pa.py_buffer(b"Caf\xe9.Good")]
    )
    table = pa.table(
        {
            "body": bad,
            "day": pa.array([dt.datetime(2024, 5, 3, 9), None], pa.timestamp("ns", "UTC")),
            "id": pa.array([1, None], pa.int64()),
            "desk": pa.array(["uk", "us"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet")
    assert (first.data, first.date, first.document, first.source) == (b"Caf\xe9.", "2024-05-03", "1", "uk")
    assert (second.data, second.date, second.document) == (b"Good", None, None)
    pq.write_table(pa.table({"body": pa.array([b"bytes"])}), tmp_path / "b.parquet")
    assert read(tmp_path / "b.parquet", columns=Columns())[0].faults[0][0] == "type"


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.parquet", "a.arrow", "a.csv.gz"])
def test_a_column_that_is_not_there(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name)
    with pytest.raises(FaultError, match="no column 'text'; the columns are id, body, day, desk"):
        read(path, columns=Columns("text"))
    write(tmp_path / "0.csv")
    with pytest.raises(FaultError):
        read(tmp_path / "0.csv", path, columns=Columns("text"))


def test_a_second_file_that_does_not_fit_costs_itself(tmp_path: Path) -> None:
    write(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text("text\nFine.\n")
    write(tmp_path / "c.csv")
    found = read(tmp_path)
    assert [item.faults[0][0] for item in found if item.faults] == ["columns"] and len(found) == 7


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.jsonl.zst", "a.parquet", "a.arrow"])
def test_a_file_that_breaks_off(tmp_path: Path, name: str) -> None:
    rows = [{**ROWS[0], "id": str(at), "body": f"{at * 7919**40 % 10**200}"} for at in range(4_000)]
    path = write(tmp_path / name, rows)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    after = write(tmp_path / "z.csv")
    found = read(path, after)
    assert [item.document for item in found[-3:]] == ["a", "b", "c"], "the next file goes on"
    ((reason, message),) = found[-4].faults
    assert reason == "unreadable" and name in message
    if name.startswith(("a.jsonl", "a.csv")):
        assert len(found) > 1_000, "what was whole is read"


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="no such file"):
        read(tmp_path / "gone.csv")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FaultError, match="no articles"):
        read(tmp_path / "empty")


def test_json_might_be_anything(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl").rename(tmp_path / "a.json")
    with pytest.raises(FaultError, match="--input-format jsonl"):
        read(path)
    assert len(read(path, format="jsonl")) == 3
