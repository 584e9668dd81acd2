"""Small arithmetic checks for the tests: figures and one relation as TOML, read and checked as the command does."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from grants.law.shelf import Rulebook, shipped_rulebook
from grants.settle.relation_check import check_paper
from grants.settle.relation_file import read_paper_check

if TYPE_CHECKING:
    from grants.settle.relations import Outcome, PaperCheck

FILE = "rechenproben/vorlage.toml"
HEAD = 'titel = "Vorlage 7/2024"\ndatum = 2024-06-24\n'


def read(body: str, head: str = HEAD) -> PaperCheck:
    """Return the check of a file with this body."""
    return read_paper_check(tomllib.loads(head + body), FILE)


def check(body: str, rulebook: Rulebook | None = None) -> Outcome:
    """Return the outcome of the last relation of a file with this body."""
    return check_paper(read(body), rulebook or shipped_rulebook())[-1]


def relation(figures: dict[str, str], lines: str) -> Outcome:
    """Return the outcome of one relation over printed figures."""
    printed = "".join(f'{name} = "{text}"\n' for name, text in figures.items())
    return check(f'[zahlen]\n{printed}[[beziehung]]\nname = "probe"\n{lines}')
