"""How much memory ``finchecks batch`` takes, and that it does not grow with the length of the input.

    python benchmarks/memory.py SIZE [--kind plain|mixed|dense] [--jobs 2] [--every 1.0] [--keep FOLDER]

Writes JSON lines of SIZE (such as 50MB or 5GB) made of sentences of its own and random figures, has them
checked by the command that a user runs, and samples the resident memory of its processes, the first one and
all its workers. What they share is counted for each of them, so the sum is above what they take.

Texts are ``plain`` (long, hardly a figure), ``dense`` (short, figures in each sentence) or ``mixed``
(both, some of a megabyte). Printed are the highest sums in each tenth of the input, and the peak. The script
ends with status 1 where the second half takes more than ``ALLOWED`` times what the second tenth took.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}
#: by how much the peak of the second half may be above that of the second tenth: a table that is kept whole,
#: or what a worker does not give back, doubles it
ALLOWED = 1.25

PLAIN = (
    "The tide was out, and the boats lay on their sides in the mud.",
    "Nobody at the harbour office would say when the crane is to be mended.",
    "Skippers have asked for a new quay since the old one began to lean.",
    "“We wait for the surveyor, and the surveyor waits for the weather,” the harbour master said.",
    "Gulls had the fish market to themselves.",
    "The ferry went on, with fewer passengers than in other winters and a cold café.",
)
FIGURES = (
    "Landings rose {a}% to {b}.{c} million kilos from {d}.{e} million.",
    "The port took ${b}.{c} million in fees, up from ${d}.{e} million a year ago, a rise of {a}%.",
    "Of the {h} boats, {d} were sold and {b} were mended, and the rest lay idle.",
    "Diesel cost €{b}.{c} million (${d}.{e} million), {a}% more than was planned.",
    "A third of the {h} skippers, or {b}, said they would leave; {d} said they would stay.",
    "Between {y} and 2025 the fleet shrank by {a}%, to {h} from {g}.",
)


def sentences(chance: random.Random, kind: str) -> Iterator[str]:
    """Without end; of ten, so many have figures as the kind asks for."""
    share = {"plain": 0.0005, "mixed": 0.3, "dense": 0.9}[kind]
    while True:
        if chance.random() < share:
            figures = {name: chance.randint(1, 99) for name in "abde"}
            figures |= {
                "c": chance.randint(0, 9),
                "g": chance.randint(200, 900),
                "h": chance.randint(100, 800),
            }
            figures["y"] = chance.randint(1990, 2020)
            yield chance.choice(FIGURES).format(**figures)
        else:
            yield chance.choice(PLAIN)


def article(chance: random.Random, kind: str) -> str:
    """Of a length as newspapers have it, or a chapter's, or (mixed) now and then of a megabyte."""
    if kind == "plain":
        length = chance.choice((2_000, 20_000, 60_000))
    elif kind == "dense":
        length = chance.choice((400, 1_000, 2_000, 4_000))
    else:
        length = chance.choices((200, 2_000, 20_000, 1_000_000), (40, 50, 9.9, 0.1))[0]
    made: list[str] = []
    size = 0
    for sentence in sentences(chance, kind):
        made.append(sentence + ("\n\n" if chance.random() < 0.25 else " "))
        size += len(made[-1])
        if size >= length:
            return "".join(made)
    raise AssertionError("there is always one more sentence")


def write(path: Path, size: int, kind: str) -> int:
    """The file; its number of articles. A few thousand different ones, in ever another order."""
    chance = random.Random(5)
    kept = [article(chance, kind) for _ in range(min(4_000, max(1, size // 20_000)))]
    rows = done = 0
    with open(path, "w", encoding="utf-8") as file:
        while done < size:
            row = {"id": f"a{rows}", "published": "2025-03-04", "body": chance.choice(kept)}
            done += file.write(json.dumps(row) + "\n")
            rows += 1
    return rows


def resident(process: psutil.Process) -> tuple[int, int]:
    """Bytes of the first process, and of its workers together."""
    own = process.memory_info().rss
    workers = 0
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            workers += child.memory_info().rss
    return own, workers


def reached(process: psutil.Process, path: Path) -> int | None:
    """How many bytes of the file the process has read; None where the system does not tell."""
    for file in process.open_files():
        if file.path == str(path):
            return getattr(file, "position", None)
    return None


def measure(path: Path, jobs: int, every: float) -> list[tuple[float, int, int]]:
    """Samples while the command runs: the share of the file that is read, and ``resident``."""
    size, samples = path.stat().st_size, list[tuple[float, int, int]]()
    command = [
        sys.executable, "-m", "finchecks", "batch", str(path), "--id", "id", "--date", "published",
        "--output", str(path.with_name("checks.jsonl")), "--jobs", str(jobs), "--isolated",
    ]  # fmt: skip
    with subprocess.Popen(command) as running:
        process = psutil.Process(running.pid)
        while running.poll() is None:
            with contextlib.suppress(psutil.Error):
                read = reached(process, path)
                if read is not None:
                    samples.append((read / size, *resident(process)))
            time.sleep(every)
    if running.returncode:
        sys.exit(f"finchecks batch ended with status {running.returncode}")
    return samples


def peak(samples: list[tuple[float, int, int]], low: float, high: float) -> tuple[int, int, int]:
    """The highest of the first process, of the workers and of the sums, between two shares of the file."""
    among = [(own, workers, own + workers) for at, own, workers in samples if low <= at <= high]
    own, workers, both = zip(*among, strict=True) if among else ((0,), (0,), (0,))
    return max(own), max(workers), max(both)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("size", help="of the file, such as 50MB or 5GB")
    parser.add_argument("--kind", choices=["plain", "mixed", "dense"], default="mixed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two samples")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where files are written and left")
    options = parser.parse_args()
    size = int(float(options.size[:-2]) * UNITS[options.size[-2:].upper()])
    with contextlib.ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        path = folder.resolve() / "articles.jsonl"
        rows = write(path, size, options.kind)
        print(f"{path.stat().st_size / 1e6:,.0f} MB, {rows:,} articles, {options.kind}", flush=True)
        began = time.monotonic()
        samples = measure(path, options.jobs, options.every)
        took = time.monotonic() - began
    print(f"{took:,.0f} s, {rows / took:,.0f} articles/s, {len(samples):,} samples; highest, in MB")
    print(f"{'of the input':<14}{'first process':>14}{'workers':>10}{'sum':>8}")
    for tenth in range(10):
        own, workers, both = (value / 1e6 for value in peak(samples, tenth / 10, (tenth + 1) / 10))
        print(f"{f'to {tenth + 1}0%':<14}{own:>14,.0f}{workers:>10,.0f}{both:>8,.0f}")
    early, late = peak(samples, 0.1, 0.2)[2], peak(samples, 0.5, 1.0)[2]
    grown = late / max(early, 1)
    print(f"peak {peak(samples, 0, 1)[2] / 1e6:,.0f} MB; second half {grown:.2f} x second tenth")
    if early and grown > ALLOWED:
        sys.exit("memory grows with the input")


if __name__ == "__main__":
    main()
