"""What was typed as a category becomes a row, called the same."""

from django.db import migrations


def make_rows(apps, schema_editor):
    Article, Category = apps.get_model("knowledge", "Article"), apps.get_model("knowledge", "Category")
    typed = Article.objects.exclude(category="").order_by("category").values_list("category", flat=True)
    for place, name in enumerate(typed.distinct(), start=1):
        row, _made = Category.objects.get_or_create(name=name, defaults={"place": place})
        Article.objects.filter(category=name).update(shelf=row)


def make_words(apps, schema_editor):
    Article, Category = apps.get_model("knowledge", "Article"), apps.get_model("knowledge", "Category")
    for row in Category.objects.all():
        Article.objects.filter(shelf=row).update(category=row.name)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_languages_and_voices")]
    operations = [migrations.RunPython(make_rows, make_words)]
