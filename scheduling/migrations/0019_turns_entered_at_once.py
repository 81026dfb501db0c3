"""Turns at being called that were entered at once can be taken back at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0018_moves_of_a_team")]
    operations = [
        migrations.AddField("oncall", "batch", models.UUIDField(blank=True, editable=False, null=True)),
    ]
