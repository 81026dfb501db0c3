"""What became of a letter for each recipient."""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=320)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('delayed', 'Delayed'), ('undecided', 'Undecided'), ('failed', 'Failed'), ('bounced', 'Came back'), ('suppressed', 'Suppressed')], default='queued', max_length=12)),
                ('code', models.CharField(blank=True, max_length=12)),
                ('diagnostic', models.CharField(blank=True, max_length=500)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='letter',
            name='handed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='letter',
            name='lease',
            field=models.CharField(blank=True, db_default='', default='', max_length=32),
        ),
        migrations.AddField(
            model_name='letter',
            name='thread',
            field=models.CharField(blank=True, db_default='', default='', max_length=40),
        ),
        migrations.AddField(
            model_name='suppression',
            name='why',
            field=models.CharField(choices=[('bounced', 'Letters came back'), ('complained', 'Reported us as spam'), ('asked', 'Asked us to stop')], db_default='asked', default='asked', max_length=10),
        ),
        migrations.AlterField(
            model_name='letter',
            name='state',
            field=models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('suppressed', 'Suppressed'), ('undecided', 'Undecided')], default='queued', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('handed_at__isnull', False), ('state', 'sending')), models.Q(('state', 'sending'), _negated=True), _connector='OR'), name='letter_sending_has_time'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='outbox.letter'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(django.db.models.functions.text.Lower('address'), models.F('sent_at'), name='delivery_by_address'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(models.F('letter'), django.db.models.functions.text.Lower('address'), name='delivery_once'),
        ),
    ]
