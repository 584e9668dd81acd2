"""What checking the relations of a paper tells the office: findings with place, what is printed, what was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.settle.relations import Operation, Outcome, Verdict
from ledger.finding import Finding, Place, error, hint
from ledger.german import format_counted, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.settle.relations import PaperCheck

# What a conflict is; the two values stand beside the sentence as what was found and what was expected.
_CONFLICTS = {
    Operation.EQUALITY: "sie sollen gleich sein und sind verschieden",
    Operation.SEQUENCE: "ihre Tage steigen nicht auf",
    Operation.CLAUSE: "das Regelwerk nennt eine andere Fundstelle",
    Operation.PARTIAL_SUM: "die Teile ergeben mehr als das Ganze",
}
_COMPUTED = "gedruckt ist ein anderer Wert, als sie ergeben"
_COUNTED = {
    Verdict.EXACT: ("stimmt", "stimmen"),
    Verdict.ROUNDED: ("stimmt gerundet", "stimmen gerundet"),
    Verdict.ADJUSTED: ("ist angepasst", "sind angepasst"),
    Verdict.CONFLICT: ("widerspricht sich", "widersprechen sich"),
    Verdict.UNCHECKABLE: ("ist nicht prüfbar", "sind nicht prüfbar"),
}


def findings_of(paper: PaperCheck, outcomes: Iterable[Outcome]) -> tuple[Finding, ...]:
    """Return an error for each conflict, a hint for what was adjusted or is off within what is allowed.

    A relation that the office itself calls uncheckable is no finding; one that could not be computed is an error.
    """
    return tuple(finding for outcome in outcomes if (finding := _finding(paper, outcome)))


def _finding(paper: PaperCheck, outcome: Outcome) -> Finding | None:
    relation, place = outcome.relation, Place(paper.file)
    name = f"Beziehung „{relation.name}“ ({relation.operation.value})"
    figures = join_words([f"{figure} ({text})" for figure, text in outcome.figures])
    note = f" {outcome.note}" if outcome.note else ""
    found = outcome.printed or join_words([text for _, text in outcome.figures])
    if outcome.missing:
        return error(place, f"{name}: {outcome.missing}", outcome.remedy)
    if outcome.verdict is Verdict.CONFLICT:
        text = f"Die Angaben widersprechen sich: {_CONFLICTS.get(relation.operation, _COMPUTED)}.{note}"
        remedy = f"Bitte prüfen, welche Angabe der Vorlage stimmt: {_not_yet_told(outcome, found)}."
        return error(place, f"{name}: {text}", remedy, found=found, expected=outcome.computed)
    if outcome.verdict is Verdict.ADJUSTED or (relation.tolerance and outcome.note):
        remedy = f"Bitte entscheiden, ob die Vorlage das so drucken soll: {figures}."
        return hint(place, f"{name}:{note}", remedy, found=found, expected=outcome.computed)
    return None


def _not_yet_told(outcome: Outcome, found: str) -> str:
    """Return the figures of a conflict; what already stands there as found or expected is only named."""
    told = (outcome.computed, *(found.split(" / ") if outcome.printed else [text for _, text in outcome.figures]))
    return join_words([name if text in told else f"{name} ({text})" for name, text in outcome.figures])


def count_words(outcomes: Sequence[Outcome], files: int) -> str:
    """Return how many relations of how many files were checked, and with what result."""
    counted = {verdict: sum(outcome.verdict is verdict for outcome in outcomes) for verdict in Verdict}
    results = join_words([f"{count} {_COUNTED[verdict][count != 1]}" for verdict, count in counted.items() if count])
    of_files = format_counted(files, "Datei", "Dateien")
    return f"Rechenproben: {format_counted(len(outcomes), 'Beziehung', 'Beziehungen')} aus {of_files}: {results}."
