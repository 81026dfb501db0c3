"""Each move of a shift says of which team it was, for the calendar of the team."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0017_carried_days_lapse"), ("staff", "0011_works_on_hiring")]
    operations = [
        migrations.AddField(
            "shiftmove",
            "team",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.team"
            ),
        ),
        migrations.AddIndex(
            "shiftmove", models.Index(fields=["team", "starts_at"], name="shift_move_of_team")
        ),
    ]  # fmt: skip
