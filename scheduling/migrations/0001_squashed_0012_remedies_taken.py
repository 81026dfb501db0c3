"""All up to `0012_remedies_taken` in one step, for a desk that begins; one that has them already takes it as done."""

import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('scheduling', '0001_initial'),
        ('scheduling', '0002_typed_hours'),
        ('scheduling', '0003_load'),
        ('scheduling', '0004_demand'),
        ('scheduling', '0005_need'),
        ('scheduling', '0006_rosters'),
        ('scheduling', '0007_between_calls'),
        ('scheduling', '0008_people_and_exchange'),
        ('scheduling', '0009_solve_runs'),
        ('scheduling', '0010_need_by_skill'),
        ('scheduling', '0011_steps_say_whose'),
        ('scheduling', '0012_remedies_taken'),
    ]

    dependencies = [
        ('staff', '0010_what_changed_about_a_team'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Equality beside overlapping, in one exclusion.
        BtreeGistExtension(),
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
            name='CountedUpTo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20, unique=True)),
                ('position', models.BigIntegerField(default=0)),
                ('asks', models.CharField(blank=True, default='', max_length=64)),
                ('asks_since', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_at'],
            },
        ),
        migrations.CreateModel(
            name='Availability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')])),
                ('never', models.BooleanField(default=False)),
                ('starts', models.TimeField(blank=True, null=True)),
                ('ends', models.TimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='availability', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'availability',
                'ordering': ['weekday'],
            },
        ),
        migrations.CreateModel(
            name='Blackout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(verbose_name='first day')),
                ('last_on', models.DateField(verbose_name='last day')),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blackouts', to='staff.team')),
            ],
            options={
                'ordering': ['first_on'],
            },
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
            },
        ),
        migrations.CreateModel(
            name='ClockCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('was_starts_at', models.DateTimeField()),
                ('was_ends_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(max_length=200, verbose_name='reason')),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('approved', 'Approved'), ('declined', 'Declined')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='scheduling.attendance')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at'],
            },
        ),
        migrations.CreateModel(
            name='CountedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'day'), name='counted_day_once')],
            },
        ),
        migrations.CreateModel(
            name='CoverageAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('missing', models.DecimalField(decimal_places=2, max_digits=7)),
                ('p_breach', models.FloatField()),
                ('told_at', models.DateTimeField()),
                ('over_at', models.DateTimeField(blank=True, null=True)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['starts_at'],
            },
        ),
        migrations.CreateModel(
            name='CoverageRisk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('required', models.DecimalField(decimal_places=2, max_digits=7)),
                ('rostered', models.DecimalField(decimal_places=2, max_digits=7)),
                ('p_breach', models.FloatField()),
                ('why', models.JSONField(default=dict)),
                ('computed_at', models.DateTimeField()),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('missing', models.DecimalField(decimal_places=2, default=0, max_digits=7)),
            ],
        ),
        migrations.CreateModel(
            name='CoverageTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alarm_percent', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='told from this risk on')),
                ('days_ahead', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(14)], verbose_name='days ahead')),
                ('computed_at', models.DateTimeField(blank=True, null=True)),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
        ),
        migrations.CreateModel(
            name='DemandMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.CharField(blank=True, choices=[('tickets', 'Tickets'), ('phone', 'Phone'), ('chat', 'Chat')], max_length=10)),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('outage', 'Outage'), ('event', 'Event'), ('adjustment', 'Adjustment')], max_length=12)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('factor', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(20)])),
                ('note', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Deviation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('training', 'Training'), ('technical', 'Something did not work'), ('longer', 'A customer took longer'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('approved', 'Approved'), ('declined', 'Declined')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deviations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_at'],
            },
        ),
        migrations.CreateModel(
            name='ForecastRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.CharField(choices=[('tickets', 'Tickets'), ('phone', 'Phone'), ('chat', 'Chat')], max_length=10)),
                ('made_at', models.DateTimeField()),
                ('starts_at', models.DateTimeField()),
                ('expected', models.JSONField()),
                ('low', models.JSONField()),
                ('high', models.JSONField()),
                ('method', models.CharField(max_length=60)),
                ('scores', models.JSONField(default=list)),
                ('told', models.JSONField(default=dict)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('parts', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LoadCaps',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('worked_soft', models.PositiveIntegerField(default=2400)),
                ('worked_hard', models.PositiveIntegerField(default=2880)),
                ('effort_soft', models.PositiveIntegerField(default=360)),
                ('effort_hard', models.PositiveIntegerField(default=600)),
                ('hot_soft', models.PositiveIntegerField(default=120)),
                ('hot_hard', models.PositiveIntegerField(default=240)),
                ('nights_soft', models.PositiveSmallIntegerField(default=3)),
                ('nights_hard', models.PositiveSmallIntegerField(default=5)),
                ('rest_soft', models.PositiveIntegerField(default=660)),
                ('rest_hard', models.PositiveIntegerField(default=540)),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='load_caps', to='staff.team')),
            ],
            options={
                'verbose_name_plural': 'load caps',
            },
        ),
        migrations.CreateModel(
            name='LoadOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='load_overrides', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('activity', models.CharField(max_length=10)),
                ('heads', models.DecimalField(decimal_places=2, max_digits=6)),
                ('why', models.JSONField(default=dict)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('language', models.CharField(blank=True, default='', max_length=8)),
                ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.skill')),
            ],
        ),
        migrations.CreateModel(
            name='NeedOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.CharField(choices=[('tickets', 'Tickets'), ('phone', 'Phone'), ('chat', 'Chat')], max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('heads', models.DecimalField(decimal_places=2, max_digits=6, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(500)])),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('language', models.CharField(blank=True, default='', max_length=8)),
                ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.skill')),
            ],
            options={
                'ordering': ['-starts_at', '-pk'],
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
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='scheduling.attendance')),
            ],
            options={
                'ordering': ['starts_at'],
            },
        ),
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
            ],
            options={
                'ordering': ['starts_at', 'user'],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='what whoever comes next should know')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hand_overs', to='scheduling.shift')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Exchange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('offer', 'Offer'), ('swap', 'Swap')], max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('state', models.CharField(choices=[('open', 'Open'), ('accepted', 'Waits for approval'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired')], default='open', max_length=10)),
                ('made_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exchanges', to='staff.team')),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shift', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exchanges', to='scheduling.shift')),
                ('wanted', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='scheduling.shift')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ShiftFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shift_feeds', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ShiftMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('why', models.CharField(choices=[('swap', 'Swap'), ('offer', 'Offer'), ('sick', 'Sick'), ('off', 'Time off'), ('gap', 'Gap filled'), ('called', 'Called in'), ('left', 'Left open')], max_length=10)),
                ('at', models.DateTimeField()),
                ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RemedyTaken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('part', 'Other work later'), ('move', 'Shift moved'), ('longer', 'Longer shift'), ('call', 'Called in'), ('free', 'Another shift'), ('offer', 'Offered'), ('train', 'Training')], max_length=10)),
                ('number', models.BigIntegerField()),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('before', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['team', 'starts_at'], name='remedy_of_team')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='remedy_has_length'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='remedy_undone_by_somebody')],
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
        migrations.AddField(
            model_name='shift',
            name='template',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='scheduling.shifttemplate'),
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
            name='ShiftWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.BooleanField(verbose_name='wanted')),
                ('weekday', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='weekday')),
                ('on', models.DateField(blank=True, null=True, verbose_name='day')),
                ('weight', models.PositiveSmallIntegerField(default=2, verbose_name='how much it matters')),
                ('made_at', models.DateTimeField()),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='scheduling.shifttemplate')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shift_wishes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['weekday', 'on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SolveRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seconds', models.PositiveSmallIntegerField(default=60)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('lost', 'Lost')], default='waiting', max_length=10)),
                ('stop', models.BooleanField(default=False)),
                ('edit', models.PositiveIntegerField()),
                ('cost', models.BigIntegerField(blank=True, null=True)),
                ('bound', models.BigIntegerField(blank=True, null=True)),
                ('status', models.CharField(blank=True, max_length=20)),
                ('told', models.JSONField(blank=True, default=dict)),
                ('asked_at', models.DateTimeField()),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='solves', to='scheduling.rosterdraft')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='StaffingTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.CharField(choices=[('tickets', 'Tickets'), ('phone', 'Phone'), ('chat', 'Chat')], max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('service_percent', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(99)], verbose_name='how many of a hundred')),
                ('target_seconds', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(2592000)], verbose_name='within')),
                ('handle_seconds', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(86400)], verbose_name='handling time')),
                ('patience_seconds', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(86400)], verbose_name='patience')),
                ('shrinkage_percent', models.PositiveSmallIntegerField(default=25, validators=[django.core.validators.MaxValueValidator(90)], verbose_name='shrinkage')),
                ('occupancy_percent', models.PositiveSmallIntegerField(default=85, validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(100)], verbose_name='busy at most')),
                ('concurrency', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='at once')),
                ('fewest', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(500)], verbose_name='never fewer than')),
                ('between_calls', models.BooleanField(default=True, verbose_name='answered between calls too')),
                ('typed', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['team', 'work', '-number'],
            },
        ),
        migrations.CreateModel(
            name='SwapTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('approval', models.CharField(choices=[('always', 'Always'), ('hours', "When somebody's hours change"), ('never', 'Never')], default='hours', max_length=10, verbose_name='approval')),
                ('team', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
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
            name='TimeOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('sick', 'Sick'), ('training', 'Training'), ('unpaid', 'Unpaid'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('first_on', models.DateField(verbose_name='first day')),
                ('last_on', models.DateField(verbose_name='last day')),
                ('half', models.CharField(blank=True, choices=[('morning', 'Until noon'), ('afternoon', 'From noon on')], max_length=10, verbose_name='half a day')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('days', models.DecimalField(decimal_places=1, max_digits=5)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('state', models.CharField(choices=[('asked', 'Waits for an answer'), ('approved', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='asked', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='time_off', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('parts', models.JSONField(blank=True, default=list)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('number', models.BigIntegerField(unique=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='staff.team')),
                ('was_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='scheduling.shifttemplate')),
                ('time_off', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='scheduling.timeoff')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('sick', 'Sick'), ('training', 'Training'), ('unpaid', 'Unpaid'), ('other', 'Other')], max_length=10, verbose_name='kind')),
                ('days', models.DecimalField(decimal_places=1, max_digits=4, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(366)], verbose_name='days')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allowances', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'year', 'kind'), name='allowance_once'), models.CheckConstraint(condition=models.Q(('days__range', (0, 366))), name='allowance_of_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Arrivals',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=10)),
                ('language', models.CharField(max_length=8)),
                ('starts_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('handled', models.PositiveIntegerField(default=0)),
                ('handle_seconds', models.PositiveBigIntegerField(default=0)),
                ('source', models.CharField(max_length=20)),
                ('skill', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.skill')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'verbose_name_plural': 'arrivals',
                'indexes': [models.Index(fields=['source', 'starts_at'], name='arrivals_source_at')],
                'constraints': [models.UniqueConstraint(fields=('team', 'starts_at', 'channel', 'language', 'skill', 'source'), name='arrivals_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('count__gt', 0), ('handled__lte', models.F('count'))), name='arrivals_are_some')],
            },
        ),
        migrations.AddIndex(
            model_name='attendance',
            index=models.Index(fields=['user', 'starts_at'], name='attendance_of'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='attendance_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('user',), name='attendance_open_once'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.F('user'), '='), (models.Func('starts_at', 'ends_at', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='attendance_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='availability',
            constraint=models.UniqueConstraint(fields=('user', 'weekday'), name='availability_once'),
        ),
        migrations.AddConstraint(
            model_name='availability',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__range', (0, 6))), name='availability_of_a_weekday'),
        ),
        migrations.AddConstraint(
            model_name='availability',
            constraint=models.CheckConstraint(condition=models.Q(('never', True), models.Q(('ends__isnull', False), ('starts__isnull', False)), _connector='OR'), name='availability_from_to'),
        ),
        migrations.AddConstraint(
            model_name='blackout',
            constraint=models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='blackout_has_length'),
        ),
        migrations.AddConstraint(
            model_name='calendarversion',
            constraint=models.UniqueConstraint(fields=('calendar', 'number'), name='calendar_version_once'),
        ),
        migrations.AddConstraint(
            model_name='clockcorrection',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='correction_has_length'),
        ),
        migrations.AddConstraint(
            model_name='clockcorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('attendance',), name='correction_open_once'),
        ),
        migrations.AddIndex(
            model_name='coveragealarm',
            index=models.Index(condition=models.Q(('over_at', None)), fields=['team', 'starts_at'], name='coverage_alarm_open'),
        ),
        migrations.AddConstraint(
            model_name='coveragealarm',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='coverage_alarm_has_length'),
        ),
        migrations.AddConstraint(
            model_name='coveragerisk',
            constraint=models.UniqueConstraint(fields=('team', 'starts_at'), name='coverage_risk_once'),
        ),
        migrations.AddConstraint(
            model_name='coveragerisk',
            constraint=models.CheckConstraint(condition=models.Q(('p_breach__gte', 0), ('p_breach__lte', 1)), name='coverage_risk_is_a_share'),
        ),
        migrations.AddIndex(
            model_name='demandmark',
            index=models.Index(fields=['starts_at', 'ends_at'], name='mark_when'),
        ),
        migrations.AddConstraint(
            model_name='demandmark',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='mark_has_length'),
        ),
        migrations.AddConstraint(
            model_name='demandmark',
            constraint=models.CheckConstraint(condition=models.Q(('factor__isnull', True), models.Q(('factor__gte', 0), ('factor__lte', 20)), _connector='OR'), name='mark_factor_in_bounds'),
        ),
        migrations.AddIndex(
            model_name='deviation',
            index=models.Index(fields=['user', 'starts_at'], name='deviation_of'),
        ),
        migrations.AddConstraint(
            model_name='deviation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='deviation_has_length'),
        ),
        migrations.AddConstraint(
            model_name='deviation',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('user', models.F('decided_by')), _negated=True), _connector='OR'), name='deviation_by_another'),
        ),
        migrations.AddIndex(
            model_name='forecastrun',
            index=models.Index(fields=['team', 'work', '-made_at'], name='forecast_newest'),
        ),
        migrations.AddConstraint(
            model_name='loadcaps',
            constraint=models.CheckConstraint(condition=models.Q(('worked_soft__lte', models.F('worked_hard')), ('effort_soft__lte', models.F('effort_hard')), ('hot_soft__lte', models.F('hot_hard')), ('nights_soft__lte', models.F('nights_hard')), ('rest_soft__gte', models.F('rest_hard'))), name='load_caps_soft_comes_first'),
        ),
        migrations.AddIndex(
            model_name='loadoverride',
            index=models.Index(fields=['user', 'until'], name='load_override_of'),
        ),
        migrations.AddConstraint(
            model_name='loadoverride',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='load_override_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='loadoverride',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='load_override_says_why'),
        ),
        migrations.AddConstraint(
            model_name='loadoverride',
            constraint=models.CheckConstraint(condition=models.Q(('user', models.F('by')), _negated=True), name='load_override_by_another'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.UniqueConstraint(fields=('team', 'starts_at', 'activity', 'skill', 'language'), name='need_of_one_kind_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('heads__gt', 0)), name='need_is_some'),
        ),
        migrations.AddIndex(
            model_name='needoverride',
            index=models.Index(fields=['team', 'starts_at'], name='override_when'),
        ),
        migrations.AddConstraint(
            model_name='needoverride',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='override_has_length'),
        ),
        migrations.AddIndex(
            model_name='oncall',
            index=models.Index(fields=['team', 'starts_at', 'ends_at'], name='on_call_when'),
        ),
        migrations.AddConstraint(
            model_name='oncall',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='on_call_has_length'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='pause_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('attendance',), name='pause_open_once'),
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
        migrations.AddIndex(
            model_name='exchange',
            index=models.Index(fields=['team', 'state', 'starts_at'], name='exchange_of_team'),
        ),
        migrations.AddConstraint(
            model_name='exchange',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('open', 'accepted'))), fields=('shift',), name='exchange_once'),
        ),
        migrations.AddConstraint(
            model_name='exchange',
            constraint=models.CheckConstraint(condition=models.Q(('by', models.F('taker')), _negated=True), name='exchange_with_another'),
        ),
        migrations.AddConstraint(
            model_name='shiftfeed',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('user', 'team'), name='shift_feed_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='shiftmove',
            index=models.Index(fields=['number', 'at'], name='shift_move_of'),
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
        migrations.AddConstraint(
            model_name='shiftwish',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__isnull', False), ('on__isnull', False), ('template__isnull', False), _connector='OR'), name='shift_wish_for_something'),
        ),
        migrations.AddConstraint(
            model_name='shiftwish',
            constraint=models.CheckConstraint(condition=models.Q(('weight__range', (1, 3))), name='shift_wish_weight'),
        ),
        migrations.AddConstraint(
            model_name='solverun',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('draft',), name='one_solve_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='staffingterms',
            constraint=models.UniqueConstraint(fields=('team', 'work', 'number'), name='staffing_terms_once'),
        ),
        migrations.AddIndex(
            model_name='timeoff',
            index=models.Index(fields=['state', 'starts_at'], name='time_off_to_decide'),
        ),
        migrations.AddConstraint(
            model_name='timeoff',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at')), ('last_on__gte', models.F('first_on'))), name='time_off_has_length'),
        ),
        migrations.AddConstraint(
            model_name='timeoff',
            constraint=models.CheckConstraint(condition=models.Q(('half', ''), ('first_on', models.F('last_on')), _connector='OR'), name='time_off_half_of_one_day'),
        ),
        migrations.AddConstraint(
            model_name='timeoff',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('user', models.F('decided_by')), _negated=True), ('kind', 'sick'), _connector='OR'), name='time_off_decided_by_another'),
        ),
        migrations.AddConstraint(
            model_name='timeoff',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state__in', ('asked', 'approved'))), expressions=[(models.F('user'), '='), (models.Func('starts_at', 'ends_at', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='time_off_once'),
        ),
        migrations.AddIndex(
            model_name='gap',
            index=models.Index(fields=['team', 'starts_at'], name='gap_of_team'),
        ),
        migrations.AddConstraint(
            model_name='gap',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='gap_has_length'),
        ),
        ]),
    ]
