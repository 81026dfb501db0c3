"""Whether a mailbox takes mail for name+anything."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0007_awaited_ids'),
    ]

    operations = [
        migrations.AddField(
            model_name='mailbox',
            name='plus_addressing',
            field=models.BooleanField(db_default=True, default=True, verbose_name='plus addressing'),
        ),
    ]
