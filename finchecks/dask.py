"""The same checks on a Dask cluster: of a Dask frame, and of partitioned Parquet (``finchecks batch``)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from finchecks.batch.frame import frame_of
from finchecks.batch.inputs import Columns, Part
from finchecks.batch.manifest import Counts
from finchecks.batch.parts import Work
from finchecks.batch.setup import Pathlike, anywhere, setup_of
from finchecks.batch.worker import Setup
from finchecks.faults import Fault, FaultError
from finchecks.settings import Level

if TYPE_CHECKING:
    import dask.dataframe as dd
    import pandas as pd

#: how often a part is tried again that fails, say where its files cannot be reached for a moment
RETRIES = 2
#: seconds to wait for a scheduler
PATIENCE = 20


def check(
    ddf: dd.DataFrame,
    text: str = "body",
    date: str | None = None,
    id: str | None = None,
    *,
    source: str | None = None,
    format: str | None = None,
    rates: Pathlike | None = None,
    rules: Pathlike | None = None,
    facts: Pathlike | None = None,
    timeout: float | None = 60.0,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, Level] | None = None,
    config: Pathlike | bool = False,
) -> dd.DataFrame:
    """Check a column of a Dask frame; a lazy Dask frame with a row for each check.

    The arguments, and the rows, are those of :func:`finchecks.check_frame`: each partition is checked by it,
    in a process of its own, so that an article that kills it or takes longer than ``timeout`` (seconds; None:
    no such process) costs the cluster nothing. ``row`` counts through all partitions, for which their lengths
    are taken first, from the column of ids if there is one: persist a frame that is dear to compute. Files of
    ``rates``, ``rules`` and ``facts`` have to be where the workers can read them, under the same paths.

    Raises what ``check_frame`` raises for arguments that cannot be, and ImportError without Dask.
    """
    _installed()
    from dask.delayed import delayed

    setup = anywhere(
        setup_of(
            rules=rules,
            rates=rates,
            facts=facts,
            format=format,
            select=select,
            ignore=ignore,
            severity=severity,
            config=config,
        )
    )
    columns = Columns(text, date, id, source)
    meta = frame_of(ddf._meta, columns, setup)  # raises for what cannot be
    needed = ddf[columns.names]
    lengths = [delayed(len)(part) for part in needed[[id or text]].to_delayed()]
    before = delayed(_before)(lengths)
    made: dd.DataFrame = needed.map_partitions(_partition, before, columns, setup, timeout, meta=meta)
    return made


def _before(lengths: Sequence[int]) -> list[int]:
    """How many rows are before each partition."""
    return list(accumulate(lengths, initial=0))


def _partition(
    part: pd.DataFrame,
    before: Sequence[int],
    columns: Columns,
    setup: Setup,
    timeout: float | None,
    partition_info: Any = None,
) -> pd.DataFrame:
    frame = frame_of(part, columns, setup, timeout=timeout)
    frame["row"] += before[partition_info["number"]] if partition_info else 0
    return frame


@contextmanager
def engine(scheduler: str | None, jobs: int) -> Iterator[Any]:
    """The engine of ``finchecks batch --engine dask``: a cluster's, or so many processes of this machine.

    A part whose worker dies is done by another one. Raises FaultError where there is no such scheduler, and
    for a part by which three workers died.
    """
    _installed()
    from distributed import Client, LocalCluster

    if scheduler is None:
        options = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": ":0"}
        with (
            LocalCluster(**options, silence_logs=logging.CRITICAL) as cluster,
            Client(cluster) as client,
        ):
            yield _spread(client)
        return
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise FaultError(
            Fault("scheduler", f"There is no Dask scheduler at {scheduler} ({error}).")
        ) from None
    with client:
        yield _spread(client)


def _spread(client: Any) -> Any:
    from distributed import KilledWorker, as_completed

    def spread(work: Work, parts: Sequence[Part]) -> Iterator[Counts]:
        futures = client.map(work, parts, pure=False, retries=RETRIES)
        done = as_completed(futures)
        del futures  # each is forgotten when it is done
        for future in done:
            try:
                yield future.result()
            except KilledWorker as error:
                message = f"Processes died again and again of one part of the articles: {error}"
                raise FaultError(Fault("workers", message)) from None

    return spread


def _installed() -> None:
    try:
        import dask.dataframe  # noqa: F401
        import distributed  # noqa: F401
    except ImportError as error:
        raise ImportError("this needs Dask: pip install 'finchecks[dask]'") from error
