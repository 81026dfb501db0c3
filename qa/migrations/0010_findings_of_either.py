"""What 0008 asks holds for what was there before, too."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('qa', '0009_findings_know_whose'),
        ('staff', '0012_tone_hints'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='finding',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='finding',
            name='team',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team'),
        ),
        ValidateConstraint(model_name='dispute', name='dispute_of_a_review_or_of_tone'),
        ValidateConstraint(model_name='finding', name='finding_of_a_review_or_of_tone'),
        ValidateConstraint(model_name='loop', name='loop_about_a_criterion_or_a_kind'),
    ]
