from django.db import migrations


def name_results(apps, schema_editor):
    """Until now each answer of an owner was a result: nothing else could be sent."""
    apps.get_model("inspections", "Answer").objects.filter(kind="progress").update(kind="result")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0018_answers_of_recommendations")]

    operations = [migrations.RunPython(name_results, migrations.RunPython.noop)]
