"""What happened to a suggestion stays as it was written: the database refuses to change it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION suggestion_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'steps of a suggestion are never changed (step %)', OLD.id;
END $$;
CREATE TRIGGER suggestion_step_is_final BEFORE UPDATE OR DELETE ON suggestions_step
    FOR EACH ROW EXECUTE FUNCTION suggestion_step_is_final();
"""
BACK = """
DROP TRIGGER suggestion_step_is_final ON suggestions_step;
DROP FUNCTION suggestion_step_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
