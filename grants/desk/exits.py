"""Exit codes: 0 done, 1 findings, 2 wrong usage, 3 not found, 4 closed or conflicting, 5 unreadable, 70 internal."""

from __future__ import annotations

import io
import json
import sys
import traceback
from datetime import datetime

import typer
from typer.exceptions import TyperException

from ledger.finding import (
    ConflictError,
    FindingsError,
    MissingError,
    RefusalError,
    UnreadableError,
    UsageRefusalError,
)

FINDINGS, USAGE, MISSING, CONFLICT, UNREADABLE, INTERNAL = 1, 2, 3, 4, 5, 70
INTERRUPTED = 130


_CODES = (
    (UsageRefusalError, USAGE),
    (MissingError, MISSING),
    (ConflictError, CONFLICT),
    (UnreadableError, UNREADABLE),
)


def exit_code(refusal: RefusalError) -> int:
    """Return the exit code of a refusal."""
    if isinstance(refusal, FindingsError):
        return UNREADABLE if refusal.unreadable else FINDINGS
    for kind, code in _CODES:
        if isinstance(refusal, kind):
            return code
    return INTERNAL


def run_guarded(app: typer.Typer) -> int:
    """Run the command line and return its exit code; no traceback ever reaches a clerk."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = app(prog_name="foerderbuch", standalone_mode=False)
    except TyperException as problem:
        return _print_usage(problem)
    except RefusalError as refusal:
        _print_refusal(refusal, as_json="--json" in sys.argv)
        return exit_code(refusal)
    except KeyboardInterrupt:
        print("Abgebrochen. Gebuchte Dateien bleiben gebucht; der nächste Lauf setzt fort.", file=sys.stderr)
        return INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - the last wall: a German sentence instead of a traceback
        return problem.exit_code if isinstance(problem, typer.Exit) else _print_internal(problem)
    return code if isinstance(code, int) else 0


def _print_usage(problem: TyperException) -> int:
    """Print what is wrong with the call; a call without a command shows the help page."""
    from grants.desk.words import usage_sentence

    if type(problem).__name__ == "NoArgsIsHelpError":
        print(problem.format_message(), file=sys.stderr)
    else:
        _complain(f"Falscher Aufruf: {usage_sentence(problem)}", "Hilfe zeigt der Schalter --help.")
    return USAGE


def _print_refusal(refusal: RefusalError, *, as_json: bool) -> None:
    from grants.desk.output import findings_data, print_findings, printable_line

    findings = refusal.findings if isinstance(refusal, FindingsError) else ()
    if as_json:
        data = {"fehler": refusal.text, "abhilfe": refusal.remedy, **findings_data(findings)}
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    print_findings(findings)
    print(printable_line(f"{refusal.text} {refusal.remedy}".strip()), file=sys.stderr)


def _complain(text: str, remedy: str) -> None:
    """Print a refusal to stderr, and with --json also as JSON to stdout."""
    if "--json" in sys.argv:
        print(json.dumps({"fehler": text, "abhilfe": remedy, "befunde": []}, ensure_ascii=False, indent=2))
    print(f"{text} {remedy}", file=sys.stderr)


def _print_internal(problem: Exception) -> int:
    """Say that the program is wrong, where, and nothing of what it was handling."""
    if isinstance(problem, BrokenPipeError):
        return 0  # the reader of a pipe has seen enough
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    place = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    moment = datetime.now().astimezone().strftime("%d.%m.%Y %H:%M")
    _complain(
        f"Interner Fehler ({type(problem).__name__} in {place}, {moment}). Es wurde nichts Halbes gebucht.",
        "Bitte diese Zeile an die Betreuung des Verfahrens geben.",
    )
    return INTERNAL
