import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What a policy said of its team becomes a condition of each of its versions, and back.
FILL = """
UPDATE sla_policyversion v
   SET conditions = jsonb_build_object('all', jsonb_build_array(jsonb_build_object(
           'field', 'team', 'how', 'is', 'values', jsonb_build_array(p.team_id::text))))
  FROM sla_policy p WHERE p.id = v.policy_id AND p.team_id IS NOT NULL
"""
EMPTY = """
UPDATE sla_policy p SET team_id = (v.conditions #>> '{all,0,values,0}')::bigint
  FROM (SELECT DISTINCT ON (policy_id) policy_id, conditions FROM sla_policyversion
         ORDER BY policy_id, number DESC) v
 WHERE v.policy_id = p.id AND v.conditions #>> '{all,0,field}' = 'team'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0002_typed_hours"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("sla", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="audience",
            field=models.CharField(
                choices=[("customer", "Customers"), ("internal", "Colleagues only")],
                db_default="customer",
                default="customer",
                max_length=8,
                verbose_name="promised to",
            ),
        ),
        migrations.AlterField(
            model_name="policy",
            name="active",
            field=models.BooleanField(default=True, verbose_name="in use"),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="conditions",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(FILL, EMPTY),
    ]
