"""All from `0013_hand_over_is_of_tickets` to `0019_turns_entered_at_once` in one step, for a desk that begins.

They are apart from those before: `tickets` stands between.
"""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from lib.tables_at_once import TablesAtOnce

WHY = [
    ("swap", "Swap"), ("offer", "Offer"), ("sick", "Sick"), ("off", "Time off"), ("gap", "Gap filled"),
    ("roster", "Another roster"), ("called", "Called in"), ("left", "Left open"),
]  # fmt: skip


class Migration(migrations.Migration):

    replaces = [
        ('scheduling', '0013_hand_over_is_of_tickets'),
        ('scheduling', '0014_rotations'),
        ('scheduling', '0015_moves_for_calendars'),
        ('scheduling', '0016_days_carried_over'),
        ('scheduling', '0017_carried_days_lapse'),
        ('scheduling', '0018_moves_of_a_team'),
        ('scheduling', '0019_turns_entered_at_once'),
    ]

    dependencies = [
        ('scheduling', '0012_remedies_taken'),
        ('staff', '0011_works_on_hiring'),
        ('tickets', '0045_notes_of_shifts'),
    ]

    operations = [
        TablesAtOnce([
        # What was left with shifts was brought to the hand-over of tickets (tickets 0045).
        migrations.DeleteModel("HandOver"),
        migrations.CreateModel(
            name='Rotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('weeks', models.JSONField()),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rotations', to='staff.team')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('team', 'name'), name='rotation_name_once')],
            },
        ),
        migrations.AddField("shiftmove", "sequence", models.PositiveIntegerField(default=0)),
        migrations.AddField("shiftmove", "ends_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "shiftmove",
            "team",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.team"
            ),
        ),
        migrations.AlterField("shiftmove", "why", models.CharField(choices=WHY, max_length=10)),
        migrations.AddIndex(
            "shiftmove", models.Index(fields=["before", "starts_at"], name="shift_move_from")
        ),
        migrations.AddIndex(
            "shiftmove", models.Index(fields=["team", "starts_at"], name="shift_move_of_team")
        ),
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
        migrations.AddField(
            "allowance",
            "carried_until",
            models.DateField(blank=True, null=True, verbose_name="carried over until"),
        ),
        migrations.AddConstraint(
            "allowance",
            models.CheckConstraint(condition=Q(carried__range=(0, 366)), name="allowance_carries_days"),
        ),
        migrations.AddField("oncall", "batch", models.UUIDField(blank=True, editable=False, null=True)),
        ]),
    ]  # fmt: skip
