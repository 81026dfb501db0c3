"""A hand-over is of a ticket, or of nothing in particular to the team."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0003_undo_seconds"),
        ("tickets", "0043_routing_share"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            "handover",
            "ticket",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE,
                related_name="hand_overs", to="tickets.ticket",
            ),
        ),
        migrations.AddField(
            "handover",
            "team",
            models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                to="staff.team",
            ),
        ),
        migrations.AlterField("handover", "text", models.TextField(blank=True, max_length=2000)),
        migrations.AddConstraint(
            "handover",
            models.UniqueConstraint(
                fields=("team", "user", "shift_ends_at"), name="hand_over_to_team_once"
            ),
        ),
        migrations.AddConstraint(
            "handover",
            models.CheckConstraint(
                condition=Q(team__isnull=False, ticket=None) | Q(team=None, ticket__isnull=False),
                name="hand_over_of_a_ticket_or_to_a_team",
            ),
        ),
        migrations.AddIndex(
            "handover", models.Index(fields=["shift_ends_at"], name="hand_over_lately")
        ),
    ]  # fmt: skip
