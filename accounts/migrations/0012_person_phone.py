"""Who hands over to a colleague, or has an account made, says how to be reached."""

import workflow.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_mails_wanted'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='phone',
            field=workflow.fields.NfcCharField(blank=True, max_length=40, verbose_name='điện thoại'),
        ),
    ]
