"""What the guards against loops count."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0008_plus_addressing'),
    ]

    operations = [
        migrations.CreateModel(
            name='Courtesy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('address', models.CharField(max_length=320)),
                ('domain', models.CharField(max_length=255)),
                ('subject', models.BigIntegerField()),
                ('words', models.BigIntegerField()),
                ('mailbox', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='mail.mailbox')),
            ],
            options={
                'verbose_name_plural': 'courtesies',
                'indexes': [models.Index(fields=['address', 'at'], name='courtesy_by_address'), models.Index(fields=['domain', 'at'], name='courtesy_by_domain'), models.Index(fields=['mailbox', 'at'], name='courtesy_by_mailbox'), models.Index(fields=['words', 'at'], name='courtesy_by_words'), models.Index(fields=['at'], name='courtesy_by_age')],
            },
        ),
    ]
