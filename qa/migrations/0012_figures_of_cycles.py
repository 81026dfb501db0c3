"""What a cycle says of all answers is kept with it; each change of it has a number. Few rows, no table read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('qa', '0011_review_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='cycle',
            name='edit',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='cycle',
            name='kept',
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
