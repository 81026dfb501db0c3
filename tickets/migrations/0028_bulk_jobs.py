import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0027_tags'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=80)),
                ('tag', models.CharField(blank=True, max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('query', models.JSONField(default=dict)),
                ('total', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bulk_jobs', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone_by', to='tickets.bulkjob')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='BulkStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('new', 'not tried yet'), ('would', 'would be changed'), ('cannot', 'would stay as it is'), ('todo', 'not done yet'), ('done', 'changed'), ('failed', 'stayed as it was')], default='new', max_length=8)),
                ('why', models.TextField(blank=True)),
                ('before', models.JSONField(blank=True, default=dict)),
                ('revision', models.PositiveIntegerField(blank=True, null=True)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='tickets.bulkjob')),
                ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddIndex(
            model_name='bulkjob',
            index=models.Index(condition=models.Q(('finished_at', None)), fields=['id'], name='bulk_unfinished'),
        ),
        migrations.AddConstraint(
            model_name='bulkjob',
            constraint=models.CheckConstraint(condition=models.Q(('started_at__isnull', True), ('tried_at__isnull', False), _connector='OR'), name='bulk_tried_before_started'),
        ),
        migrations.AddConstraint(
            model_name='bulkjob',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at__isnull', True), ('started_at__isnull', False), _connector='OR'), name='bulk_started_before_finished'),
        ),
        migrations.AddIndex(
            model_name='bulkstep',
            index=models.Index(fields=['job', 'state', 'id'], name='bulk_step_state'),
        ),
        migrations.AddConstraint(
            model_name='bulkstep',
            constraint=models.UniqueConstraint(fields=('job', 'ticket'), name='bulk_step_once'),
        ),
    ]
