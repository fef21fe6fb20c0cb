"""Let home count what happened since yesterday without reading the whole history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0008_batch_parameters")]

    operations = [
        migrations.AddIndex("event", models.Index(fields=["content_type", "at"], name="event_by_day")),
    ]
