"""The search configuration `desk`: words as they are, without accents, in any language."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

FORWARD = """
CREATE TEXT SEARCH CONFIGURATION desk (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION desk
    ALTER MAPPING FOR hword, hword_part, word, asciihword, hword_asciipart, asciiword WITH unaccent, simple;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(FORWARD, "DROP TEXT SEARCH CONFIGURATION desk;"),
    ]
