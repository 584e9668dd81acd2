"""Exit codes: 0 done, 1 findings, 2 wrong usage, 3 not found, 4 closed or conflicting, 5 unreadable, 70 internal."""

from __future__ import annotations

import json
import sys
import traceback
from datetime import datetime
from typing import TYPE_CHECKING

from ledger.finding import ConflictError, FindingsError, MissingError, RefusalError, UnreadableError

if TYPE_CHECKING:
    import typer

FINDINGS, USAGE, MISSING, CONFLICT, UNREADABLE, INTERNAL = 1, 2, 3, 4, 5, 70
INTERRUPTED = 130


def exit_code(refusal: RefusalError) -> int:
    """Return the exit code of a refusal."""
    if isinstance(refusal, FindingsError):
        return UNREADABLE if refusal.unreadable else FINDINGS
    for kind, code in ((MissingError, MISSING), (ConflictError, CONFLICT), (UnreadableError, UNREADABLE)):
        if isinstance(refusal, kind):
            return code
    return INTERNAL


def run_guarded(app: typer.Typer) -> int:
    """Run the command line and return its exit code; no traceback ever reaches a clerk."""
    as_json = "--json" in sys.argv
    try:
        app(standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    except RefusalError as refusal:
        _print_refusal(refusal, as_json=as_json)
        return exit_code(refusal)
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        print("Abgebrochen. Gebuchte Dateien bleiben gebucht; der nächste Lauf setzt fort.", file=sys.stderr)
        return INTERRUPTED
    except Exception as problem:  # noqa: BLE001 - the last wall: a German sentence instead of a traceback
        _print_internal(problem)
        return INTERNAL
    return 0


def _print_refusal(refusal: RefusalError, *, as_json: bool) -> None:
    from grants.desk.output import findings_data, print_findings

    findings = refusal.findings if isinstance(refusal, FindingsError) else ()
    if as_json:
        data = {"fehler": refusal.text, "abhilfe": refusal.remedy, **findings_data(findings)}
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    print_findings(findings)
    print(f"{refusal.text} {refusal.remedy}".strip(), file=sys.stderr)


def _print_internal(problem: Exception) -> None:
    """Say that the program is wrong, where, and nothing of what it was handling."""
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    place = f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
    moment = datetime.now().astimezone().strftime("%d.%m.%Y %H:%M")
    print(
        f"Interner Fehler ({type(problem).__name__} in {place}, {moment}). Es wurde nichts Halbes gebucht. "
        "Bitte diese Zeile an die Betreuung des Verfahrens geben.",
        file=sys.stderr,
    )
