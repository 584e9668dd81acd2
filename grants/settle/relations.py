"""Relations between the figures of a paper (Rechenproben): what they are made of, and what checking them can say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from grants.law.rounding import RoundingPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grants.settle.printed import Known, PrintedNumber
    from grants.settle.rule_operands import RuleOperand


class Operation(Enum):
    """Rechenart: how a printed result follows from its operands; nothing else can be stated."""

    SUM = "Summe"
    DIFFERENCE = "Differenz"
    PRODUCT = "Produkt"
    QUOTIENT = "Quotient"
    SHARE = "Anteil in Prozent"
    LESSER = "kleinerer Betrag"
    SUM_OF_THOUSANDS = "Summe gerundeter TEUR"
    YEARS = "Jahre zwischen"
    MONTHS = "Monate zwischen"
    COUNT = "Anzahl"
    FRAME_FROM_QUOTA = "Planungsrahmen aus Quote"
    FRAME_PER_HEAD = "Planungsrahmen je Kopf"
    POSTS_OF_FRAME = "Stellen aus Planungsrahmen"
    CAP_PER_PERSON = "Festbetrag je Person"
    LUMP_SUM = "Pauschale je Stelle"
    PROPORTIONAL = "Anteil mit Höchstbetrag"
    CLIENTS = "Personen nach Schlüssel"
    PARTIAL_SUM = "teilweise Summe"
    EQUALITY = "Gleichheit"
    SEQUENCE = "Reihenfolge"
    DISTRIBUTION = "Verteilung"
    CLAUSE = "Fundstelle"
    UNCHECKABLE = "nicht prüfbar"


class Verdict(Enum):
    """Ergebnis einer Rechenprobe."""

    EXACT = "stimmt"
    ROUNDED = "stimmt gerundet"
    ADJUSTED = "angepasst"
    CONFLICT = "Widerspruch"
    UNCHECKABLE = "nicht prüfbar"


@dataclass(frozen=True, slots=True)
class Relation:
    """Beziehung: one statement about figures of a paper, named for findings.

    ``operands`` and ``results`` name figures, values of rules, or (operands only) other relations, whose exact value
    is then meant. ``tolerance`` is how far the result may lie off, ``reason`` why; for a clause ``status`` is what the
    rulebook has to say of it (proven or assumed; empty: anything).
    """

    name: str
    operation: Operation
    operands: tuple[str, ...]
    results: tuple[str, ...]
    rounding: RoundingPolicy = RoundingPolicy.EXACT
    tolerance: PrintedNumber | None = None
    reason: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """Rechenprobe einer Vorlage: its file, title and day, what it prints, the rules it rests on, the relations.

    ``derived`` are figures that the paper does not print and somebody has calculated by hand. A relation that is an
    operand of another stands before it.
    """

    file: str
    title: str
    day: date
    printed: Mapping[str, Known]
    derived: Mapping[str, Known]
    rules: Mapping[str, RuleOperand]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Was die Prüfung einer Beziehung ergab.

    ``printed`` is the result as it stands in the paper, ``computed`` what follows from the operands with its rounding,
    ``figures`` all operands and results by name with what they are, ``note`` a sentence more where there is something
    to say, ``missing`` why it could not be computed although it should, ``remedy`` what to do about that.
    """

    relation: Relation
    verdict: Verdict
    printed: str
    computed: str
    figures: tuple[tuple[str, str], ...] = ()
    note: str = ""
    missing: str = ""
    remedy: str = ""
