"""What was frozen, signed or saved never changes, whoever asks the database to."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION evaluation_frozen_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sha256 <> '' AND (NEW.snapshot, NEW.sha256, NEW.frozen_at)
        IS DISTINCT FROM (OLD.snapshot, OLD.sha256, OLD.frozen_at) THEN
        RAISE EXCEPTION 'what was signed of evaluation % never changes', OLD.evaluation_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER edition_frozen_is_final BEFORE UPDATE ON evaluations_edition
    FOR EACH ROW EXECUTE FUNCTION evaluation_frozen_is_final();

CREATE FUNCTION evaluation_row_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME;
END $$;
CREATE TRIGGER signature_is_final BEFORE UPDATE ON evaluations_signature
    FOR EACH ROW EXECUTE FUNCTION evaluation_row_is_final();
CREATE TRIGGER writing_is_final BEFORE UPDATE ON evaluations_writing
    FOR EACH ROW EXECUTE FUNCTION evaluation_row_is_final();
"""
BACKWARD = """
DROP TRIGGER writing_is_final ON evaluations_writing;
DROP TRIGGER signature_is_final ON evaluations_signature;
DROP TRIGGER edition_frozen_is_final ON evaluations_edition;
DROP FUNCTION evaluation_row_is_final();
DROP FUNCTION evaluation_frozen_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
