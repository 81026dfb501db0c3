"""Each finding of a loop says whose it is, as its review does. Backwards, what is of tone goes."""

from django.db import migrations

WHOSE = """
UPDATE qa_finding SET person_id = review.person_id, team_id = review.team_id
FROM qa_review AS review WHERE review.id = qa_finding.review_id AND qa_finding.person_id IS NULL
"""
GONE = (
    "DELETE FROM qa_finding WHERE tone_id IS NOT NULL",
    "DELETE FROM qa_loop WHERE kind <> ''",
    "DELETE FROM qa_dispute WHERE tone_id IS NOT NULL",
)


class Migration(migrations.Migration):

    dependencies = [
        ('qa', '0008_tone_in_loops'),
    ]

    operations = [
        migrations.RunSQL(WHOSE, [*GONE]),
    ]
