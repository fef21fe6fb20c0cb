from django.db import migrations

from workflow.records.trigrams import trigrams


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_organization_sort_key")]

    operations = [trigrams("accounts_organization", "accounts_person")]
