"""Two models take their new names. Their tables keep theirs: nothing is altered in the database but the content
types, which Django renames with the models, and the codenames of the permissions that go with them.
"""

from django.db import migrations

RENAMED = {"keptform": "saveddraft", "receipt": "submissiontoken"}


def rename_permissions(apps, schema_editor):
    _rename_permissions(apps, schema_editor, RENAMED)


def restore_permissions(apps, schema_editor):
    _rename_permissions(apps, schema_editor, {new: old for old, new in RENAMED.items()})


def _rename_permissions(apps, schema_editor, names):
    rows = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    for old, new in names.items():
        for row in rows.filter(content_type__app_label="workflow", codename__endswith=f"_{old}"):
            row.codename = row.codename.replace(f"_{old}", f"_{new}")
            row.save(update_fields=["codename"])


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0006_exported_files"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelTable("keptform", "workflow_keptform"),
        migrations.RenameModel("KeptForm", "SavedDraft"),
        migrations.AlterModelTable("receipt", "workflow_receipt"),
        migrations.RenameModel("Receipt", "SubmissionToken"),
        migrations.RunPython(rename_permissions, restore_permissions),
    ]
