import django.db.models.deletion
from django.db import migrations, models

from ground.triggers import refuse

ROUND = "reports_round"


def rules(differs):
    """A round becomes a paper once, and not before it is opened; SQLite must not make the table anew for that."""
    unopened = "NEW.paper_id IS NOT NULL AND NEW.opened_at IS NULL"
    again = f"OLD.paper_id IS NOT NULL AND ({differs(['paper_id'])})"
    return [
        ("round_paper_frozen", ROUND, "UPDATE", f"({again}) OR ({unopened})"),
        ("round_paper_of_opened", ROUND, "INSERT", unopened),
    ]


class Migration(migrations.Migration):
    dependencies = [("inspections", "0032_arrivals_stay"), ("reports", "0018_templates_are_frozen")]
    operations = [
        migrations.AddField(
            "papersettings",
            "registers_reports",
            models.BooleanField(default=True, verbose_name="báo cáo tự kiểm tra vào sổ văn bản đến"),
        ),
        migrations.AddField(
            "round",
            "paper",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="inspections.officialpaper",
                verbose_name="văn bản đến",
            ),
        ),
        migrations.AddConstraint(
            "round",
            models.UniqueConstraint(
                condition=models.Q(("paper__isnull", False)), fields=("paper",), name="one_paper_a_round"
            ),
        ),
        refuse("a sent round is frozen", rules),
    ]
