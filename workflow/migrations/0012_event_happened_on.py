"""Let an act that was done outside say on which day; the instant of its recording stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflow", "0011_notices_in_the_readers_language")]

    operations = [
        migrations.AddField(
            "event", "happened_on", models.DateField(blank=True, null=True, verbose_name="ngày thực hiện")
        ),
    ]
