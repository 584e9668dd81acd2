"""The program that reads finished PDFs in a process of its own: texts and attachments. The one home of pypdfium2.

It is started by path, without regard to the environment. Somebody may have edited or damaged what it reads: before it
takes a byte it limits itself, and whatever a hostile file makes of it ends with this process.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import signal
import sys
from typing import Any

import pypdfium2

LARGEST_MEMORY = 2**31
MOST_SECONDS_OF_WORK = 60
MOST_PAGES, MOST_ATTACHMENTS = 2_000, 50
LARGEST_ATTACHMENT = 20 * 2**20
MOST_SIGNS = 20_000_000


def main() -> None:
    """Read documents of the announced lengths from stdin and write one line of JSON for each as soon as it is read."""
    _leave_with(os.getppid())
    _limit()
    for length in sys.argv[1:]:
        content = sys.stdin.buffer.read(int(length))
        if len(content) != int(length):
            sys.exit(1)
        sys.stdout.write(json.dumps(answer(content)) + "\n")
        sys.stdout.flush()
    os._exit(0)


def answer(content: bytes) -> dict[str, Any]:
    """Return the texts of the pages and the attachments of a PDF, or what keeps it from being read."""
    try:
        document = pypdfium2.PdfDocument(content)
        if len(document) > MOST_PAGES or document.count_attachments() > MOST_ATTACHMENTS:
            return {"refusal": "too large"}
        pages, signs = [], 0
        for page in document:
            text = page.get_textpage().get_text_range()
            page.close()
            signs += len(text)
            if signs > MOST_SIGNS:
                return {"refusal": "too large"}
            pages.append(text)
        return {"pages": pages, "attachments": _attachments(document)}
    except MemoryError:
        return {"refusal": "too large"}
    except pypdfium2.PdfiumError:
        return {"refusal": "no pdf"}


def _attachments(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """Return the embedded files by name as base64; of two with one name neither counts."""
    found: dict[str, str] = {}
    for number in range(document.count_attachments()):
        attachment = document.get_attachment(number)
        name, content = attachment.get_name(), bytes(attachment.get_data())
        if name in found or len(content) > LARGEST_ATTACHMENT:
            found[name] = ""
        else:
            found[name] = base64.b64encode(content).decode("ascii")
    return found


def _limit() -> None:
    """Take no more memory and time than documents within the limits need, write no file and leave no core dump."""
    for kind, most in (
        (resource.RLIMIT_AS, LARGEST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS_OF_WORK),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _leave_with(parent: int) -> None:
    """Look every second whether the parent still lives: a child that nobody waits for must not go on."""

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)


if __name__ == "__main__":
    main()
