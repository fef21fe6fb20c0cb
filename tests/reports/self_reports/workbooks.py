"""Workbooks of self-reports as officers, and their programs, may bring them back: made here, none is stored."""

import re
import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from inspections.models import StoredFile
from reports.models import Dossier, DraftValue, Round, SectionText
from reports.submissions.contents.written import contents_of
from reports.submissions.workbook.columns import COLUMNS, TEXT_COLUMNS
from reports.submissions.workbook.writing import workbook_of
from workflow.models import Event

HEAD = 6
TEXT_LETTERS = {column.name: "ABCDE"[n] for n, column in enumerate(TEXT_COLUMNS)}
LETTERS = {column.name: "ABCDEFGHIJKLM"[n] for n, column in enumerate(COLUMNS)}
SHEET, TEXTS = "Số liệu", "Lời văn"


class Filled:
    """The report's workbook, opened to be filled in: `filled["1.4", "numerator"] = "15"`, `filled["IV.1", "text"]`."""

    def __init__(self, dossier, subject="UBND xã Cần Đước"):
        dossier = Dossier.objects.get(pk=dossier.pk)
        content = workbook_of(dossier, contents_of(dossier), subject, timezone.localdate())
        self.book = load_workbook(BytesIO(content))
        self.sheet = self.book[SHEET]
        self.texts = self.book[TEXTS]
        self.rows = {}
        for sheet in (self.sheet, self.texts):
            for n in range(HEAD + 1, sheet.max_row + 1):
                self.rows.setdefault(sheet.cell(n, 1).value, n)

    def at(self, number, name):
        return f"{(LETTERS if number[0].isdigit() else TEXT_LETTERS)[name]}{self.rows[number]}"

    def sheet_of(self, number):
        return self.sheet if number[0].isdigit() else self.texts

    def __setitem__(self, place, value):
        cell = self.sheet_of(place[0])[self.at(*place)]
        cell.value, cell.number_format = value if isinstance(value, tuple) else (value, cell.number_format)

    def fill(self, values):
        for number, fields in values.items():
            for name, value in fields.items():
                self[number, name] = value
        return self

    def bytes(self):
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()


def packed(content, *extra):
    """The workbook with further members in its zip."""
    file = BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        for name, inside in extra:
            package.writestr(name, inside)
    return file.getvalue()


THEME, PROPERTIES = "xl/theme/theme1.xml", ("docProps/core.xml", "docProps/app.xml")
STRINGS = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
KIND = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_libreoffice_writes(content):
    """The workbook as LibreOffice 7.4 stores it, seen in its files: texts in one list, with their spaces but without
    tabs; attributes written out, columns up to the last one; no theme. Numbers as floats and no properties, as others.
    """
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name not in (THEME, *PROPERTIES)}
    texts = []
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        parts[name] = _sheet_of_libreoffice(parts[name], texts)
    index = rb'<(?:Override|Relationship) [^>]*(?:theme1|docProps/core|docProps/app)\.xml"[^>]*/>'
    for name in ("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(index, b"", parts[name])
    kind = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % STRINGS
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kind)
    link = b'<Relationship Type="%s" Target="sharedStrings.xml" Id="rId99"/></Relationships>' % KIND
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", link)
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (MAIN, b"".join(texts))
    return zipped(**parts)


def _sheet_of_libreoffice(sheet, texts):
    def shared(found):
        texts.append(b'<si><t xml:space="preserve">%s</t></si>' % found[2].replace(b"\t", b""))
        return b'%st="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    sheet = re.sub(rb'(<c [^>]*)t="inlineStr"[^>]*><is><t[^>]*>([^<]*)</t></is></c>', shared, sheet)
    sheet = sheet.replace(b"<row ", b'<row customFormat="false" hidden="false" outlineLevel="0" collapsed="false" ')
    sheet = re.sub(rb'(<c [^>]*t="n"[^>]*><v>\d+)(</v>)', rb"\1.0\2", sheet)
    last = b'<col collapsed="false" customWidth="false" hidden="false" max="16384" min="14" width="8.57"/></cols>'
    protected = b'<sheetProtection sheet="true" objects="true" scenarios="true"/>'
    return re.sub(rb"<sheetProtection [^>]*/>", protected, sheet.replace(b"</cols>", last))


def zipped(**members):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, inside in members.items():
            package.writestr(name, inside)
    return file.getvalue()


def upload(content, name="Báo cáo.xlsx"):
    return {"file": SimpleUploadedFile(name, content)}


def stored(dossier):
    """All that an upload could change: compared before and after a refusal."""
    return {
        "dossier": list(Dossier.objects.filter(pk=dossier.pk).values()),
        "values": list(DraftValue.objects.order_by("pk").values()),
        "texts": list(SectionText.objects.order_by("pk").values()),
        "others": [model.objects.count() for model in (Event, Round, StoredFile)],
    }
