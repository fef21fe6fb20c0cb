"""Pictures have a JPEG of the portal's own, which is what people are shown.

By SQL, because Django makes the whole table anew for such a column on SQLite, and its triggers would be lost.
"""

from django.db import migrations, models

ADD = "ALTER TABLE inspections_storedfile ADD COLUMN shown_key varchar(100) NOT NULL DEFAULT ''"
REMOVE = "ALTER TABLE inspections_storedfile DROP COLUMN shown_key"


class Migration(migrations.Migration):
    dependencies = [("inspections", "0028_meaning_of_criteria")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(ADD, REMOVE)],
            state_operations=[
                migrations.AddField(
                    model_name="storedfile",
                    name="shown_key",
                    field=models.CharField(
                        blank=True, default="", editable=False, max_length=100, verbose_name="khóa của ảnh để xem"
                    ),
                ),
            ],
        )
    ]
