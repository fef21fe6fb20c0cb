"""What was issued is changed by nobody: held by the database itself, whoever holds the connection.

Of an issued document only the state may still change, to another of an issued one, and the signed file be attached. Its
number, its texts and the row of its stored file stay as they were.

On SQLite an operation that makes a table anew drops its triggers: a later migration of these tables has to run the
operation of this one again (tests/reports/test_frozen.py notices).
"""

from django.db import migrations

from ground.triggers import refuse

ISSUED = "('issued', 'signed', 'published', 'replaced')"
DOCUMENT = [
    "kind", "issuing_organization_id", "inspection_id", "campaign_id", "delegation_id", "session_id", "issuer_role",
    "effective_on", "issued_on", "draft_number", "signatory_id", "place", "rule_set", "template_id", "facts", "html",
    "is_internal", "pdf_id", "sha256", "check_code", "replaces_id", "replaces_how", "created_at",
]  # fmt: skip
NUMBER = ["register_id", "n", "printed", "document_id", "use", "dated_on", "cancelled_reason"]
FILE = ["key", "sha256", "size", "content_type"]
IS_PDF_OF_ISSUED = f"EXISTS (SELECT 1 FROM reports_document d WHERE d.pdf_id = OLD.id AND d.state IN {ISSUED})"


def text_of_issued(row):
    return f"EXISTS (SELECT 1 FROM reports_document d WHERE d.id = {row}.document_id AND d.state IN {ISSUED})"


def rules(differs):
    changed = f"OLD.state IN {ISSUED} AND (NEW.state NOT IN {ISSUED} OR {differs(DOCUMENT)})"
    return [
        ("document_frozen", "reports_document", "UPDATE", changed),
        ("document_stays", "reports_document", "DELETE", f"OLD.state IN {ISSUED}"),
        ("number_frozen", "reports_takennumber", "UPDATE", f"OLD.use = 'used' AND ({differs(NUMBER)})"),
        ("number_stays", "reports_takennumber", "DELETE", "OLD.use = 'used'"),
        ("text_not_added", "reports_documenttext", "INSERT", text_of_issued("NEW")),
        ("text_frozen", "reports_documenttext", "UPDATE", text_of_issued("OLD")),
        ("text_stays", "reports_documenttext", "DELETE", text_of_issued("OLD")),
        ("pdf_frozen", "inspections_storedfile", "UPDATE", f"({differs(FILE)}) AND {IS_PDF_OF_ISSUED}"),
    ]


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_facts_are_composed"), ("inspections", "0016_withheld_conclusions")]
    operations = [refuse("an issued document is frozen", rules)]
