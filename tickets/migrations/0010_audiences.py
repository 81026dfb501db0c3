import django.db.models.deletion
from django.db import migrations, models



class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0003_adoption"),
        ("tickets", "0009_promises_by_hand"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="ticketclock", options={"ordering": ["audience", "metric", "cycle"]}
        ),
        migrations.AddField(
            model_name="ticketclock",
            name="audience",
            field=models.CharField(
                choices=[("customer", "Customers"), ("internal", "Colleagues only")],
                db_default="customer",
                default="customer",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="internal_version",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sla.policyversion",
            ),
        ),
    ]
