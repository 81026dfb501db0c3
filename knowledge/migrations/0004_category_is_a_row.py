"""The row takes the place, and the name, of what was typed."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_category_rows")]
    operations = [
        migrations.RemoveField(model_name="article", name="category"),
        migrations.RenameField(model_name="article", old_name="shelf", new_name="category"),
    ]
