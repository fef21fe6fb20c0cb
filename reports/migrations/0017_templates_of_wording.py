"""A template's version holds its words as typed, what was changed and who wrote it; none was written before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import reports.documents.models
import workflow.fields


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0016_search_taken_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveField("documenttemplate", "frozen_at"),
        migrations.RenameField("documenttemplate", "slots", "contents"),
        migrations.AlterField(
            "documenttemplate",
            "contents",
            models.JSONField(default=reports.documents.models.no_wording, editable=False, verbose_name="câu chữ"),
        ),
        migrations.AlterField(
            "documenttemplate", "version", workflow.fields.SmallNumberField(default=1, verbose_name="bản")
        ),
        migrations.AddField(
            "documenttemplate",
            "reason",
            workflow.fields.NfcCharField(blank=True, default="", max_length=300, verbose_name="đã đổi gì"),
            preserve_default=False,
        ),
        migrations.AddField(
            "documenttemplate",
            "made_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
    ]
