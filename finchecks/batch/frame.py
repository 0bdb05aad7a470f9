"""The pandas door: a frame of articles in, a tidy frame of checks out, and its summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from finchecks.batch.columns import COLUMNS, NAMES, SEVERITIES, Column, Row
from finchecks.batch.inputs import Columns
from finchecks.batch.kernel import ROWS, Item, Kernel, check_item, make_item
from finchecks.batch.pool import Pool
from finchecks.batch.setup import Pathlike, setup_of
from finchecks.batch.worker import Setup
from finchecks.settings import Level

if TYPE_CHECKING:
    import pandas as pd

#: what a summary counts by unless told otherwise
BY = ("rule", "verdict", "source")


def check_frame(
    df: pd.DataFrame,
    text: str = "body",
    date: str | None = None,
    id: str | None = None,
    *,
    source: str | None = None,
    format: str | None = None,
    rates: Pathlike | None = None,
    rules: Pathlike | None = None,
    facts: Pathlike | None = None,
    jobs: int = 1,
    timeout: float | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, Level] | None = None,
    config: Pathlike | bool = False,
) -> pd.DataFrame:
    """Check a column of texts; a tidy frame with a row for each check, in the order of the texts.

    ``text``, ``date``, ``id`` and ``source`` name columns of ``df``: the article, its day of publication (a
    date, a timestamp or ISO text), what it is called in the column ``document`` (by default the index), and
    where it comes from (kept for ``summary``). ``format`` says how to read the texts: txt, md or html, by
    default html for what begins as a page does and txt otherwise. ``rates``, ``rules`` and ``facts`` are
    files as in :func:`finchecks.check`.

    ``select`` and ``ignore`` are rules that count and rules that do not (globs), ``severity`` maps rules to
    the severity of their mismatches. A configuration counts where ``config`` asks for it: True takes the
    nearest one in the working directory or above, a path that one; of it the settings named so far. Findings
    that a comment in the text accepts have no row; what lies beside articles does not count.

    With more than one of ``jobs``, or a ``timeout`` (seconds an article), the work is done by processes of
    their own; one that dies costs at most the article that killed it.

    The columns and their types are those of :data:`finchecks.batch.columns.COLUMNS`: words are categories,
    numbers floats (NaN for none), offsets nullable integers, without findings too. What is no text (null, a
    number, bytes, more than 10 MB) is a row with its reason in ``fault``; so is a date that is none, whose
    text is checked as undated. An article in which nothing is derived has no row.

    Raises KeyError for a column that ``df`` lacks, ValueError for other arguments that cannot be, FaultError
    for faulty rates, rules, facts or configuration and for rules that there are not, ImportError without
    pandas.
    """
    _pandas()
    if jobs < 1 or (timeout is not None and timeout <= 0):
        raise ValueError("jobs and timeout have to be positive")
    columns = Columns(text, date, id, source)
    _there(df, columns)
    setup = setup_of(
        rules=rules,
        rates=rates,
        facts=facts,
        format=format,
        select=select,
        ignore=ignore,
        severity=severity,
        config=config,
    )
    return frame_of(df, columns, setup, jobs=jobs, timeout=timeout)


def frame_of(
    df: pd.DataFrame, columns: Columns, setup: Setup, *, jobs: int = 1, timeout: float | None = None
) -> pd.DataFrame:
    """``check_frame`` of what its arguments come to; what an engine calls with each part of a frame."""
    _there(df, columns)
    items = _items(df, columns.text, columns.date)
    made: list[Row] = []
    if jobs == 1 and timeout is None:
        kernel = Kernel.of(setup)
        for item in items:
            made += check_item(item, kernel)
    else:
        with Pool(setup, jobs, timeout) as pool:
            for _, answer in pool.run(items):
                made += ROWS.decode(answer)
    documents = df.index.to_series() if columns.id is None else df[columns.id]
    return to_frame(made, documents, None if columns.source is None else df[columns.source])


def _there(df: pd.DataFrame, columns: Columns) -> None:
    """Raises KeyError for a column that is not there, ValueError for one that is there more than once."""
    for name in (columns.text, columns.date, columns.id, columns.source):
        if name is not None and name not in df.columns:
            raise KeyError(f"there is no column {name!r}; the columns are {', '.join(map(str, df.columns))}")
        if name is not None and not hasattr(df[name], "dtype"):
            raise ValueError(f"there are several columns {name!r}")


def _items(df: pd.DataFrame, text: str, date: str | None) -> Iterator[Item]:
    texts = df[text]
    if date is None:
        for row, value in enumerate(texts):
            yield make_item(row, value)
    else:
        for row, (value, day) in enumerate(zip(texts, df[date], strict=True)):
            yield make_item(row, value, date=day, dated=True)


def to_frame(made: Sequence[Row], documents: pd.Series | None = None, sources: Any = None) -> pd.DataFrame:
    """The frame of rows; ``documents`` and ``sources`` are looked up by the rows' places, in their dtypes."""
    pd = _pandas()
    values: Iterable[Sequence[Any]] = zip(*made, strict=True) if made else [()] * len(COLUMNS)
    frame = {column.name: _series(column, list(found)) for column, found in zip(COLUMNS, values, strict=True)}
    places = frame["row"].to_numpy(dtype="int64")
    frame["row"] = pd.Series(places)
    if documents is not None:
        frame["document"] = documents.take(places).reset_index(drop=True)
    if sources is not None:
        frame["source"] = sources.take(places).reset_index(drop=True).astype("category")
    return pd.DataFrame(frame, columns=list(NAMES))


def _series(column: Column, values: list[Any]) -> Any:
    pd = _pandas()
    if column.type == "word":
        known = list(column.words) or None
        if known is None:
            known = pd.Index(sorted({value for value in values if value is not None}), dtype="str")
        return pd.Series(pd.Categorical(values, known, ordered=column.words == SEVERITIES))
    if column.type == "day":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object"))).astype("datetime64[s]")
    return pd.Series(values, dtype={"text": "string", "integer": "Int64", "number": "float64"}[column.type])


def summary(frame: pd.DataFrame, by: str | Sequence[str] = BY) -> pd.DataFrame:
    """Counts of a frame of checks, by rule, verdict and source or by other columns of it.

    ``checks``, and of them ``errors`` and ``warnings``; ``faults``; ``documents`` in which they are. The rows
    of faults have neither rule nor verdict, so that they make groups of their own. Takes what ``check_frame``
    returns, several of them concatenated, and what pandas reads of the output of ``finchecks batch``.
    Raises KeyError for a column that the frame lacks.
    """
    _pandas()
    keys = [by] if isinstance(by, str) else list(by)
    missing = [name for name in (*keys, "document", "severity", "fault") if name not in frame.columns]
    if missing:
        raise KeyError(f"this is no frame of checks: it has no column {', '.join(map(repr, missing))}")
    fault = frame["fault"].notna()
    # words in the order of the alphabet, whatever the order of the categories of what was read back
    words = {name: "string" for name in keys if str(frame[name].dtype) == "category"}
    counted = (
        frame[keys]
        .astype(words)
        .assign(
            checks=(~fault).astype("int64"),
            errors=(frame["severity"] == "error").fillna(False).astype("int64"),
            warnings=(frame["severity"] == "warning").fillna(False).astype("int64"),
            faults=fault.astype("int64"),
        )
    )
    counted["_document"] = frame["document"]
    groups = counted.groupby(keys, observed=True, dropna=False, sort=True)
    counts = groups[["checks", "errors", "warnings", "faults"]].sum()
    counts["documents"] = groups["_document"].nunique(dropna=False).astype("int64")
    made: Any = counts.reset_index()
    return cast("pd.DataFrame", made)


def _pandas() -> Any:
    """pandas, which is imported for those who have a frame."""
    try:
        import pandas
    except ImportError as error:
        raise ImportError("this needs pandas: pip install 'finchecks[batch]'") from error
    return pandas
