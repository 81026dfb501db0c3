"""Shifts, published and drafted; who is on call."""

import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scheduling', '0005_need'),
        ('staff', '0009_working_time_law'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Equality beside overlapping, in one exclusion.
        BtreeGistExtension(),
        migrations.CreateModel(
            name='RosterDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('starts_on', models.DateField(verbose_name='first Monday')),
                ('weeks', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(8)], verbose_name='weeks')),
                ('zone', models.CharField(max_length=40, verbose_name='time zone')),
                ('state', models.CharField(choices=[('open', 'Open'), ('published', 'Published'), ('dropped', 'Dropped')], default='open', max_length=10)),
                ('edit', models.PositiveIntegerField(default=0)),
                ('acts', models.JSONField(blank=True, default=list)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roster_drafts', to='staff.team')),
            ],
            options={
                'ordering': ['-starts_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('zone', models.CharField(max_length=40)),
                ('content', models.JSONField()),
                ('before', models.JSONField()),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='staff.team')),
                ('draft', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='publications', to='scheduling.rosterdraft')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ShiftTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('letter', models.CharField(max_length=3, verbose_name='letter')),
                ('starts', models.TimeField(verbose_name='starts')),
                ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(15), django.core.validators.MaxValueValidator(1440)], verbose_name='minutes')),
                ('parts', models.JSONField(blank=True, default=list)),
                ('colour', models.PositiveSmallIntegerField(default=1, verbose_name='colour')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shift_templates', to='staff.team')),
            ],
            options={
                'ordering': ['starts', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('parts', models.JSONField(blank=True, default=list)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='staff.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='scheduling.shifttemplate')),
            ],
            options={
                'ordering': ['starts_at', 'user'],
            },
        ),
        migrations.CreateModel(
            name='DraftShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('parts', models.JSONField(blank=True, default=list)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='scheduling.rosterdraft')),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='scheduling.shifttemplate')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OnCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.skill')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='on_calls', to='staff.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='on_calls', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['starts_at', 'order', 'pk'],
                'indexes': [models.Index(fields=['team', 'starts_at', 'ends_at'], name='on_call_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='on_call_has_length')],
            },
        ),
        migrations.AddConstraint(
            model_name='rosterdraft',
            constraint=models.CheckConstraint(condition=models.Q(('weeks__range', (1, 8))), name='draft_of_eight_weeks_at_most'),
        ),
        migrations.AddConstraint(
            model_name='rosterdraft',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__iso_week_day', 1)), name='draft_begins_on_a_monday'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['team', 'starts_at', 'ends_at'], name='publication_covers'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('team', 'number'), name='publication_once'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='publication_has_length'),
        ),
        migrations.AddConstraint(
            model_name='shifttemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('active', True)), fields=('team', 'name'), name='template_name_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='shifttemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('active', True)), fields=('team', 'letter'), name='template_letter_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='shifttemplate',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__range', (15, 1440))), name='template_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='shifttemplate',
            constraint=models.CheckConstraint(condition=models.Q(('colour__range', (1, 8))), name='template_colour_is_one_of_eight'),
        ),
        migrations.AddIndex(
            model_name='shift',
            index=models.Index(fields=['team', 'starts_at'], name='shift_of_team'),
        ),
        migrations.AddIndex(
            model_name='shift',
            index=models.Index(fields=['user', 'starts_at'], name='shift_of_user'),
        ),
        migrations.AddIndex(
            model_name='shift',
            index=models.Index(fields=['starts_at'], name='shift_when'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('starts_at'), '+', models.Value(datetime.timedelta(days=1))))), name='shift_has_length_of_a_day_at_most'),
        ),
        migrations.AddConstraint(
            model_name='shift',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('user'), '='), (models.Func('starts_at', 'ends_at', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='shift_one_place_at_a_time'),
        ),
        migrations.AddIndex(
            model_name='draftshift',
            index=models.Index(fields=['draft', 'starts_at'], name='draft_shift_when'),
        ),
        migrations.AddConstraint(
            model_name='draftshift',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('ends_at__lte', django.db.models.expressions.CombinedExpression(models.F('starts_at'), '+', models.Value(datetime.timedelta(days=1))))), name='draft_shift_has_length_of_a_day_at_most'),
        ),
    ]
