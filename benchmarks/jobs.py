"""How much faster ``finchecks batch`` is with more processes, and what the first one takes, which gives out.

    python benchmarks/jobs.py FOLDER [--jobs 2] [--times 3] [--rounds 2]

Writes the articles of a folder, so many times over, as JSON lines, and has them checked by one process and by
so many. Printed are seconds on the clock, which say something on an idle machine alone, and seconds of
processor time of the first process and of its workers, which hold on a busy one as well: on so many free
processors a run cannot be faster than the first process, nor than its share of the workers' time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = {".txt", ".md", ".markdown"}
#: a run in a process of its own, which tells what it and its workers took
RUN = """
import resource, sys, time
from finchecks.batch.run import Job, run
from pathlib import Path
began = time.monotonic()
run(Job((sys.argv[1],), Path(sys.argv[2]), jobs=int(sys.argv[3]), timeout=60.0))
took = time.monotonic() - began
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(took, *(one.ru_utime + one.ru_stime for one in used))
"""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds: on the clock, and of processor time of the first process and of its workers."""

    clock: float
    first: float
    workers: float


def measure(articles: Path, jobs: int) -> Took:
    output = articles.with_name(f"checks-{jobs}.jsonl")
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(articles), str(output), str(jobs)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return Took(*map(float, done.stdout.split()))


def best(rounds: list[Took]) -> Took:
    """The least of each: what else the machine does only adds to it."""
    return Took(*(min(getattr(one, name) for one in rounds) for name in Took.__slots__))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--times", type=int, default=3, help="how often each article is in the file")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    texts = [
        path.read_text("utf-8", "replace")
        for path in sorted(options.folder.rglob("*"))
        if path.suffix in SUFFIXES
    ]
    if not texts:
        sys.exit(f"{options.folder}: no articles (.txt, .md, .markdown)")
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "articles.jsonl"
        articles.write_text("".join(json.dumps({"body": text}) + "\n" for text in texts * options.times))
        rounds: dict[int, list[Took]] = {1: [], options.jobs: []}
        for _ in range(options.rounds):
            for jobs, found in rounds.items():
                found.append(measure(articles, jobs))
    print(f"{len(texts) * options.times:,} articles; best of {options.rounds} rounds, in seconds")
    print(f"{'processes':<12}{'clock':>9}{'first, CPU':>13}{'workers, CPU':>14}")
    one, many = best(rounds[1]), best(rounds[options.jobs])
    for jobs, took in ((1, one), (options.jobs, many)):
        print(f"{jobs:<12}{took.clock:>9.2f}{took.first:>13.2f}{took.workers:>14.2f}")
    bound = one.workers / max(many.first, many.workers / options.jobs)
    print(f"{one.clock / many.clock:.2f} times as fast on the clock; {bound:.2f} times by processor time,")
    print(
        f"and no more than {one.workers / many.first:.0f} processes' worth, which is all the first can feed"
    )


if __name__ == "__main__":
    main()
