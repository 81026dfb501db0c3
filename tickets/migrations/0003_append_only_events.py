"""Events are written once: the database refuses to change them, but for the mark that they were announced."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ticket_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was tickets_ticketevent := OLD;
BEGIN
    was.announced_at := NEW.announced_at;
    IF was IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'events of a ticket are never changed (event %)', OLD.id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ticket_event_is_final BEFORE UPDATE ON tickets_ticketevent
    FOR EACH ROW EXECUTE FUNCTION ticket_event_is_final();
"""
BACK = """
DROP TRIGGER ticket_event_is_final ON tickets_ticketevent;
DROP FUNCTION ticket_event_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
