from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0003_organisation_changes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="time_zone",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
