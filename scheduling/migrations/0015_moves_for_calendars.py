"""A move says until when the shift is and which version it has since, for calendars that hold a copy of it."""

from django.conf import settings
from django.db import migrations, models

WHY = [
    ("swap", "Swap"), ("offer", "Offer"), ("sick", "Sick"), ("off", "Time off"), ("gap", "Gap filled"),
    ("roster", "Another roster"), ("called", "Called in"), ("left", "Left open"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0014_rotations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("shiftmove", "sequence", models.PositiveIntegerField(default=0)),
        migrations.AddField("shiftmove", "ends_at", models.DateTimeField(null=True)),
        migrations.AlterField("shiftmove", "why", models.CharField(choices=WHY, max_length=10)),
        migrations.AddIndex(
            "shiftmove", models.Index(fields=["before", "starts_at"], name="shift_move_from")
        ),
    ]
