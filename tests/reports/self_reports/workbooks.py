"""Workbooks of self-reports as officers, and their programs, may bring them back: made here, none is stored."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from inspections.models import StoredFile
from reports.models import Dossier, DraftValue, Round, SectionText
from reports.submissions.contents.written import contents_of
from reports.submissions.workbook.columns import COLUMNS
from reports.submissions.workbook.writing import workbook_of
from workflow.models import Event

HEAD = 6
LETTERS = {column.name: "ABCDEFGHIJKLM"[n] for n, column in enumerate(COLUMNS)}
SHEET = "Số liệu"


class Filled:
    """The report's workbook, opened to be filled in: `filled["1.4", "numerator"] = "15"`."""

    def __init__(self, dossier, subject="UBND xã Cần Đước"):
        dossier = Dossier.objects.get(pk=dossier.pk)
        content = workbook_of(dossier, contents_of(dossier), subject, timezone.localdate())
        self.book = load_workbook(BytesIO(content))
        self.sheet = self.book[SHEET]
        self.rows = {}
        for n in range(HEAD + 1, self.sheet.max_row + 1):
            self.rows.setdefault(self.sheet.cell(n, 1).value, n)

    def at(self, number, name):
        return f"{LETTERS[name]}{self.rows[number]}"

    def __setitem__(self, place, value):
        cell = self.sheet[self.at(*place)]
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
