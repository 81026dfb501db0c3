"""Days that are left of a year go into the next."""

import django.core.validators
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0015_moves_for_calendars")]
    operations = [
        migrations.AddField(
            "allowance",
            "carried",
            models.DecimalField(
                decimal_places=1, default=0, max_digits=4, verbose_name="carried over",
                validators=[
                    django.core.validators.MinValueValidator(0),
                    django.core.validators.MaxValueValidator(366),
                ],
            ),
        ),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(condition=Q(carried__range=(0, 366)), name="allowance_carries_days"),
        ),
    ]  # fmt: skip
