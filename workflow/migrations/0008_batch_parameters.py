"""`Batch.asked` is called `parameters`; its column keeps its name, so nothing is altered in the database."""

import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0007_saved_drafts_and_submission_tokens")]

    operations = [
        migrations.AlterField(
            "batch",
            "asked",
            models.JSONField(
                "yêu cầu",
                db_column="asked",
                default=dict,
                encoder=django.core.serializers.json.DjangoJSONEncoder,
            ),
        ),
        migrations.RenameField("batch", "asked", "parameters"),
    ]
