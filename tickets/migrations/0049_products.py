"""By which types and tags a ticket is known to be about a product."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('staff', '0012_tone_hints'),
        ('tickets', '0048_banners'),
    ]

    operations = [
        migrations.AlterField(
            model_name='setupchange',
            name='noun',
            field=models.CharField(choices=[('type', 'Type'), ('field', 'Field'), ('checklist', 'Checklist'), ('tag', 'Tag'), ('gate', 'Gate'), ('routing', 'Routing'), ('survey', 'Survey'), ('product', 'Product')], max_length=10),
        ),
        migrations.CreateModel(
            name='ProductSign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tag', models.CharField(blank=True, max_length=40, verbose_name='tag')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signs', to='staff.skill')),
                ('type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.tickettype')),
            ],
            options={
                'ordering': ['product__name', 'type__position', 'tag', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('type', None), models.Q(('tag', ''), _negated=True)), models.Q(('tag', ''), ('type__isnull', False)), _connector='OR'), name='product_sign_of_one_kind'), models.UniqueConstraint(fields=('product', 'type', 'tag'), name='product_sign_once', nulls_distinct=False)],
            },
        ),
    ]
