"""Let a source be an article on the web."""

from django.core.validators import URLValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0022_absences")]

    operations = [
        migrations.AddField(
            "officialpaper",
            "web_address",
            models.URLField(
                blank=True,
                max_length=2000,
                validators=[URLValidator(["http", "https"])],
                verbose_name="địa chỉ trên mạng",
            ),
        ),
    ]
