"""All up to `0002_typed_hours` in one step, for a desk that begins; one that has them already takes it as done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('scheduling', '0001_initial'),
        ('scheduling', '0002_typed_hours'),
    ]

    dependencies = [
        ('staff', '0001_squashed_0008_changes_and_invitations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TeamCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_links', to='scheduling.calendar')),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_link', to='staff.team')),
            ],
        ),
        migrations.AddField(
            model_name='calendar',
            name='teams',
            field=models.ManyToManyField(related_name='calendars', through='scheduling.TeamCalendar', to='staff.team'),
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('schedule', models.JSONField()),
                ('source', models.JSONField(blank=True, default=dict)),
                ('names', models.JSONField(blank=True, default=dict)),
                ('through', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='scheduling.calendar')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['calendar', '-number'],
                'constraints': [models.UniqueConstraint(fields=('calendar', 'number'), name='calendar_version_once')],
            },
        ),
        ]),
    ]
