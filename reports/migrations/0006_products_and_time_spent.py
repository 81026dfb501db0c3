"""What a fact is about, and how long tickets were worked on. Both have defaults in the database: no row is
written anew.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

KINDS = [('arrived', 'came'), ('solved', 'solved'), ('one_touch', 'solved with one answer'), ('reopened', 'opened again'), ('answered', 'answered'), ('first_response', 'first response'), ('next_response', 'next response'), ('resolution', 'resolution'), ('handled', 'time spent'), ('promised_first', 'promise of a first response'), ('promised_next', 'promise of a next response'), ('promised_resolution', 'promise of a resolution'), ('asked', 'asked how it was'), ('rated', 'said how it was'), ('backlog', 'to do'), ('left', 'done, or gone to another team')]


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0005_saved_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='ticketfact',
            name='products',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='dayfigure',
            name='seconds',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name='ticketfact',
            name='kind',
            field=models.CharField(choices=KINDS, max_length=20),
        ),
        migrations.AlterField(
            model_name='dayfigure',
            name='kind',
            field=models.CharField(choices=KINDS, max_length=20),
        ),
        migrations.AlterField(
            model_name='dayfigure',
            name='dimension',
            field=models.CharField(blank=True, choices=[('', 'Altogether'), ('team', 'Team'), ('agent', 'Agent'), ('channel', 'Channel'), ('priority', 'Priority'), ('language', 'Language'), ('organisation', 'Organisation'), ('type', 'Type'), ('topic', 'Topic'), ('product', 'Product')], default='', max_length=14),
        ),
    ]
