"""When a file was scanned, and why the last try failed, so that a scanner which gives no answer is noticed.

By SQL, because Django makes the whole table anew for such a column on SQLite, and its triggers would be lost.
"""

from django.db import migrations, models

import workflow.fields

ADD = "ALTER TABLE inspections_storedfile ADD COLUMN scan_fault varchar(500) NOT NULL DEFAULT ''"
REMOVE = "ALTER TABLE inspections_storedfile DROP COLUMN scan_fault"


class Migration(migrations.Migration):
    dependencies = [("inspections", "0029_pictures_shown_as_our_own")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="scanned_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="quét lúc"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(ADD, REMOVE)],
            state_operations=[
                migrations.AddField(
                    model_name="storedfile",
                    name="scan_fault",
                    field=workflow.fields.NfcCharField(
                        blank=True, default="", editable=False, max_length=500, verbose_name="lỗi của lần quét sau cùng"
                    ),
                ),
            ],
        ),
    ]
