"""Opens a workbook for its cells alone: what openpyxl would refuse in looks, names and properties isn't read.

Report programs write empty fills, unknown font families and dates of creation that Excel ignores. Of the styles only
the formats of numbers are passed on; workbooks of the "strict" kind are read under the namespaces that openpyxl knows.
"""

import io
import zipfile
from functools import cached_property
from typing import IO
from xml.sax.saxutils import quoteattr

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_STYLE, REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from ground.office.kinds import MAIN_TYPES
from ground.office.xml import Ignoring, read_xml

STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": SHEET_MAIN_NS.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": REL_NS.encode(),
}
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
HEAD_BYTES = 4096  # in which the root of a part declares its namespaces


def open_book(content: bytes) -> Workbook:
    """Return the workbook with read-only sheets; formulas stay formulas."""
    reader = _CellReader(io.BytesIO(content), read_only=True, keep_links=False)
    reader.archive = _PlainArchive(io.BytesIO(content))
    reader.read()
    return reader.wb


class _CellReader(ExcelReader):
    """Leaves out the parts that say nothing of cells."""

    def read_properties(self) -> None:
        return None

    def read_custom(self) -> None:
        return None

    def read_theme(self) -> None:
        return None


class _PlainArchive(zipfile.ZipFile):
    """The zip as openpyxl reads it: the workbook's part and its styles reduced, namespaces of one kind."""

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Return the names of the main part and the styles by their types."""
        types = Manifest.from_tree(fromstring(super().read(ARC_CONTENT_TYPES))).Override
        return {one.ContentType.lower(): one.PartName.lstrip("/") for one in types}

    def read(self, name: str, pwd: bytes | None = None) -> bytes:
        styles = self._parts.get(STYLES_TYPE, ARC_STYLE)
        if name == ARC_STYLE and styles in self.namelist():
            return self._rewritten(styles, _Formats())
        if name == self._parts.get(MAIN_TYPES["xlsx"]):
            return self._rewritten(name, _Sheets())
        return _transitional(super().read(name, pwd))

    def open(
        self, name: str | zipfile.ZipInfo, mode: str = "r", pwd: bytes | None = None, **options: bool
    ) -> IO[bytes]:
        stream = super().open(name, mode, pwd, **options)
        with super().open(name, mode, pwd, **options) as first:
            head = first.read(HEAD_BYTES)
        is_strict = any(strict in head for strict in STRICT)
        return io.BytesIO(_transitional(stream.read())) if is_strict else stream

    def _rewritten(self, name: str, listener: "_Rewriting") -> bytes:
        with super().open(name) as stream:
            read_xml(stream, listener)
        return listener.xml().encode()


def _transitional(content: bytes) -> bytes:
    for strict, plain in STRICT.items():
        content = content.replace(strict, plain)
    return content


class _Rewriting(Ignoring):
    """A listener that writes again what it heard."""

    def xml(self) -> str:
        raise NotImplementedError


class _Formats(_Rewriting):
    """The formats of numbers, by which dates are recognised."""

    def __init__(self) -> None:
        self.formats: list[str] = []
        self.cells: list[str] = []
        self.is_of_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "cellXfs":
            self.is_of_cells = True
        elif name == "numFmt":
            self.formats.append(_element("numFmt", attributes, ("numFmtId", "formatCode")))
        elif name == "xf" and self.is_of_cells:
            self.cells.append(_element("xf", attributes, ("numFmtId",)))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.is_of_cells = False

    def xml(self) -> str:
        formats, cells = "".join(self.formats), "".join(self.cells or ["<xf/>"])
        return (
            f'<styleSheet xmlns="{SHEET_MAIN_NS}"><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'
        )


class _Sheets(_Rewriting):
    """The names and relations of the sheets, and the day from which dates are counted."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.about = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            known = {**attributes, "r:id": attributes.get("id", "")}
            self.sheets.append(_element("sheet", known, ("name", "sheetId", "state", "r:id")))
        elif name == "workbookPr":
            self.about = _element("workbookPr", attributes, ("date1904",))

    def xml(self) -> str:
        space = f'xmlns="{SHEET_MAIN_NS}" xmlns:r="{REL_NS}"'
        return f"<workbook {space}>{self.about}<sheets>{''.join(self.sheets)}</sheets></workbook>"


def _element(name: str, attributes: dict[str, str], wanted: tuple[str, ...]) -> str:
    written = "".join(f" {key}={quoteattr(attributes[key])}" for key in wanted if key in attributes)
    return f"<{name}{written}/>"
