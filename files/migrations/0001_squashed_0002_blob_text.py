"""All up to `0002_blob_text` in one step, for a desk that begins; one that has them already takes it as done."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from lib.tables_at_once import TablesAtOnce


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ('files', '0001_initial'),
        ('files', '0002_blob_text'),
    ]

    dependencies = [
        ('tickets', '0001_text_search'),
    ]

    operations = [
        TablesAtOnce([
        migrations.CreateModel(
            name='Blob',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField()),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='BlobText',
            fields=[
                ('blob', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='files.blob')),
                ('state', models.CharField(choices=[('read', 'read'), ('empty', 'without text'), ('unreadable', 'not readable'), ('too_large', 'too large'), ('stopped', 'took too long')], max_length=12)),
                ('text', models.TextField(blank=True)),
                ('read_at', models.DateTimeField(auto_now_add=True)),
                ('search_vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Left('text', 200000), config='desk'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
        ),
        migrations.AddConstraint(
            model_name='blob',
            constraint=models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='blob_size_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='blob',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='blob_sha256_is_hex'),
        ),
        migrations.AddIndex(
            model_name='blobtext',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='blob_text_search'),
        ),
        ]),
    ]
