from django.db import migrations

from workflow.records.trigrams import trigrams


class Migration(migrations.Migration):
    dependencies = [("inspections", "0006_search_findings")]

    operations = [
        trigrams(
            "inspections_finding", "inspections_recommendation", "inspections_inspection", "inspections_officialpaper"
        )
    ]
