"""Ids that mails mention before the mails themselves come."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0006_mail_log_indexes'),
        ('tickets', '0003_append_only_events'),
    ]

    operations = [
        migrations.CreateModel(
            name='AwaitedId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=320)),
                ('mailbox', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.mailbox')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message_id', 'mailbox', 'ticket'), name='mail_awaited_once')],
            },
        ),
    ]
