"""Who may speak in a ticket, mail rules with their history, and bytes that are let go."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0004_transport_indexes'),
        ('staff', '0001_initial'),
        ('tickets', '0003_append_only_events'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MailRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('position', models.PositiveIntegerField(default=0)),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('every', models.BooleanField(default=True)),
                ('conditions', models.JSONField(default=list)),
                ('priority', models.CharField(blank=True, max_length=8)),
                ('tags', models.JSONField(blank=True, default=list)),
                ('fate', models.CharField(blank=True, choices=[('', 'On its way'), ('ignore', 'Ignored, kept in the log'), ('quarantine', 'Held')], default='', max_length=10)),
                ('stop', models.BooleanField(default=False, verbose_name='no further rules')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MailRuleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('made', 'made'), ('changed', 'changed'), ('moved', 'moved'), ('switched', 'switched'), ('removed', 'removed')], max_length=10)),
                ('said', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='mailbox',
            name='authserv_id',
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='colleagues',
            field=models.CharField(choices=[('note', 'An internal note'), ('answer', 'An answer to the customer')], default='note', max_length=6),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='copies',
            field=models.CharField(choices=[('one', 'One ticket, the other mail points to it'), ('each', 'A ticket for each mailbox')], default='one', max_length=4),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='same_organisation',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='mailbox',
            name='third_party',
            field=models.CharField(choices=[('pending', 'Keep it on the ticket, seen by colleagues only'), ('quarantine', 'Hold it')], default='pending', max_length=10),
        ),
        migrations.AddField(
            model_name='rawemail',
            name='emptied_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='senderrule',
            name='say',
            field=models.CharField(choices=[('allow', 'Allowed'), ('deny', 'Denied'), ('relay', 'Writes for others')], max_length=5),
        ),
        migrations.AddField(
            model_name='mailrule',
            name='assignee',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mailrule',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='staff.team'),
        ),
        migrations.AddField(
            model_name='mailrulechange',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mailrulechange',
            name='rule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='changes', to='mail.mailrule'),
        ),
    ]
