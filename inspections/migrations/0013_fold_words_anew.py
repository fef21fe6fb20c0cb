from django.db import migrations

from workflow.records.refolding import refold

OTHERS = ("Criterion", "Finding", "Recommendation", "OfficialPaper", "Campaign")


def words_of(inspection):
    """Return what `Inspection.search_words` returned when this migration was written."""
    return f"{inspection.reference} {inspection.subject_organization.search_text}"


class Migration(migrations.Migration):
    dependencies = [("inspections", "0012_scan_by_its_new_name"), ("accounts", "0005_fold_words_anew")]

    operations = [refold("inspections", "Inspection", words=words_of), refold("inspections", *OTHERS)]
