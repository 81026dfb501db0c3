"""All up to `0002_what_is_posted_stays` in one step, for a desk that begins; one that has them already takes it as done."""

import budget.sums
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce

FORWARD = """
CREATE FUNCTION budget_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed (row %)', TG_TABLE_NAME, OLD.id;
END $$;
CREATE TRIGGER budget_posting_is_final BEFORE UPDATE OR DELETE ON budget_posting
    FOR EACH ROW EXECUTE FUNCTION budget_row_is_final();
CREATE TRIGGER budget_change_is_final BEFORE UPDATE OR DELETE ON budget_change
    FOR EACH ROW EXECUTE FUNCTION budget_row_is_final();
"""
BACK = """
DROP TRIGGER budget_posting_is_final ON budget_posting;
DROP TRIGGER budget_change_is_final ON budget_change;
DROP FUNCTION budget_row_is_final();
"""


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('budget', '0001_initial'),
        ('budget', '0002_what_is_posted_stays'),
    ]

    dependencies = [
        ('staff', '0005_signatures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='CostCentre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('takes_rest', models.BooleanField(default=False)),
                ('active', models.BooleanField(default=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='budget.costcentre')),
                ('team', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cost_centre', to='staff.team')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('people', 'People'), ('overtime', 'Overtime'), ('tools', 'Tools'), ('training', 'Training'), ('vendors', 'Vendors'), ('other', 'Other')], max_length=10)),
                ('name', models.CharField(max_length=80)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='budget.costcentre')),
            ],
            options={
                'ordering': ['centre__code', 'kind', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('people', 'People'), ('overtime', 'Overtime'), ('tools', 'Tools'), ('training', 'Training'), ('vendors', 'Vendors'), ('other', 'Other')], default='vendors', max_length=10)),
                ('vendor', models.CharField(max_length=80)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('cents', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=budget.sums.nothing, size=None)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.costcentre')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.line')),
            ],
            options={
                'ordering': ['vendor', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Planned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cents', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=budget.sums.nothing, size=None)),
                ('edit', models.PositiveIntegerField(default=1)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned', to='budget.line')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned', to='budget.planversion')),
            ],
        ),
        migrations.CreateModel(
            name='Year',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('closed', 'Closed')], default='draft', max_length=10)),
                ('method', models.CharField(default='plan', max_length=4)),
                ('limit_percent', models.PositiveSmallIntegerField(default=10)),
                ('limit_cents', models.BigIntegerField(default=50000)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('current', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='current_of', to='budget.planversion')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-starts_on'],
            },
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('changes', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='budget.year')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('people', 'People'), ('overtime', 'Overtime'), ('tools', 'Tools'), ('training', 'Training'), ('vendors', 'Vendors'), ('other', 'Other')], max_length=10)),
                ('day', models.DateField()),
                ('cents', models.BigIntegerField()),
                ('words', models.CharField(max_length=200)),
                ('reference', models.CharField(blank=True, max_length=80)),
                ('source', models.CharField(default='hand', max_length=20)),
                ('source_ref', models.CharField(max_length=120)),
                ('turn', models.PositiveIntegerField(default=1)),
                ('batch', models.CharField(blank=True, max_length=12)),
                ('made_at', models.DateTimeField()),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='budget.costcentre')),
                ('commitment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='budget.commitment')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='budget.line')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='budget.posting')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='budget.year')),
            ],
            options={
                'ordering': ['-day', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='planversion',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='budget.year'),
        ),
        migrations.AddField(
            model_name='line',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='budget.year'),
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('people', 'People'), ('overtime', 'Overtime'), ('tools', 'Tools'), ('training', 'Training'), ('vendors', 'Vendors'), ('other', 'Other')], max_length=10)),
                ('month', models.PositiveSmallIntegerField()),
                ('plan_cents', models.BigIntegerField()),
                ('actual_cents', models.BigIntegerField()),
                ('found_at', models.DateTimeField()),
                ('words', models.TextField(blank=True)),
                ('explained_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.costcentre')),
                ('explained_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='explanations', to='budget.year')),
            ],
            options={
                'ordering': ['month', 'centre__code', 'kind'],
            },
        ),
        migrations.AddField(
            model_name='commitment',
            name='year',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='budget.year'),
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('year_made', 'year made'), ('year_changed', 'year changed'), ('approved', 'plan approved'), ('replanned', 'new plan begun'), ('dropped', 'new plan dropped'), ('closed', 'year closed'), ('line_made', 'line made'), ('line_changed', 'line changed'), ('line_removed', 'line removed'), ('committed', 'commitment made'), ('released', 'commitment ended'), ('explained', 'variance explained')], max_length=12)),
                ('words', models.CharField(blank=True, max_length=300)),
                ('data', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='budget.line')),
                ('year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='budget.year')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='costcentre',
            constraint=models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='centre_is_not_its_own_parent'),
        ),
        migrations.AddConstraint(
            model_name='costcentre',
            constraint=models.UniqueConstraint(condition=models.Q(('takes_rest', True)), fields=('takes_rest',), name='centre_one_takes_the_rest'),
        ),
        migrations.AddConstraint(
            model_name='planned',
            constraint=models.UniqueConstraint(fields=('version', 'line'), name='planned_once'),
        ),
        migrations.AddConstraint(
            model_name='planned',
            constraint=models.CheckConstraint(condition=models.Q(('cents__len', 12)), name='planned_twelve_months'),
        ),
        migrations.AddConstraint(
            model_name='year',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__day', 1)), name='budget_year_begins_a_month'),
        ),
        migrations.AddConstraint(
            model_name='year',
            constraint=models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='budget_year_currency'),
        ),
        migrations.AddConstraint(
            model_name='year',
            constraint=models.CheckConstraint(condition=models.Q(('limit_cents__gte', 0), ('limit_percent__lte', 1000)), name='budget_year_limits'),
        ),
        migrations.AddConstraint(
            model_name='year',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('closed_by', None)), _connector='OR'), name='budget_year_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='year',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='budget_years_do_not_overlap'),
        ),
        migrations.AddConstraint(
            model_name='scenario',
            constraint=models.UniqueConstraint(fields=('year', 'name'), name='scenario_name_once'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['year', '-day', '-id'], name='posting_by_day'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(fields=['source', 'source_ref'], name='posting_by_source'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.UniqueConstraint(condition=models.Q(('reverses', None)), fields=('source', 'source_ref', 'turn'), name='posting_once'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('cents', 0), _negated=True), name='posting_of_something'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', 'hand'), _negated=True), ('made_by__isnull', False), _connector='OR'), name='posting_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(fields=('year', 'number'), name='plan_number_once'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.UniqueConstraint(condition=models.Q(('approved_at', None)), fields=('year',), name='plan_one_draft_a_year'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='plan_changed_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='plan_approved_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('year', 'centre', 'kind', 'name'), name='line_once_in_a_centre'),
        ),
        migrations.AddConstraint(
            model_name='explanation',
            constraint=models.UniqueConstraint(fields=('year', 'centre', 'kind', 'month'), name='explanation_once'),
        ),
        migrations.AddConstraint(
            model_name='explanation',
            constraint=models.CheckConstraint(condition=models.Q(('month__lte', 11)), name='explanation_of_a_month'),
        ),
        migrations.AddConstraint(
            model_name='explanation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('explained_at', None), ('explained_by', None), ('words', '')), models.Q(models.Q(('explained_at__isnull', False), ('explained_by__isnull', False)), models.Q(('words', ''), _negated=True)), _connector='OR'), name='explanation_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('cents__len', 12)), name='commitment_twelve_months'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='commitment_ended_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['year', '-at', '-id'], name='budget_change_by_day'),
        ),
        ]),
        migrations.RunSQL(FORWARD, BACK),
    ]
