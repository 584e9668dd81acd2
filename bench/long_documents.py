"""How long documents with a table of 5,000 rows take, and how much memory: every kind in every output.

    .venv/bin/python -m bench.long_documents WORKSPACE [KIND …]

WORKSPACE is a folder of the example county after its run (``./run demo`` makes ``demo/``). Each document is made in a
process of its own, so that its memory is its own; seconds are those of the processor.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
from datetime import datetime
from pathlib import Path
from time import process_time

from grants.office.resources import templates
from grants.office.workspace import open_workspace
from grants.output.order import FORMATS, Order, Shop
from grants.output.press import Printer
from tests.output.specimens import KINDS, specimen

KIB = 1024


def measure(kind: str, workspace: Path) -> None:
    """Make one document in all outputs and print what each took."""
    printer, paper = Printer(Shop(templates())), specimen(kind, "groß", workspace)
    county, dated = open_workspace(workspace).county, datetime(2026, 2, 16)  # noqa: DTZ001 - a day of the book
    took = []
    for suffix in FORMATS:
        began = process_time()
        order = Order(paper.template, paper.paper, county, paper.stem, kind, dated, formats=(suffix,))
        (content,) = printer.make(order).values()
        took.append(f"{suffix} {process_time() - began:.1f} s {len(content) // KIB:,} KiB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB
    print(f"{kind}: {'; '.join(took)}; {peak:,} MiB at most")


def main() -> None:
    """Measure the kinds named, else all."""
    workspace = Path(sys.argv[1])
    for kind in sys.argv[2:] or KINDS:
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(kind, workspace))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
