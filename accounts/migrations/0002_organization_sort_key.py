from django.db import migrations, models

from ground.text import sort_key


def fill(apps, schema_editor):
    """By the last name, as `Organization.save` does."""
    organizations, names = (apps.get_model("accounts", name) for name in ("Organization", "OrganizationName"))
    last = dict(names.objects.order_by("starts_on").values_list("organization", "full_name"))
    rows = list(organizations.objects.only("pk", "short_code"))
    for row in rows:
        row.sort_key = sort_key(last.get(row.pk, row.short_code))
    organizations.objects.bulk_update(rows, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_who")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="sort_key",
            field=models.CharField(db_index=True, default="", editable=False, max_length=800),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
