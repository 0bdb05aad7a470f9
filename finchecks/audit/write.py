"""Articles → files in a folder, in the formats that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from finchecks.audit.names import INDEX, Names
from finchecks.audit.record import Record, sealed
from finchecks.faults import Fault, FaultError
from finchecks.files import write_whole

if TYPE_CHECKING:
    from finchecks.audit.article import Article
    from finchecks.audit.batch import Batch, Row

#: format → suffix, in the order of ``--help``
FORMATS = {"html": ".html", "xlsx": ".xlsx", "markdown": ".md", "pdf": ".pdf"}
DEFAULT = ("html", "xlsx")


def made(article: Article, format: str, *, batch: bool = False) -> bytes:
    """An article's report. Raises FaultError where a library is missing that the format needs."""
    try:
        return sealed(_MAKERS[format][0](article, batch))
    except ImportError as error:
        raise _lacking(error) from None


def made_index(batch: Batch, format: str) -> bytes:
    """The report on a batch."""
    try:
        return sealed(_MAKERS[format][1](batch))
    except ImportError as error:
        raise _lacking(error) from None


@dataclass(slots=True)
class Writer:
    """Writes reports into a folder and keeps what the index of a batch needs.

    Every method raises FaultError (reason ``output``) for what cannot be written.
    """

    folder: Path
    formats: Sequence[str]
    is_batch: bool
    #: of the run
    time: str
    _names: Names = field(default_factory=Names)
    _rows: list[Row] = field(default_factory=list)
    _records: list[Record] = field(default_factory=list)
    _unread: list[tuple[str, str]] = field(default_factory=list)

    def article(self, article: Article) -> list[Path]:
        """The files of one article's report."""
        from finchecks.audit.batch import row

        stem = self._names.name(article.path, whole=self.is_batch)
        if self.is_batch:
            self._rows.append(row(article, stem))
            self._records.append(article.record)
        return [self._put(stem, form, made(article, form, batch=self.is_batch)) for form in self.formats]

    def unread(self, path: str, message: str) -> None:
        self._unread.append((path, message))

    def index(self) -> list[Path]:
        """The files of the report on the batch."""
        from finchecks.audit.batch import batch

        one = batch(self._rows, self._unread, self._records, time=self.time)
        return [self._put(INDEX, form, made_index(one, form)) for form in self.formats]

    def _put(self, stem: str, form: str, data: bytes) -> Path:
        path = self.folder / f"{stem}{FORMATS[form]}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
        except OSError as error:
            raise FaultError(
                Fault("output", f"cannot be written: {error.strerror or error}", str(path))
            ) from None
        return path


def _lacking(error: ImportError) -> FaultError:
    message = f"reports need more than the checker: pip install 'finchecks[report]' ({error})"
    return FaultError(Fault("report", message))


# Each imports its libraries when it is first used.


def _html(article: Article, batch: bool) -> bytes:
    from finchecks.audit.to_html import page

    return page(article, batch=batch).encode()


def _html_index(batch: Batch) -> bytes:
    from finchecks.audit.to_html import index

    return index(batch).encode()


def _xlsx(article: Article, batch: bool) -> bytes:
    from finchecks.audit.to_xlsx import workpaper

    return workpaper(article)


def _xlsx_index(batch: Batch) -> bytes:
    from finchecks.audit.to_xlsx import summary

    return summary(batch)


def _markdown(article: Article, batch: bool) -> bytes:
    from finchecks.audit.to_markdown import page

    return page(article).encode()


def _markdown_index(batch: Batch) -> bytes:
    from finchecks.audit.to_markdown import index

    return index(batch).encode()


def _pdf(article: Article, batch: bool) -> bytes:
    from finchecks.audit.record import packed
    from finchecks.audit.to_html import page
    from finchecks.audit.to_pdf import pdf

    return pdf(page(article, batch=batch), packed(article.record), article.record.time)


def _pdf_index(batch: Batch) -> bytes:
    from finchecks.audit.record import packed
    from finchecks.audit.to_html import index
    from finchecks.audit.to_pdf import pdf

    return pdf(index(batch), packed(batch.record), batch.time)


_MAKERS: dict[str, tuple[Callable[[Article, bool], bytes], Callable[[Batch], bytes]]] = {
    "html": (_html, _html_index),
    "xlsx": (_xlsx, _xlsx_index),
    "markdown": (_markdown, _markdown_index),
    "pdf": (_pdf, _pdf_index),
}
