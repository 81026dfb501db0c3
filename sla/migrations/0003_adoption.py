import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

AUTO = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0002_typed_hours"),
        ("sla", "0002_conditions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(model_name="policy", name="team"),
        migrations.CreateModel(
            name="PolicyChange",
            fields=[
                ("id", models.BigAutoField(**AUTO)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("was", models.JSONField(default=dict)),
                ("to", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="sla.policy"
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                ("id", models.BigAutoField(**AUTO)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("prospective", "Open tickets too, from now on"),
                            ("retroactive", "Open tickets too, as if it had always held"),
                        ],
                        max_length=13,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("total", models.PositiveIntegerField(default=0)),
                ("reached", models.BigIntegerField(default=0)),
                ("looked_at", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "calendar_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="scheduling.calendarversion",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adoptions",
                        to="sla.policyversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)), fields=["id"], name="adoption_unfinished"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("policy_version__isnull", True),
                            ("calendar_version__isnull", True),
                            _connector="XOR",
                        ),
                        name="adoption_of_one_thing",
                    )
                ],
            },
        ),
    ]
