"""A step may lose words that must not be kept, and nothing else of it may change."""

from django.db import migrations, models

FORWARD = """
CREATE OR REPLACE FUNCTION suggestion_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('desk.redacting', true) = 'on'
       AND to_jsonb(NEW) - 'text' = to_jsonb(OLD) - 'text' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'steps of a suggestion are never changed (step %)', OLD.id;
END $$;
"""
BACK = """
CREATE OR REPLACE FUNCTION suggestion_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'steps of a suggestion are never changed (step %)', OLD.id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0003_praise_names_no_customer")]

    operations = [
        migrations.RunSQL(FORWARD, BACK),
        migrations.AlterField(
            model_name='step',
            name='kind',
            field=models.CharField(choices=[('posted', 'suggested it'), ('said', 'said'), ('consider', 'is considering it'), ('accept', 'accepted it'), ('decline', 'declined it'), ('finish', 'says that it is done'), ('reopen', 'took it up again'), ('handed_over', 'gave it to somebody else to answer'), ('linked', 'said what it changed'), ('merged', 'put it together with another'), ('took_in', 'put another together with this'), ('unmerged', 'took two apart again'), ('redacted', 'removed words for good'), ('reminded', 'reminded whoever answers: the day has come'), ('escalated', 'asked the next manager: still no answer')], max_length=12),
        ),
    ]
