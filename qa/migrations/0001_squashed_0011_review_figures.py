"""All up to `0011_review_figures` in one step, for a desk that begins; one that has them already takes it as done."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('qa', '0001_reviews'),
        ('qa', '0002_plans'),
        ('qa', '0003_calibrations'),
        ('qa', '0004_coaching'),
        ('qa', '0005_tone'),
        ('qa', '0006_loops'),
        ('qa', '0007_checks'),
        ('qa', '0008_tone_in_loops'),
        ('qa', '0009_findings_know_whose'),
        ('qa', '0010_findings_of_either'),
        ('qa', '0011_review_figures'),
    ]

    dependencies = [
        ('knowledge', '0007_course_invited'),
        ('staff', '0012_tone_hints'),
        ('tickets', '0045_notes_of_shifts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('picked', 'Picked by hand'), ('sampled', 'Drawn'), ('follow_up', 'After coaching')], default='picked', max_length=10)),
                ('state', models.CharField(choices=[('begun', 'Being written'), ('given', 'Given'), ('read', 'Acknowledged'), ('disputed', 'Disputed'), ('dropped', 'Dropped')], default='begun', max_length=10)),
                ('blind', models.BooleanField(default=False)),
                ('chance', models.FloatField(blank=True, null=True)),
                ('channel', models.CharField(max_length=10)),
                ('language', models.CharField(choices=[('en', 'English'), ('et', 'Estonian'), ('pl', 'Polish'), ('es', 'Spanish'), ('ru', 'Russian')], max_length=8)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('causes', models.JSONField(blank=True, default=dict)),
                ('words', models.TextField(blank=True)),
                ('aside', models.TextField(blank=True)),
                ('edit', models.PositiveIntegerField(default=0)),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('score', models.DecimalField(blank=True, decimal_places=5, max_digits=6, null=True)),
                ('failed', models.JSONField(blank=True, default=list)),
                ('begun_at', models.DateTimeField()),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('since', models.DateTimeField(blank=True, null=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_for', models.CharField(blank=True, max_length=300)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='tickets.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews_given', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team')),
                ('type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='tickets.tickettype')),
            ],
            options={
                'ordering': ['-given_at', '-pk'],
                'indexes': [models.Index(fields=['person', '-given_at'], name='review_of_person'), models.Index(fields=['team', '-given_at'], name='review_of_team'), models.Index(fields=['-given_at'], name='review_by_day'), models.Index(fields=['reviewer', 'state'], name='review_of_reviewer'), models.Index(condition=models.Q(('state', 'disputed')), fields=['state', 'since'], name='review_disputed'), models.Index(condition=models.Q(('state__in', ('given', 'read', 'disputed'))), fields=['given_at'], include=('id', 'state', 'reviewer', 'person', 'team', 'type', 'channel', 'language', 'scorecard', 'message', 'chance', 'score', 'failed', 'seconds'), name='review_figures')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person', models.F('reviewer')), _negated=True), name='review_not_of_oneself'), models.UniqueConstraint(condition=models.Q(('state', 'dropped'), _negated=True), fields=('message', 'reviewer'), name='review_once_by_each'), models.CheckConstraint(condition=models.Q(models.Q(('given_at', None), ('score', None), ('since', None), ('state__in', ['begun', 'dropped'])), models.Q(('given_at__isnull', False), ('since__isnull', False), ('state__in', ('given', 'read', 'disputed'))), _connector='OR'), name='review_counts_when_given'), models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='review_score_in_range'), models.CheckConstraint(condition=models.Q(('state', 'dropped'), ('dropped_for', ''), _connector='XOR'), name='review_dropped_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='qa.review')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ScorecardVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('criteria', models.JSONField()),
                ('causes', models.JSONField(blank=True, default=list)),
                ('applies', models.JSONField(blank=True, default=dict)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='qa.scorecard')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('scorecard', 'number'), name='scorecard_version_once'), models.CheckConstraint(condition=models.Q(('criteria', []), _negated=True), name='scorecard_version_asks_something')],
            },
        ),
        migrations.AddField(
            model_name='scorecard',
            name='current',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='current_of', to='qa.scorecardversion'),
        ),
        migrations.AddField(
            model_name='review',
            name='scorecard',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='qa.scorecardversion'),
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=8)),
                ('value', models.DecimalField(decimal_places=5, max_digits=6, null=True)),
                ('causes', models.JSONField(blank=True, default=list)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='qa.review')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='rating_once')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(blank=True, max_length=8)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, max_length=500)),
                ('at', models.DateTimeField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.message')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='qa.review')),
            ],
            options={
                'ordering': ['message', 'start', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='mark_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('criteria', models.JSONField(blank=True, default=list)),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('passed_up_at', models.DateTimeField(blank=True, null=True)),
                ('verdict', models.CharField(choices=[('open', 'Waits for an answer'), ('accepted', 'Accepted'), ('partly', 'Accepted in part'), ('rejected', 'Rejected')], default='open', max_length=10)),
                ('answer', models.TextField(blank=True)),
                ('before', models.JSONField(blank=True, default=dict)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='qa.review')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('review', 'number'), name='dispute_number_once'), models.UniqueConstraint(condition=models.Q(('verdict', 'open')), fields=('review',), name='dispute_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('settled_at', None), ('settled_by', None), ('verdict', 'open')), models.Q(models.Q(('verdict', 'open'), _negated=True), ('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='dispute_settled_as_a_whole'), models.UniqueConstraint(fields=('tone', 'number'), name='tone_dispute_number_once'), models.UniqueConstraint(condition=models.Q(('verdict', 'open')), fields=('tone',), name='tone_dispute_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('review__isnull', False), ('tone', None)), models.Q(('criteria', []), ('review', None), ('tone__isnull', False)), _connector='OR'), name='dispute_of_a_review_or_of_tone')],
            },
        ),
        migrations.CreateModel(
            name='Moment',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='moment', serialize=False, to='tickets.message')),
                ('load', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('per_person', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)])),
                ('days', models.PositiveSmallIntegerField(default=7)),
                ('starts_on', models.DateField()),
                ('blind', models.BooleanField(default=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='qa.scorecard')),
                ('teams', models.ManyToManyField(blank=True, related_name='+', to='staff.team')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('per_person__gte', 1), ('per_person__lte', 20)), name='plan_draws_something'), models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='plan_has_days')],
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('seed', models.BigIntegerField()),
                ('sizes', models.JSONField(default=dict)),
                ('drawn_at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='qa.plan')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='cycle_number_once'), models.CheckConstraint(condition=models.Q(('since__lt', models.F('until'))), name='review_cycle_in_order')],
            },
        ),
        migrations.CreateModel(
            name='PlanReviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quota', models.PositiveSmallIntegerField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewers', to='qa.plan')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user__full_name'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'user'), name='plan_reviewer_once')],
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chance', models.FloatField()),
                ('reasons', models.JSONField(blank=True, default=dict)),
                ('place', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('open', "Nobody's yet"), ('given_out', 'With a reviewer'), ('replaced', 'Replaced'), ('reserve', 'In reserve')], max_length=10)),
                ('replaced_for', models.CharField(blank=True, max_length=300)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draws', to='qa.cycle')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaced_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='qa.draw')),
                ('review', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='draw', to='qa.review')),
            ],
            options={
                'ordering': ['person__full_name', 'place', 'pk'],
                'indexes': [models.Index(fields=['cycle', 'state'], name='draw_by_state')],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'message'), name='draw_once'), models.CheckConstraint(condition=models.Q(('chance__gt', 0), ('chance__lte', 1)), name='draw_has_a_chance')],
            },
        ),
        migrations.CreateModel(
            name='Calibration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('due_on', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.TextField(blank=True)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('people', models.ManyToManyField(related_name='calibrations', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calibrations', to='qa.scorecardversion')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='calibration_closed_with_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='CalibrationItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('calibration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='qa.calibration')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.message')),
            ],
            options={
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('calibration', 'message'), name='calibration_item_once')],
            },
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('words', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('calibration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='said', to='qa.calibration')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField()),
                ('words', models.TextField(blank=True)),
                ('score', models.DecimalField(decimal_places=5, max_digits=6, null=True)),
                ('given_at', models.DateTimeField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='qa.calibrationitem')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['user__full_name'],
                'constraints': [models.UniqueConstraint(fields=('item', 'user'), name='sheet_once')],
            },
        ),
        migrations.CreateModel(
            name='Coaching',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=8)),
                ('title', models.CharField(max_length=120)),
                ('action', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('follow_up_on', models.DateField()),
                ('wanted', models.PositiveSmallIntegerField(default=5)),
                ('seed', models.BigIntegerField()),
                ('followed_at', models.DateTimeField(blank=True, null=True)),
                ('expected', models.PositiveSmallIntegerField(default=0)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.TextField(blank=True)),
                ('effect', models.JSONField(blank=True, default=dict)),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coachings_led', to=settings.AUTH_USER_MODEL)),
                ('findings', models.ManyToManyField(related_name='coachings', to='qa.review')),
                ('follow_ups', models.ManyToManyField(blank=True, related_name='follows', to='qa.review')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coachings', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coachings', to='qa.scorecard')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('followed_at', None)), fields=['follow_up_on'], name='coaching_to_follow_up')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person', models.F('coach')), _negated=True), name='coaching_not_of_oneself'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('followed_at__isnull', False), _connector='OR'), name='coaching_followed_up'), models.CheckConstraint(condition=models.Q(('wanted__gte', 1), ('wanted__lte', 20)), name='coaching_wants_some')],
            },
        ),
        migrations.CreateModel(
            name='ToneFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('condescending', 'Condescending'), ('rude', 'Rude'), ('careless', 'Careless')], max_length=15)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('shipped', models.FloatField()),
                ('confidence', models.FloatField()),
                ('state', models.CharField(choices=[('open', 'To judge'), ('confirmed', 'Confirmed'), ('dismissed', 'Dismissed')], default='open', max_length=10)),
                ('found_at', models.DateTimeField()),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tone_findings', to='tickets.message')),
            ],
            options={
                'ordering': ['-found_at', '-pk'],
                'indexes': [models.Index(fields=['rule', 'state'], name='tone_by_rule'), models.Index(fields=['state', '-found_at'], name='tone_by_state')],
                'constraints': [models.UniqueConstraint(fields=('message', 'rule', 'start'), name='tone_finding_once'), models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='tone_finding_has_words'), models.CheckConstraint(condition=models.Q(('kind__in', ('condescending', 'rude', 'careless'))), name='tone_finding_kind_known'), models.CheckConstraint(condition=models.Q(('confidence__gte', 0), ('confidence__lte', 1), ('shipped__gte', 0), ('shipped__lte', 1)), name='tone_confidence_in_range'), models.CheckConstraint(condition=models.Q(models.Q(('judged_at', None), ('judged_by', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('judged_at__isnull', False), ('judged_by__isnull', False)), _connector='OR'), name='tone_judged_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='ToneLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='qa.tonefinding')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ToneReading',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='tone', serialize=False, to='tickets.message')),
                ('language', models.CharField(max_length=8)),
                ('score', models.FloatField()),
                ('layers', models.CharField(max_length=20)),
                ('read_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='tone_score_in_range'), models.CheckConstraint(condition=models.Q(('layers__in', ['rules', 'rules+model'])), name='tone_layers_known')],
            },
        ),
        migrations.CreateModel(
            name='ToneRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('language', models.CharField(max_length=8)),
                ('confirmed', models.PositiveIntegerField(default=0)),
                ('dismissed', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['language', 'name'],
                'constraints': [models.UniqueConstraint(fields=('name', 'language'), name='tone_rule_once')],
            },
        ),
        migrations.AddField(
            model_name='tonefinding',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='qa.tonerule'),
        ),
        migrations.CreateModel(
            name='Loop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(blank=True, max_length=8)),
                ('title', models.CharField(max_length=120)),
                ('telling', models.JSONField(blank=True, default=list)),
                ('state', models.CharField(choices=[('open', 'Proposed'), ('writing', 'Being written'), ('published', 'In force'), ('measured', 'Measured'), ('declined', 'Declined')], default='open', max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('question', models.JSONField(blank=True, default=dict)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('measured_at', models.DateTimeField(blank=True, null=True)),
                ('effect', models.JSONField(blank=True, default=dict)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='loops', to='knowledge.article')),
                ('course', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loop', to='knowledge.course')),
                ('declined_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loops', to='qa.scorecard')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loops', to='knowledge.version')),
                ('kind', models.CharField(blank=True, choices=[('condescending', 'Condescending'), ('rude', 'Rude'), ('careless', 'Careless')], db_default='', default='', max_length=15)),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'indexes': [models.Index(fields=['state', '-opened_at'], name='loop_by_state'), models.Index(fields=['scorecard', 'criterion'], name='loop_of_criterion')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('declined_at__isnull', False), ('declined_by__isnull', False), ('state', 'declined'), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('state', 'declined'), _negated=True), ('declined_at', None), ('declined_by', None), ('reason', '')), _connector='OR'), name='loop_declined_for_a_reason'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'declined']), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='loop_taken_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('state__in', ('published', 'measured')), ('version__isnull', False)), models.Q(models.Q(('state__in', ('published', 'measured')), _negated=True), ('course', None), ('published_at', None), ('version', None)), _connector='OR'), name='loop_in_force_by_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('measured_at__isnull', False), ('state', 'measured'), models.Q(('effect', {}), _negated=True)), models.Q(models.Q(('state', 'measured'), _negated=True), ('effect', {}), ('measured_at', None)), _connector='OR'), name='loop_measured_with_an_effect'), models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), ('scorecard__isnull', False), models.Q(('criterion', ''), _negated=True)), models.Q(('criterion', ''), ('kind__in', ('condescending', 'rude', 'careless')), ('scorecard', None)), _connector='OR'), name='loop_about_a_criterion_or_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(blank=True, max_length=8)),
                ('found_at', models.DateTimeField()),
                ('stood', models.BooleanField(default=True)),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='qa.review')),
                ('loop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='qa.loop')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team')),
                ('tone', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='looped', to='qa.tonefinding')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='finding_in_one_loop'), models.CheckConstraint(condition=models.Q(models.Q(('review__isnull', False), ('tone', None), models.Q(('criterion', ''), _negated=True)), models.Q(('criterion', ''), ('review', None), ('tone__isnull', False)), _connector='OR'), name='finding_of_a_review_or_of_tone')],
                'ordering': [models.OrderBy(models.F('review'), descending=True, nulls_last=True), models.OrderBy(models.F('tone'), descending=True)],
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('words', models.TextField(blank=True)),
                ('score', models.DecimalField(blank=True, decimal_places=5, max_digits=6, null=True)),
                ('drawn_at', models.DateTimeField()),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='checked', to='qa.review')),
            ],
            options={
                'ordering': ['-given_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('given_at', None)), fields=['by'], name='check_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('given_at__isnull', False), models.Q(('answers', {}), ('score', None)), _connector='OR'), name='check_scored_when_given')],
            },
        ),
        migrations.AddField(
            model_name='dispute',
            name='tone',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='qa.tonefinding'),
        ),
        ]),
    ]
