"""Postings and the history of a year stay as they were written: the database refuses to change them."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION budget_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed (row %)', TG_TABLE_NAME, OLD.id;
END $$;
CREATE TRIGGER budget_posting_is_final BEFORE UPDATE OR DELETE ON budget_posting
    FOR EACH ROW EXECUTE FUNCTION budget_row_is_final();
CREATE TRIGGER budget_change_is_final BEFORE UPDATE OR DELETE ON budget_change
    FOR EACH ROW EXECUTE FUNCTION budget_row_is_final();
"""
BACK = """
DROP TRIGGER budget_posting_is_final ON budget_posting;
DROP TRIGGER budget_change_is_final ON budget_change;
DROP FUNCTION budget_row_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("budget", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
