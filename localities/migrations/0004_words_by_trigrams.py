from django.db import migrations

from workflow.records.trigrams import trigrams


class Migration(migrations.Migration):
    dependencies = [("localities", "0003_recorded_by")]

    operations = [trigrams("localities_localityspell")]
