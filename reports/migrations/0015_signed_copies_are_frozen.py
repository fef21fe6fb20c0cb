"""A signed copy stays as it came, with its bytes; a document's signed file is always one of its copies: held by the
database itself, whoever holds the connection.
"""

from django.db import migrations

from ground.triggers import refuse

COPY, STORED, DOCUMENT = "reports_signedcopy", "inspections_storedfile", "reports_document"
BYTES = ["key", "shown_key", "sha256", "size", "content_type", "original_name"]
IS_FILE_OF_COPY = f"EXISTS (SELECT 1 FROM {COPY} c WHERE c.file_id = OLD.id)"
IS_A_COPY = f"EXISTS (SELECT 1 FROM {COPY} c WHERE c.document_id = NEW.id AND c.file_id = NEW.signed_file_id)"


def rules(differs):
    return [
        ("signed_copy_frozen", COPY, "UPDATE", "TRUE"),
        ("signed_copy_stays", COPY, "DELETE", "TRUE"),
        ("signed_bytes_frozen", STORED, "UPDATE", f"({differs(BYTES)}) AND {IS_FILE_OF_COPY}"),
        ("signed_file_is_a_copy", DOCUMENT, "UPDATE", f"({differs(['signed_file_id'])}) AND NOT {IS_A_COPY}"),
    ]


class Migration(migrations.Migration):
    dependencies = [("reports", "0014_signed_copies")]
    operations = [refuse("a signed copy is frozen", rules)]
