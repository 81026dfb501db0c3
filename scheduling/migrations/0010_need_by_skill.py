import django.db.models.deletion
from django.db import migrations, models


def forget_asks(apps, schema_editor):
    """On the way back: two rows of one moment would be one. The need is computed again within the hour."""
    need = apps.get_model("scheduling", "Need")
    need.objects.exclude(skill=None, language="").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0009_solve_runs'),
        ('staff', '0010_what_changed_about_a_team'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='need',
            name='need_once',
        ),
        migrations.AddField(
            model_name='countedupto',
            name='asks',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='countedupto',
            name='asks_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coveragerisk',
            name='missing',
            field=models.DecimalField(decimal_places=2, default=0, max_digits=7),
        ),
        migrations.AddField(
            model_name='forecastrun',
            name='parts',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='need',
            name='language',
            field=models.CharField(blank=True, default='', max_length=8),
        ),
        migrations.AddField(
            model_name='need',
            name='skill',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.skill'),
        ),
        migrations.AddField(
            model_name='needoverride',
            name='language',
            field=models.CharField(blank=True, default='', max_length=8),
        ),
        migrations.AddField(
            model_name='needoverride',
            name='skill',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.skill'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.UniqueConstraint(fields=('team', 'starts_at', 'activity', 'skill', 'language'), name='need_of_one_kind_once', nulls_distinct=False),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_asks),
    ]
