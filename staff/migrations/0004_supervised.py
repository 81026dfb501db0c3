"""Whose answers somebody else approves."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0003_undo_seconds'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='supervised',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
