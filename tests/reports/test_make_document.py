"""manage.py make_document: the bytes of a draft in a file, or a reason and no file."""

import io

import pytest
from django.core.management import CommandError, call_command

from reports.documents.issue.drafts import start_draft
from reports.models import Document


@pytest.fixture
def file(tmp_path):
    return tmp_path / "tb.pdf"


def make(kind, reference, file):
    out = io.StringIO()
    call_command("make_document", kind, reference, output=file, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["conclusion-notice", "result-report"])
def test_it_writes_the_bytes_that_the_page_of_a_draft_gives(inspection, file, signed_in, minh, kind):
    inspection.write_step("drafting", {})
    output = make(kind, inspection.reference, file)
    draft = start_draft(kind, inspection, minh, max(inspection.days))
    page = signed_in(minh).get(f"/documents/{draft.pk}.pdf")
    assert file.read_bytes() == page.content
    assert output == f"Đã ghi {file} ({len(page.content)} byte).\n"


def test_it_stores_nothing(inspection, file):
    before = Document.objects.count()
    make("conclusion-notice", inspection.reference, file)
    assert Document.objects.count() == before


@pytest.mark.parametrize(
    ("kind", "reference", "reason"),
    [
        (
            "nothing",
            "DVCQ2019-806",
            "Không có loại văn bản “nothing”. Có: conclusion-notice, figures-annex, minutes, reminder-letter, "
            "report-outline, result-report, schedule-letter, submission.",
        ),
        ("conclusion-notice", "DVCQ2019-000", "Không có cuộc kiểm tra mã “DVCQ2019-000”."),
    ],
)
def test_what_is_refused_leaves_no_file(db, file, kind, reference, reason):
    with pytest.raises(CommandError) as refusal:
        make(kind, reference, file)
    assert (str(refusal.value), file.exists()) == (reason, False)


def test_a_folder_that_isnt_there_is_told(case, tmp_path):
    file = tmp_path / "nowhere" / "tb.pdf"
    with pytest.raises(CommandError) as refusal:
        make("conclusion-notice", "DVCQ2019-806", file)
    assert str(refusal.value).startswith(f"Không ghi được tệp {file}: ")
