"""All up to `0015_weeks_of_topics` in one step, for a desk that begins; one that has them already takes it as done."""

import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('reports', '0001_backtests'),
        ('reports', '0002_facts_and_figures'),
        ('reports', '0003_problems'),
        ('reports', '0004_zones_of_figures'),
        ('reports', '0005_saved_reports'),
        ('reports', '0006_products_and_time_spent'),
        ('reports', '0007_days_anew'),
        ('reports', '0008_figures_of_months'),
        ('reports', '0009_facts_of_agents'),
        ('reports', '0010_open_backlog'),
        ('reports', '0011_annotations'),
        ('reports', '0012_facts_with_their_team'),
        ('reports', '0013_queues_by_day'),
        ('reports', '0014_facts_waited_long'),
        ('reports', '0015_weeks_of_topics'),
    ]

    dependencies = [
        ('customers', '0007_organisations_found_by_name'),
        ('outbox', '0003_letter_indexes'),
        ('sla', '0003_adoption'),
        ('staff', '0012_tone_hints'),
        ('tickets', '0048_banners'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='BacktestRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('audience', models.CharField(choices=[('customer', 'Customers'), ('internal', 'Colleagues only')], default='customer', max_length=8)),
                ('terms', models.JSONField(blank=True, default=dict)),
                ('conditions', models.JSONField(blank=True, default=dict)),
                ('days', models.PositiveSmallIntegerField()),
                ('made_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField(default=0)),
                ('reached', models.BigIntegerField(default=0)),
                ('looked_at', models.PositiveIntegerField(default=0)),
                ('differing', models.PositiveIntegerField(default=0)),
                ('unread', models.PositiveIntegerField(default=0)),
                ('newly_late', models.PositiveIntegerField(default=0)),
                ('no_longer_late', models.PositiveIntegerField(default=0)),
                ('sooner_seconds', models.BigIntegerField(default=0)),
                ('handling_seconds', models.BigIntegerField(default=0)),
                ('lines', models.JSONField(blank=True, default=dict)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='sla.policy')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['id'], name='backtest_unfinished')],
            },
        ),
        migrations.CreateModel(
            name='BacktestChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('newly_late', 'Newly Late'), ('no_longer_late', 'No Longer Late')], max_length=14)),
                ('metric', models.CharField(choices=[('first_response', 'First response'), ('next_response', 'Next response'), ('time_to_own', 'Time to own'), ('periodic_update', 'Periodic update'), ('resolution', 'Resolution'), ('customer_wait', 'Customer wait'), ('work_time', 'Work time')], max_length=20)),
                ('cycle', models.PositiveSmallIntegerField()),
                ('due_before', models.DateTimeField(blank=True, null=True)),
                ('due_after', models.DateTimeField(blank=True, null=True)),
                ('late_seconds', models.PositiveIntegerField(default=0)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='reports.backtestrun')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['run', 'kind', 'id'], name='backtest_changes')],
                'constraints': [models.UniqueConstraint(fields=('run', 'ticket', 'metric', 'cycle'), name='backtest_change_once')],
            },
        ),
        migrations.CreateModel(
            name='Counted',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='tickets.ticket')),
                ('events', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='CountedUpTo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'counted up to',
            },
        ),
        migrations.CreateModel(
            name='StaleDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='DayFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('arrived', 'came'), ('solved', 'solved'), ('one_touch', 'solved with one answer'), ('reopened', 'opened again'), ('answered', 'answered'), ('first_response', 'first response'), ('next_response', 'next response'), ('resolution', 'resolution'), ('handled', 'time spent'), ('promised_first', 'promise of a first response'), ('promised_next', 'promise of a next response'), ('promised_resolution', 'promise of a resolution'), ('asked', 'asked how it was'), ('rated', 'said how it was'), ('backlog', 'to do'), ('left', 'done, or gone to another team')], max_length=20)),
                ('dimension', models.CharField(blank=True, choices=[('', 'Altogether'), ('team', 'Team'), ('agent', 'Agent'), ('channel', 'Channel'), ('priority', 'Priority'), ('language', 'Language'), ('organisation', 'Organisation'), ('type', 'Type'), ('topic', 'Topic'), ('product', 'Product')], default='', max_length=14)),
                ('key', models.CharField(blank=True, default='', max_length=40)),
                ('n', models.PositiveIntegerField()),
                ('kept', models.PositiveIntegerField(default=0)),
                ('score', models.PositiveIntegerField(default=0)),
                ('at_minutes', models.BigIntegerField(default=0)),
                ('hours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=24)),
                ('sketch', models.JSONField(default=dict)),
                ('working_sketch', models.JSONField(default=dict)),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('seconds', models.BigIntegerField(db_default=0, default=0)),
            ],
            options={
                'ordering': ['day', 'pk'],
                'indexes': [models.Index(fields=['zone', 'day'], name='day_figure_day')],
                'constraints': [models.UniqueConstraint(fields=('zone', 'kind', 'dimension', 'day', 'team', 'key'), name='day_figure_once')],
            },
        ),
        migrations.CreateModel(
            name='TicketFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('arrived', 'came'), ('solved', 'solved'), ('one_touch', 'solved with one answer'), ('reopened', 'opened again'), ('answered', 'answered'), ('first_response', 'first response'), ('next_response', 'next response'), ('resolution', 'resolution'), ('handled', 'time spent'), ('promised_first', 'promise of a first response'), ('promised_next', 'promise of a next response'), ('promised_resolution', 'promise of a resolution'), ('asked', 'asked how it was'), ('rated', 'said how it was'), ('backlog', 'to do'), ('left', 'done, or gone to another team')], max_length=20)),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('seconds', models.PositiveBigIntegerField(blank=True, null=True)),
                ('working', models.PositiveBigIntegerField(blank=True, null=True)),
                ('kept', models.BooleanField(blank=True, null=True)),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('web', 'Web form'), ('phone', 'Phone'), ('walk_in', 'Walk-in'), ('chat', 'Chat'), ('social', 'Social media'), ('api', 'API')], max_length=10)),
                ('priority', models.CharField(choices=[('low', 'Low'), ('normal', 'Normal'), ('high', 'High'), ('urgent', 'Urgent')], max_length=10)),
                ('language', models.CharField(max_length=8)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('agent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.organisation')),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
                ('type', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.tickettype')),
                ('products', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=[], default=list, size=None)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['at'], name='fact_at'), models.Index(condition=models.Q(('kind', 'backlog')), fields=['until'], name='fact_backlog_until'), models.Index(condition=models.Q(('agent__isnull', False)), fields=['agent', 'kind', 'at'], name='fact_of_agent'), models.Index(django.db.models.functions.comparison.Coalesce('until', models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))), condition=models.Q(('kind', 'backlog')), name='fact_backlog_open'), models.Index(fields=['kind', 'at'], include=('team',), name='fact_kind_at_team'), models.Index(condition=models.Q(('kind__in', ('first_response', 'next_response')), ('seconds__gt', 604800)), fields=['at'], name='fact_waited_long')],
                'constraints': [models.UniqueConstraint(fields=('ticket', 'kind', 'number'), name='fact_once')],
            },
        ),
        migrations.CreateModel(
            name='WordCount',
            fields=[
                ('word', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('n', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ProblemCandidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(blank=True, max_length=120)),
                ('core', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), blank=True, default=list, size=None)),
                ('name', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('open', 'To decide'), ('accepted', 'A problem'), ('dismissed', 'Dismissed')], default='open', max_length=10)),
                ('found_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('usual', models.FloatField()),
                ('rates', models.JSONField(default=list)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('quiet_until', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('problem', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='candidate', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-found_at', '-pk'],
                'indexes': [models.Index(fields=['state', '-found_at'], name='problem_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open'), models.Q(('topic', ''), _negated=True)), fields=('topic',), name='problem_open_once_a_topic'), models.UniqueConstraint(condition=models.Q(('state', 'open'), ('topic', '')), fields=('core',), name='problem_open_once_by_words'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('problem', None), ('state', 'open')), models.Q(('decided_at__isnull', False), ('problem__isnull', False), ('state', 'accepted')), models.Q(('decided_at__isnull', False), ('problem', None), ('quiet_until__isnull', False), ('state', 'dismissed'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='problem_decided_whole')],
            },
        ),
        migrations.CreateModel(
            name='ProblemMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
                ('linked_at', models.DateTimeField(blank=True, null=True)),
                ('left_out_at', models.DateTimeField(blank=True, null=True)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='reports.problemcandidate')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'ordering': ['-ticket'],
                'constraints': [models.UniqueConstraint(fields=('candidate', 'ticket'), name='problem_member_once'), models.CheckConstraint(condition=models.Q(('linked_at', None), ('left_out_at', None), _connector='OR'), name='problem_member_in_or_out')],
            },
        ),
        migrations.CreateModel(
            name='TicketPrint',
            fields=[
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='tickets.ticket')),
                ('at', models.DateTimeField()),
                ('who', models.BigIntegerField()),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None)),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), default=list, size=None)),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='print_at'), django.contrib.postgres.indexes.GinIndex(fields=['words'], name='print_words')],
            },
        ),
        migrations.CreateModel(
            name='TopicHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=120)),
                ('hour', models.DateTimeField()),
                ('n', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['hour'], name='topic_hour')],
                'constraints': [models.UniqueConstraint(fields=('topic', 'hour'), name='topic_hour_once')],
            },
        ),
        migrations.CreateModel(
            name='FigureZone',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('months_until', models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SavedReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('shared', models.BooleanField(default=False)),
                ('parts', models.JSONField(default=list)),
                ('changed_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='report_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('every', models.CharField(choices=[('day', 'Every day'), ('week', 'Every week'), ('month', 'Every month')], max_length=5)),
                ('on_day', models.PositiveSmallIntegerField(default=0)),
                ('hour', models.PositiveSmallIntegerField()),
                ('language', models.CharField(choices=[('en', 'English'), ('et', 'Estonian'), ('pl', 'Polish'), ('es', 'Spanish'), ('ru', 'Russian')], max_length=8)),
                ('since', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='reports.savedreport')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'user'), name='report_subscribed_once'), models.CheckConstraint(condition=models.Q(('hour__lte', 23)), name='report_at_an_hour'), models.CheckConstraint(condition=models.Q(models.Q(('every', 'day'), ('on_day', 0)), models.Q(('every', 'week'), ('on_day__lte', 6)), models.Q(('every', 'month'), ('on_day__gte', 1), ('on_day__lte', 31)), _connector='OR'), name='report_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='outbox.letter')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sent', to='reports.subscription')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subscription', 'due_on'), name='report_sent_once')],
            },
        ),
        migrations.CreateModel(
            name='MonthFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('arrived', 'came'), ('solved', 'solved'), ('one_touch', 'solved with one answer'), ('reopened', 'opened again'), ('answered', 'answered'), ('first_response', 'first response'), ('next_response', 'next response'), ('resolution', 'resolution'), ('handled', 'time spent'), ('promised_first', 'promise of a first response'), ('promised_next', 'promise of a next response'), ('promised_resolution', 'promise of a resolution'), ('asked', 'asked how it was'), ('rated', 'said how it was'), ('backlog', 'to do'), ('left', 'done, or gone to another team')], max_length=20)),
                ('dimension', models.CharField(blank=True, choices=[('', 'Altogether'), ('team', 'Team'), ('agent', 'Agent'), ('channel', 'Channel'), ('priority', 'Priority'), ('language', 'Language'), ('organisation', 'Organisation'), ('type', 'Type'), ('topic', 'Topic'), ('product', 'Product')], default='', max_length=14)),
                ('key', models.CharField(blank=True, default='', max_length=40)),
                ('n', models.PositiveIntegerField()),
                ('kept', models.PositiveIntegerField(default=0)),
                ('score', models.PositiveIntegerField(default=0)),
                ('at_minutes', models.BigIntegerField(default=0)),
                ('seconds', models.BigIntegerField(default=0)),
                ('sketch', models.JSONField(default=dict)),
                ('working_sketch', models.JSONField(default=dict)),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['day', 'pk'],
                'indexes': [models.Index(fields=['zone', 'day'], name='month_figure_month')],
                'constraints': [models.UniqueConstraint(fields=('zone', 'kind', 'dimension', 'day', 'team', 'key'), name='month_figure_once')],
            },
        ),
        migrations.CreateModel(
            name='Annotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=80)),
                ('since', models.DateField()),
                ('last', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['-since', '-pk'],
                'indexes': [models.Index(condition=models.Q(('removed_at', None)), fields=['since'], name='annotation_since')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('since'))), name='annotation_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='annotation_says_something')],
            },
        ),
        migrations.CreateModel(
            name='AnnotationChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('made', 'written'), ('changed', 'changed'), ('removed', 'removed')], max_length=8)),
                ('said', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('annotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='reports.annotation')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='QueueDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=8)),
                ('seconds', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=288)),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('team', 'day', 'language'), name='queue_day_once')],
                'indexes': [models.Index(fields=['day'], name='queue_day')],
            },
        ),
        migrations.CreateModel(
            name='StaleQueue',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='TopicWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=64)),
                ('topic', models.CharField(max_length=120)),
                ('week', models.DateField()),
                ('n', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['week'], name='topic_week')],
                'constraints': [models.UniqueConstraint(fields=('zone', 'topic', 'week'), name='topic_week_once')],
            },
        ),
        ]),
    ]
