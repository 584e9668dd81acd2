"""What abrechnen does: the settlement of a year as a readable sheet or as JSON, by whichever method its rules name."""

from __future__ import annotations

from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from grants.desk.figure_commands import german
from grants.desk.output import findings_data, print_json, say, say_next
from grants.desk.session import (
    knowing_as_on,
    knowledge_data,
    knowledge_words,
    note_look,
    warn_of_younger,
    workspace_at,
    year_of,
)
from ledger.fte import Fte
from ledger.german import format_amount, format_decimal, format_euro, format_fte

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from grants.settle.account_sheet import AccountSheet, SheetPerson
    from grants.settle.figures import Figure, Figures
    from grants.settle.programme_claims import ProgrammeTerms
    from grants.settle.programme_figures import ProgrammeLine

OF_A_PERSON = ("monate", "vzae", "hoechstbetrag", "kosten", "zuwendung", "eigenanteil")
_HEADS = ("Person", "Monate", "VZÄ", "Höchstbetrag", "Ausgaben", "Zuwendung", "Eigenanteil")
WIDTH = 62


def run_settlement(folder: Path, number: int, *, known_on: str = "", as_json: bool) -> None:
    """Abrechnen."""
    from grants.office.accounting import settle_booked
    from grants.settle.account_sheet import account_sheets
    from grants.settle.programme_figures import programme_lines
    from ledger.book.store import open_book

    workspace, year = workspace_at(folder), year_of(number)
    book = open_book(workspace.book_address, writing=False)
    acting = knowing_as_on(known_on)
    result = settle_booked(workspace, book, year, acting)
    hints = warn_of_younger(workspace, year, acting)
    method = result.inputs.rules.method(year.days.first)
    sheets = account_sheets(result)
    programmes = [(each.terms, programme_lines(each, result.figures)) for each in result.programmes]
    note_look(workspace, "ansehen", {"was": "abrechnen", "jahr": number})
    if as_json:
        print_json(
            {
                "jahr": number,
                **knowledge_data(acting),
                "verfahren": method.settlement.value,
                "finanzierungsart": method.funding.value,
                "auszahlung": result.figures["auszahlung.betrag"].exact,
                "rest": result.figures["rahmen.rest"].exact,
                "traeger": [_sheet_data(sheet, result.figures) for sheet in sheets],
                "programme": [_programme_data(terms, lines) for terms, lines in programmes],
                **findings_data(hints),
            }
        )
        return
    procedure = f"{method.settlement.value}, {method.funding.value} ({method.clause.words()})"
    say(f"Förderjahr {number}{knowledge_words(acting)}: {procedure}")
    for sheet in sheets:
        say()
        _say_sheet(sheet, result.figures)
    say()
    grant = result.inputs.rules.short_title
    _say_amount(f"Auszahlung insgesamt (rechnerisch), {grant}", result.figures["auszahlung.betrag"])
    _say_amount(f"noch im Rahmen, {grant}", result.figures["rahmen.rest"])
    for terms, lines in programmes:
        say()
        say(f"{terms.rules.title} ({terms.award.file})")
        for programme_line in lines:
            _say_line(f"  {programme_line.label}", german(programme_line.figure))
    say_next(f"warum {number} auszahlung.betrag", folder)


def _sheet_data(sheet: AccountSheet, figures: Figures) -> dict[str, Any]:
    return {
        "traeger": sheet.carrier.key,
        "name": sheet.carrier.name,
        "ergebnis": [_line_data(line.label, figures[line.figure]) for line in sheet.results],
        "auszahlung": figures[sheet.payable].exact,
        "selbst_zu_tragen": figures[sheet.borne].exact,
        "traegt": [_line_data(line.label, figures[line.figure]) for line in sheet.lines],
        "personen": [
            {
                "personalnummer": person.staff_number,
                **{key: figures[f"{person.name}.{key}"].exact for key in OF_A_PERSON},
            }
            for person in sheet.persons
        ],
    }


def _programme_data(terms: ProgrammeTerms, lines: Iterable[ProgrammeLine]) -> dict[str, Any]:
    return {
        "programm": terms.award.programme,
        "titel": terms.rules.title,
        "traeger": terms.award.carrier_key,
        "bescheid": terms.award.file,
        "ergebnis": [
            {"zeile": line.label, "zahl": line.figure.name, "wert": line.figure.exact, "einheit": line.figure.unit}
            for line in lines
        ],
    }


def _line_data(label: str, figure: Figure) -> dict[str, str]:
    return {"zeile": label, "zahl": figure.name, "betrag": figure.exact}


def _say_sheet(sheet: AccountSheet, figures: Figures) -> None:
    say(f"{sheet.carrier.name} ({sheet.carrier.key})")
    for line in sheet.results:
        _say_amount(f"  {line.label}", figures[line.figure])
    _say_amount("  Auszahlung", figures[sheet.payable])
    _say_amount("  selbst zu tragen", figures[sheet.borne])
    for line in sheet.lines:
        _say_amount(f"    davon {line.label}", figures[line.figure])
    if sheet.persons:
        rows = [_HEADS, *(_person_row(person, figures) for person in sheet.persons)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
        for row in rows:
            first, *rest = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            say(f"  {first.strip():<{widths[0]}}  {'  '.join(rest)}")


def _say_amount(label: str, figure: Figure) -> None:
    _say_line(label, format_euro(figure.money))


def _say_line(label: str, value: str) -> None:
    """Print a label and its value; a long label is wrapped, so that the values stay in their column."""
    indent = " " * (len(label) - len(label.lstrip()))
    *above, last = wrap(label.strip(), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
    for line in above:
        say(line)
    say(f"{last:<{WIDTH}} {value:>18}")


def _person_row(person: SheetPerson, figures: Figures) -> tuple[str, ...]:
    return (person.staff_number, *(_cell(figures[f"{person.name}.{key}"]) for key in OF_A_PERSON))


def _cell(figure: Figure) -> str:
    """Return a figure of a person as the table prints it; the unit stands in the head."""
    if isinstance(figure.value, Decimal):
        return format_decimal(figure.value)
    return format_fte(figure.value) if isinstance(figure.value, Fte) else format_amount(figure.money)
