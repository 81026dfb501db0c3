"""A finding of a loop is of a review or of tone, a dispute about the one or the other. All at once and without
reading a table: what is new is empty, and what has to hold is looked at in 0010.
"""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('qa', '0007_checks'),
        ('staff', '0012_tone_hints'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='finding',
            options={'ordering': [models.OrderBy(models.F('review'), descending=True, nulls_last=True), models.OrderBy(models.F('tone'), descending=True)]},
        ),
        migrations.AddField(
            model_name='dispute',
            name='tone',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='qa.tonefinding'),
        ),
        migrations.AddField(
            model_name='finding',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='finding',
            name='team',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.team'),
        ),
        migrations.AddField(
            model_name='finding',
            name='tone',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='looped', to='qa.tonefinding'),
        ),
        migrations.AddField(
            model_name='loop',
            name='kind',
            field=models.CharField(blank=True, choices=[('condescending', 'Condescending'), ('rude', 'Rude'), ('careless', 'Careless')], db_default='', default='', max_length=15),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='criteria',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name='dispute',
            name='review',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='qa.review'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='criterion',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AlterField(
            model_name='finding',
            name='review',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='qa.review'),
        ),
        migrations.AlterField(
            model_name='loop',
            name='criterion',
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AlterField(
            model_name='loop',
            name='scorecard',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='loops', to='qa.scorecard'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(fields=('tone', 'number'), name='tone_dispute_number_once'),
        ),
        migrations.AddConstraint(
            model_name='dispute',
            constraint=models.UniqueConstraint(condition=models.Q(('verdict', 'open')), fields=('tone',), name='tone_dispute_one_at_a_time'),
        ),
        AddConstraintNotValid(
            model_name='dispute',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review__isnull', False), ('tone', None)), models.Q(('criteria', []), ('review', None), ('tone__isnull', False)), _connector='OR'), name='dispute_of_a_review_or_of_tone'),
        ),
        AddConstraintNotValid(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review__isnull', False), ('tone', None), models.Q(('criterion', ''), _negated=True)), models.Q(('criterion', ''), ('review', None), ('tone__isnull', False)), _connector='OR'), name='finding_of_a_review_or_of_tone'),
        ),
        AddConstraintNotValid(
            model_name='loop',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), ('scorecard__isnull', False), models.Q(('criterion', ''), _negated=True)), models.Q(('criterion', ''), ('kind__in', ('condescending', 'rude', 'careless')), ('scorecard', None)), _connector='OR'), name='loop_about_a_criterion_or_a_kind'),
        ),
    ]
