"""What was issued is altered by nothing: not by a save, an update, a deletion, a statement of one's own, the admin."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from inspections.models import Inspection, StoredFile
from inspections.papers.acts import store_file
from reports.documents.issue.drafts import discard, recompose
from reports.documents.issue.issuing import Altered, issued_bytes
from reports.documents.issue.printing import page_of, pdf_of
from reports.documents.registers.acts import register_at
from reports.documents.texts import take_over_slot, write_slot
from reports.models import Document, DocumentText, TakenNumber
from tests.standing import standing
from workflow.records.models import StateWrittenByHand
from workflow.records.refusals import TakenAlready

DAY = date(2026, 5, 20)


@pytest.fixture
def issued(db):
    """An issued notice with its number, a text of staff and its file."""
    inspection = Inspection.objects.get(reference="DVCQ2026-28138")
    body = inspection.campaign.inspecting_organization
    file = store_file(b"%PDF-1.7 ...", "TB.pdf", "application/pdf", StoredFile.Scan.CLEAN)
    document = Document.objects.create(
        kind="conclusion-notice", issuing_organization=body, inspection=inspection, effective_on=DAY, issued_on=DAY,
        rule_set="hd36", facts={"about": "về kết luận", "type_code": "TB"}, html="<p>01</p>", pdf=file,
        sha256=file.sha256, check_code="AAAA-BBBB-CCCC",
    )  # fmt: skip
    DocumentText.objects.create(document=document, slot="opening", text="Lời mở đầu", fact_sha256="0")
    register = register_at(body, "tb", DAY)
    TakenNumber.objects.create(
        register=register, n=900, printed="900-TB/X", document=document, use="used", dated_on=DAY
    )
    return standing(document, "issued")


def stood(record):
    return type(record)._base_manager.filter(pk=record.pk).values().get()


def is_refused(act):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        act()
    assert "an issued document is frozen" in str(refusal.value)


COLUMNS = {
    "facts": {"about": "khác"},
    "html": "<p>02</p>",
    "sha256": "1" * 64,
    "pdf": None,
    "issued_on": date(2026, 5, 21),
    "effective_on": date(2026, 5, 21),
    "kind": "minutes",
    "rule_set": "hd05",
    "place": "Nơi khác",
    "is_internal": True,
    "check_code": "DDDD-BBBB-CCCC",
    "issuer_role": "head",
    "draft_number": 9,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_issued_document_changes(issued, column):
    before = stood(issued)
    is_refused(lambda: Document.objects.filter(pk=issued.pk).update(**{column: COLUMNS[column]}))
    setattr(issued, column, COLUMNS[column])
    is_refused(lambda: issued.save(update_fields=[column]))
    is_refused(issued.save)
    assert stood(issued) == before


def test_its_state_goes_on_and_never_back(issued):
    with pytest.raises(TypeError):
        Document.objects.filter(pk=issued.pk).update(state="draft")
    issued.state = "draft"
    with pytest.raises(StateWrittenByHand):
        issued.save()
    is_refused(lambda: issued.write_step("draft", {}))
    fresh = Document.objects.get(pk=issued.pk)
    fresh.write_step("published", {})
    assert Document.objects.get(pk=issued.pk).state == "published"


STATEMENTS = [
    ("UPDATE reports_document SET html = 'x' WHERE id = %s", "document"),
    ("UPDATE reports_document SET state = 'draft' WHERE id = %s", "document"),
    ("UPDATE reports_document SET pdf_id = NULL, state = 'draft' WHERE id = %s", "document"),
    ("DELETE FROM reports_document WHERE id = %s", "document"),
    ("UPDATE reports_takennumber SET n = 2 WHERE document_id = %s", "number"),
    ("UPDATE reports_takennumber SET use = 'reserved' WHERE document_id = %s", "number"),
    ("DELETE FROM reports_takennumber WHERE document_id = %s", "number"),
    ("UPDATE reports_documenttext SET text = 'x' WHERE document_id = %s", "text"),
    ("DELETE FROM reports_documenttext WHERE document_id = %s", "text"),
    (
        "UPDATE inspections_storedfile SET key = 'x' WHERE id = (SELECT pdf_id FROM reports_document WHERE id = %s)",
        "file",
    ),
    (
        "UPDATE inspections_storedfile SET sha256 = 'x' WHERE id = (SELECT pdf_id FROM reports_document WHERE id = %s)",
        "file",
    ),
]


@pytest.mark.parametrize(("statement", "what"), STATEMENTS)
def test_nor_does_a_statement_of_ones_own_change_it(issued, statement, what):
    def tamper():
        with connection.cursor() as cursor:
            cursor.execute(statement, [issued.pk])

    rows = [issued, issued.taken_number, issued.texts.get(), issued.pdf]
    before = [stood(row) for row in rows]
    is_refused(tamper)
    assert [stood(row) for row in rows] == before


MAY_CHANGE = {  # of what belongs to an issued document; all other columns are held by the database
    "document": {"id", "state", "signed_file_id", "revision", "changed_at"},
    # about: of papers outside the portal alone; search_text: follows from the others
    "number": {"id", "about", "search_text", "created_at", "revision", "changed_at"},
    "text": {"id"},
    "file": {"id", "original_name", "scan_state", "scanned_at", "scan_fault", "created_at", "revision", "changed_at"},
}
OTHER_VALUES = {"DateField": "2001-01-01", "DateTimeField": "2001-01-01 00:00:00+00", "JSONField": "{}"}


@pytest.mark.parametrize("what", MAY_CHANGE)
def test_every_column_is_held_but_those_that_go_on(issued, what):
    row = {
        "document": issued,
        "number": issued.taken_number,
        "text": issued.texts.get(),
        "file": issued.pdf,
    }[what]
    columns = {field.column: field for field in row._meta.concrete_fields if field.column not in MAY_CHANGE[what]}
    changed = {column: other_value(field, getattr(row, field.attname)) for column, field in columns.items()}
    assert [column for column in changed if not is_held(row, column, changed[column])] == []


def other_value(field, value):
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return "false" if value else "true"
    return OTHER_VALUES.get(kind, "99" if kind in ("ForeignKey", "OneToOneField") or "Integer" in kind else "khác")


def is_held(row, column, value):
    """Tell whether the database refuses to write the value, as the trigger does."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [value, row.pk])
    except DatabaseError as refusal:
        return "is frozen" in str(refusal)
    return False


def test_no_text_is_added_and_nothing_of_it_is_deleted(issued):
    text = {"document": issued, "slot": "closing", "text": "Thêm", "fact_sha256": "0"}
    is_refused(lambda: DocumentText.objects.create(**text))
    is_refused(lambda: issued.texts.all().delete())
    is_refused(lambda: issued.taken_number.delete())


def test_a_draft_changes_freely(issued):
    draft = Document.objects.create(
        kind="conclusion-notice", issuing_organization=issued.issuing_organization, inspection=issued.inspection,
        effective_on=DAY, rule_set="hd36",
    )  # fmt: skip
    DocumentText.objects.create(document=draft, slot="opening", text="Lời", fact_sha256="0").delete()
    Document.objects.filter(pk=draft.pk).update(html="x")
    draft.delete()


def test_it_is_printed_from_what_was_frozen_and_an_exchanged_file_is_noticed(issued):
    assert (page_of(issued), pdf_of(issued)) == ("<p>01</p>", b"%PDF-1.7 ...")
    default_storage.delete(issued.pdf.key)
    with default_storage.open(issued.pdf.key, "wb") as file:
        file.write(b"%PDF-1.7 khac")
    with pytest.raises(Altered):
        issued_bytes(issued)


def test_no_act_on_a_draft_touches_it(issued, minh):
    for act in (
        lambda: recompose(issued, minh),
        lambda: discard(issued, minh, "x"),
        lambda: write_slot(issued, "opening", "x", minh),
        lambda: take_over_slot(issued, "opening", minh, issued.facts),
    ):
        with pytest.raises(TakenAlready):
            act()
