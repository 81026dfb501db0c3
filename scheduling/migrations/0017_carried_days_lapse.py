"""Days that were carried over have a last day; those of before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0016_days_carried_over")]
    operations = [
        migrations.AddField(
            "allowance",
            "carried_until",
            models.DateField(blank=True, null=True, verbose_name="carried over until"),
        ),
    ]
