import django.db.models.deletion
from django.db import migrations, models


STATES = ["open", "accepted", "answered", "returned", "verified", "replied", "carried_over", "transferred"]


class Migration(migrations.Migration):
    """Answers to what is asked upward, requests for more time, and the shortcoming that a recommendation is to mend."""

    dependencies = [("inspections", "0017_members_sent_by_a_body")]

    operations = [
        migrations.RemoveConstraint(model_name="assignment", name="assignment_state_known"),
        migrations.AddField(
            model_name="assignment",
            name="requested_until",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="xin gia hạn đến"),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="finding",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="inspections.finding",
                verbose_name="từ hạn chế",
            ),
        ),
        migrations.AlterField(
            model_name="answer",
            name="kind",
            field=models.CharField(
                choices=[
                    ("plan", "kế hoạch khắc phục"),
                    ("progress", "tiến độ"),
                    ("result", "kết quả thực hiện"),
                    ("extension", "xin gia hạn"),
                    ("verification", "xác nhận"),
                    ("return", "trả lại"),
                    ("reply", "trả lời kiến nghị"),
                ],
                max_length=12,
                verbose_name="loại",
            ),
        ),
        migrations.AlterField(
            model_name="assignment",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Chưa nhận"),
                    ("accepted", "Đã nhận"),
                    ("answered", "Đã trả lời"),
                    ("returned", "Trả lại để bổ sung"),
                    ("verified", "Đã xác nhận"),
                    ("replied", "Đã trả lời kiến nghị"),
                    ("carried_over", "Chuyển sang đợt sau"),
                    ("transferred", "Đã chuyển đơn vị kế thừa"),
                ],
                default="open",
                max_length=20,
                verbose_name="trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="assignment_state_known"
            ),
        ),
    ]
