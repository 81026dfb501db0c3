"""Who looked at what stays as it was written, and so does what was proposed: the database refuses changes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION hiring_look_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of hiring is never changed (line %)', OLD.id;
END $$;
CREATE TRIGGER hiring_look_is_final BEFORE UPDATE OR DELETE ON hiring_look
    FOR EACH ROW EXECUTE FUNCTION hiring_look_is_final();
CREATE FUNCTION hiring_wording_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.proposed_at IS NOT NULL THEN
        RAISE EXCEPTION 'what was proposed is never changed (version %)', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hiring_wording_is_final BEFORE UPDATE ON hiring_wording
    FOR EACH ROW EXECUTE FUNCTION hiring_wording_is_final();
"""
BACK = """
DROP TRIGGER hiring_wording_is_final ON hiring_wording;
DROP FUNCTION hiring_wording_is_final();
DROP TRIGGER hiring_look_is_final ON hiring_look;
DROP FUNCTION hiring_look_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
