"""One part of a table that is checked in parts, on whichever machine: its rows as a file of Parquet.

Whatever engine spreads the parts (``finchecks.dask``, ``finchecks.spark``) calls a ``Work`` with each. The
file that it writes tells what is in it, so that a run that goes on needs no other record of what is done.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from finchecks.batch.inputs import Columns, Inputs, Part, pyarrow
from finchecks.batch.kernel import ROWS
from finchecks.batch.manifest import Counts, versions
from finchecks.batch.outputs import Parquet
from finchecks.batch.pool import Pool
from finchecks.batch.worker import Setup
from finchecks.faults import Fault, FaultError

#: where a part's file keeps its counts, as JSON
KEY = "finchecks"


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with every part. Sent to other machines, which have to see the same files."""

    columns: Columns
    setup: Setup
    timeout: float | None
    #: what the paths of the parts are relative to
    base: str
    #: where the parts go
    folder: str
    #: the finchecks that sends it, as ``versions`` tells
    versions: tuple[tuple[str, str], ...]

    def __call__(self, part: Part) -> Counts:
        """Check a part and put its file in place, whole.

        The articles are checked by a process of their own, so that one that kills it costs this part nothing.
        Raises FaultError where another finchecks is installed than where the run was begun.
        """
        here = _versions()
        if here != self.versions:
            other = ", ".join(
                f"{name} {there}" for (name, there) in here if (name, there) not in self.versions
            )
            raise FaultError(
                Fault("versions", f"A machine of the run has another finchecks or Python ({other}).")
            )
        target = place(self.folder, part)
        beside = f"{target}.{uuid.uuid4().hex}.tmp"
        counts = Counts()
        try:
            with open(beside, "wb") as file:
                writer = Parquet(file)
                try:
                    for answer in self._answers(part):
                        rows = ROWS.decode(answer)
                        counts.add(rows)
                        writer.write(rows)
                finally:
                    writer.close({KEY: counts.to_json()})
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside)
        return counts

    def _answers(self, part: Part) -> Iterator[bytes]:
        items = Inputs((), self.columns).part(part, self.base)
        with Pool(self.setup, 1, self.timeout) as pool:
            for _, answer in pool.run(items):
                yield answer


def place(folder: str | Path, part: Part) -> str:
    """Of a part's file; by their names they are in the order of the articles."""
    return os.path.join(folder, f"part-{part.number:06}.parquet")


def done(folder: str | Path, part: Part) -> Counts | None:
    """The counts of a part whose file is there."""
    pa = pyarrow("Parquet")
    import pyarrow.parquet as pq

    try:
        metadata = pq.read_metadata(place(folder, part)).metadata or {}
    except (OSError, pa.ArrowException):
        return None
    kept = metadata.get(KEY.encode())
    return None if kept is None else Counts.from_json(kept)


@lru_cache(maxsize=1)
def _versions() -> tuple[tuple[str, str], ...]:
    return tuple(versions().items())
