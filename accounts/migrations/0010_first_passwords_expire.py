"""A password that its owner didn't choose expires; those that stand run from the day of this migration."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import migrations, models
from django.utils import timezone


def begin_today(apps, schema_editor):
    accounts = apps.get_model("accounts", "User").objects.filter(must_change_password=True)
    accounts = accounts.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    accounts.update(first_password_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_words_of_bodies'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='first_password_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='mật khẩu lần đầu cấp lúc'),
        ),
        migrations.RunPython(begin_today, migrations.RunPython.noop),
    ]
