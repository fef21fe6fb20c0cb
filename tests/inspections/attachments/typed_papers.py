"""What tests of papers type, and what they look at: pages, stored files, papers shown."""

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from inspections.models import (
    StoredFile,
)
from inspections.papers.uploads.judge import TYPES, AcceptedFile
from tests.inspections.papers.made_files import pdf

REPORT, NOTICE = pdf("<p>Báo cáo</p>"), pdf("<p>Thông báo</p>")


def step_page(inspection, name):
    return f"/inspections/{inspection.reference}/steps/{name}/"


def filled(content, today, name="Báo cáo.pdf", **changed):
    values = {
        "file": SimpleUploadedFile(name, content),
        "number": "175/BC-UBND",
        "dated_on": f"{today:%d/%m/%Y}",
        "title": "Kết quả thực hiện năm 2026",
        "is_not_secret": "on",
    }
    return {key: value for key, value in {**values, **changed}.items() if value is not None}


def judged(content):
    return AcceptedFile(content, "bao cao.pdf", TYPES["pdf"], StoredFile.Scan.WAITING)


def printed(today, number="15-TB/BTGDVTU"):
    return {"number": number, "dated_on": today, "title": "Kết luận"}


def kept():
    """What lies in the store: rows and bytes."""
    return StoredFile.objects.count(), sorted(default_storage.listdir("")[1])


def shown_papers(client, inspection):
    """The paper's title and whether it is told as an older version, as the page shows them."""
    context = client.get(inspection.get_absolute_url()).context
    return [(link.paper.number, link.is_older) for link in context["papers"]]
