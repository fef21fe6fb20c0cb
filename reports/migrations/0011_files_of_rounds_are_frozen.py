"""The files of a round that was sent stay with it as they were: held by the database itself, whoever holds the connection.

A file may be taken out of the draft afterwards, once; the signed copy may be added to a round until it is accepted or
withdrawn.
"""

from django.db import migrations

from ground.triggers import refuse

LINK, FILE, STORED = "reports_submissionattachment_rounds", "reports_submissionattachment", "inspections_storedfile"
OF_A_FILE = [
    "file_id", "dossier_id", "section", "set_criterion_id", "part", "added_by_id", "version_of_id", "created_at",
]  # fmt: skip
STORED_BYTES = ["key", "shown_key", "sha256", "size", "content_type", "original_name"]
IS_SENT = f"EXISTS (SELECT 1 FROM {LINK} l WHERE l.submissionattachment_id = OLD.id)"
IS_STORED_OF_SENT = (
    f"EXISTS (SELECT 1 FROM {LINK} l JOIN {FILE} f ON f.id = l.submissionattachment_id WHERE f.file_id = OLD.id)"
)
IS_PDF_OF_ISSUED = """EXISTS (
    SELECT 1 FROM reports_document d WHERE d.pdf_id = OLD.id AND d.state IN ('issued', 'signed', 'published', 'replaced')
)"""
MAY_BE_ADDED = f"""EXISTS (
    SELECT 1 FROM reports_round r JOIN reports_dossier d ON d.id = r.dossier_id JOIN {FILE} f ON f.dossier_id = d.id
    WHERE r.id = NEW.round_id AND f.id = NEW.submissionattachment_id
    AND r.withdrawn_at IS NULL AND d.state <> 'accepted'
)"""


def rules(differs):
    back = f"OLD.removed_at IS NOT NULL AND {differs(['removed_at'])}"
    return [
        ("round_file_not_added", LINK, "INSERT", f"NOT {MAY_BE_ADDED}"),
        ("round_file_frozen", LINK, "UPDATE", "TRUE"),
        ("round_file_stays", LINK, "DELETE", "TRUE"),
        ("sent_file_frozen", FILE, "UPDATE", f"{IS_SENT} AND ({differs(OF_A_FILE)} OR ({back}))"),
        ("sent_file_stays", FILE, "DELETE", IS_SENT),
        ("issued_picture_frozen", STORED, "UPDATE", f"({differs(['shown_key'])}) AND {IS_PDF_OF_ISSUED}"),
        ("sent_bytes_frozen", STORED, "UPDATE", f"({differs(STORED_BYTES)}) AND {IS_STORED_OF_SENT}"),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_questions_are_frozen"),
        ("inspections", "0029_pictures_shown_as_our_own"),
    ]
    operations = [refuse("a sent file is frozen", rules)]
