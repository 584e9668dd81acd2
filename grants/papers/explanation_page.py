"""Die Herleitung einer Zahl als Blatt: every step with formula and clause, then the entries it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grants.papers.elements import Column, Holds, Number, Row, Span, Table, count_of, show
from ledger.cost import Revenue
from ledger.german import MINUS, format_amount, format_exact, format_month
from ledger.money import total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from grants.law.clause import Clause
    from grants.settle.figures import Booked, Figure, Figures
    from ledger.cost import Source
    from ledger.money import Money

_REFERENCES = Holds.REFERENCES
SIGNS = {True: "\u2212", False: "+"}


@dataclass(frozen=True, slots=True)
class Step:
    """Rechenschritt: a figure at its depth, how it enters the one above, and whether it was unfolded before."""

    figure: Figure
    depth: int
    sign: str
    repeated: bool


@dataclass(frozen=True, slots=True)
class ExplanationPage:
    """Herleitung: the figure, its steps from the result down, their clauses, and the entries. For internal use only."""

    title: str
    as_of: str
    year: int
    name: str
    result: Number
    formula: str
    entry_count: Number
    entry_noun: str
    steps: Table
    clauses: tuple[tuple[str, str], ...]
    facts: Table
    files: tuple[str, ...]
    entries: Table


def unfold_steps(figures: Figures, name: str, depth: int = 0, sign: str = "") -> Iterator[Step]:
    """Yield a figure and all it was computed from, each part below it; what was unfolded above is only named again."""
    yield from _unfold(figures, name, depth, sign, set())


def _unfold(figures: Figures, name: str, depth: int, sign: str, seen: set[str]) -> Iterator[Step]:
    figure = figures[name]
    repeated = name in seen and bool(figure.parts or figure.entries)
    yield Step(figure, depth, sign, repeated)
    if repeated:
        return
    seen.add(name)
    for part in figure.parts:
        below = SIGNS[part.startswith("-")] if figure.sums else "·"
        yield from _unfold(figures, part.removeprefix("-"), depth + 1, below, seen)


def make_explanation_page(
    figures: Figures, name: str, year: int, as_of: str, place: Callable[[Booked], str]
) -> ExplanationPage:
    """Return the page of a figure; ``place`` says in words where an entry stands inside its file."""
    figure = figures[name]
    steps = tuple(unfold_steps(figures, name))
    pairs = figures.entries_of(name)
    files = list(dict.fromkeys(entry.source.file for entry, _ in pairs))
    return ExplanationPage(
        title=f"Herleitung {name}",
        as_of=as_of,
        year=year,
        name=name,
        result=_with_unit(figure),
        formula=figure.formula,
        entry_count=count_of(len(pairs)),
        entry_noun="Buchung" if len(pairs) == 1 else "Buchungen",
        steps=_steps(steps),
        clauses=tuple((clause.words(), clause.document) for clause in _clauses(steps)),
        facts=_facts(steps),
        files=tuple(files),
        entries=_entries(pairs, files, place),
    )


def _with_unit(figure: Figure) -> Number:
    """Return the result as running text prints it."""
    number = show(figure)
    unit = {"EUR": "€", "Anzahl": ""}.get(figure.unit, figure.unit)
    return replace(number, text=f"{number.text}\u00a0{unit}".rstrip())


def _clauses(steps: Iterable[Step]) -> tuple[Clause, ...]:
    return tuple(dict.fromkeys(clause for step in steps for clause in step.figure.clauses))


def _steps(steps: tuple[Step, ...]) -> Table:
    """Return the steps, with a column for what stood before rounding where something was rounded."""
    rounded = any(_is_rounded(step) for step in steps)
    columns = (
        Column("Zahl", 36 if rounded else 40, holds=_REFERENCES),
        Column("Betrag oder Wert", 15 if rounded else 17, numeric=True),
        *((Column("genau", 16, numeric=True),) if rounded else ()),
        Column("Wie sie entsteht", 33 if rounded else 43, holds=_REFERENCES),
    )
    rows = tuple(_row(step, rounded=rounded) for step in steps)
    return Table("Rechenweg vom Ergebnis abwärts", "Rechenweg", columns, rows)


def _is_rounded(step: Step) -> bool:
    return step.figure.lost is not None and not step.repeated


def _row(step: Step, *, rounded: bool) -> Row:
    figure = step.figure
    indent = "\u2003" * step.depth
    label = f"{indent}{step.sign}\u00a0{figure.name}" if step.sign else figure.name
    clauses = "; ".join(clause.words() for clause in figure.clauses)
    how = "siehe oben" if step.repeated else f"{figure.formula}{f' [{clauses}]' if clauses else ''}{_rounding(figure)}"
    exact = (_unrounded(step),) if rounded else ()
    return Row((label, show(figure), *exact, how), total=step.depth == 0)


def _unrounded(step: Step) -> Number | str:
    """Return what stood before rounding, with six places and an ellipsis where it does not end there."""
    if step.figure.lost is None or step.repeated:
        return ""
    text = format_exact(step.figure.lost)
    return Number(text, text.rstrip("…").replace(".", "").replace(",", ".").replace(MINUS, "-"))


def _facts(steps: Iterable[Step]) -> Table:
    columns = (
        Column("Angabe", 58, holds=_REFERENCES),
        Column("Datei", 30, holds=_REFERENCES),
        Column("Zeile", 12, holds=_REFERENCES),
    )
    facts = dict.fromkeys(fact for step in steps for fact in step.figure.facts)
    rows = tuple(Row((fact.words, fact.source.file, _spot(fact.source))) for fact in facts)
    return Table("Angaben, die keine Buchungen sind", "Angaben", columns, rows)


def _spot(source: Source) -> str:
    return f"{source.sheet}, {source.row}" if source.sheet else str(source.row)


def _rounding(figure: Figure) -> str:
    return f"; Rundung: {figure.rounding.value}" if figure.rounding else ""


def _entries(pairs: tuple[tuple[Booked, Money], ...], files: list[str], place: Callable[[Booked], str]) -> Table:
    columns = (
        Column("Nr.", 8, holds=_REFERENCES),
        Column("Monat", 9),
        Column("Art", 21),
        Column("Person", 10, holds=_REFERENCES),
        Column("Datei", 7, holds=_REFERENCES),
        Column("Stelle in der Datei", 30, holds=_REFERENCES),
        Column("Betrag in\u00a0€", 15, numeric=True),
    )
    rows = tuple(
        _entry_row(entry, part, str(files.index(entry.source.file) + 1), place(entry)) for entry, part in pairs
    )
    whole = total(part for _, part in pairs)
    amount = Number(format_amount(whole), whole.decimal_string())
    foot = Row((Span("Summe", 6), amount), total=True)
    return Table("Buchungen mit dem Teil, der hier zählt", "Buchungen", columns, rows, (foot,))


def _entry_row(entry: Booked, part: Money, file: str, place: str) -> Row:
    """Return the row of an entry: the staff number, never the name."""
    month, person = (entry.month, "") if isinstance(entry, Revenue) else (entry.cost_month, entry.staff_number)
    amount = Number(format_amount(part), part.decimal_string())
    return Row((str(entry.number), format_month(month), entry.kind.value, person, file, place, amount))
