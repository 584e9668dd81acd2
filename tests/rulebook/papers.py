"""The golden relations of published papers as checks of a rulebook: each has to give what its table says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grants.settle.relation_check import check_paper
from grants.settle.relation_file import read_paper_check
from tests.cases.paper_table import TABLE

if TYPE_CHECKING:
    from grants.law.shelf import Rulebook
    from grants.settle.relations import PaperCheck, Relation, Verdict

PAPERS = Path(__file__).parents[1] / "cases" / "papers"


@dataclass(frozen=True, slots=True)
class PaperRelations:
    """The relations of a paper that rest on the rulebook, and the verdict each has to have."""

    name: str
    paper: PaperCheck
    verdicts: dict[str, Verdict]

    @property
    def programmes(self) -> frozenset[str]:
        """Return the programmes whose rules the paper prints."""
        return frozenset(operand.programme for operand in self.paper.rules.values())

    def run(self, rulebook: Rulebook) -> None:
        """Raise AssertionError naming the relations that come out differently."""
        found = {each.relation.name: each.verdict for each in check_paper(self.paper, rulebook)}
        wrong = [name for name, verdict in found.items() if verdict is not self.verdicts[name]]
        assert not wrong, ", ".join(wrong)


@cache
def paper_checks() -> tuple[PaperRelations, ...]:
    """Return the papers with rules in them."""
    found = []
    for file in sorted(PAPERS.glob("*.toml")):
        paper = read_paper_check(tomllib.loads(file.read_text("utf-8")), file.name)
        verdicts = {name: verdict for verdict, names in TABLE[file.stem].items() for name in names.split()}
        found.append(PaperRelations(f"paper {file.stem}", _of_rules(paper), verdicts))
    return tuple(check for check in found if check.paper.relations)


def _of_rules(paper: PaperCheck) -> PaperCheck:
    """Return a paper without the relations in which no rule takes part, directly or through another one."""
    kept: dict[str, None] = {}
    by_name = {relation.name: relation for relation in paper.relations}
    resting = set(paper.rules)
    for relation in paper.relations:
        if resting & set(relation.operands):
            resting.add(relation.name)
            kept |= dict.fromkeys(_with_operands(relation.name, by_name))
    return replace(paper, relations=tuple(each for each in paper.relations if each.name in kept))


def _with_operands(name: str, by_name: dict[str, Relation]) -> list[str]:
    """Return a relation and those from which its operands are computed."""
    operands = by_name[name].operands
    return [name, *(each for operand in operands if operand in by_name for each in _with_operands(operand, by_name))]
