"""A report's HTML → PDF, by WeasyPrint. Nothing is fetched: the page is all there is."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from typing import Any, NoReturn

from finchecks.audit.record import SEAL
from finchecks.faults import Fault, FaultError


def pdf(page: str, record: str, time: str) -> bytes:
    """The page as PDF, its record an attachment of this time, a place for the seal behind the end.

    Raises FaultError where WeasyPrint or Pango is missing.
    """
    try:
        from weasyprint import HTML, Attachment
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        message = (
            "PDF needs WeasyPrint (pip install 'finchecks[pdf]') and the system's Pango library "
            f"(Debian: libpango-1.0-0 and libpangoft2-1.0-0): {str(error).splitlines()[0]}"
        )
        raise FaultError(Fault("pdf", message)) from None

    class Refusing(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> NoReturn:
            raise ValueError(f"a report fetches nothing: {url[:80]}")

    # what a browser's style sheet has and paper does not (hover, sticky) is no news to anybody
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    when = dt.datetime.fromisoformat(time)
    name = "finchecks-record.txt"
    kept = [Attachment(string=record, name=name, created=when, modified=when)]
    made: bytes = HTML(string=page, url_fetcher=Refusing()).write_pdf(
        attachments=kept, pdf_identifier=hashlib.sha256(page.encode()).digest()[:16], pdf_tags=True
    )
    return made.rstrip(b"\n") + f"\n% {SEAL}{'0' * 64}\n".encode()
