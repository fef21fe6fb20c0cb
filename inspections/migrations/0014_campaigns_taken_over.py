import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_signatories'),
        ('inspections', '0013_fold_words_anew'),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='taken_over_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='campaigns_taken_over', to='accounts.organization', verbose_name='cơ quan tiếp quản'),
        ),
    ]
