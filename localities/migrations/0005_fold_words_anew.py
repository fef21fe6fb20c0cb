from django.db import migrations

from workflow.records.refolding import refold


class Migration(migrations.Migration):
    dependencies = [("localities", "0004_words_by_trigrams")]

    operations = [refold("localities", "LocalitySpell")]
