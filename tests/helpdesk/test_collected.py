"""Static files are taken from one desk to the next, the newest only."""

from tests.servers import collected


def a_desk(var, mark, words):
    for name, said in (("static/a.css", words), ("stamps/static", mark), ("stamps/translations", "other")):
        (var / name).parent.mkdir(parents=True, exist_ok=True)
        (var / name).write_text(said)
    return var


def brought(var, kept):
    collected.bring(var, kept)
    return {str(one.relative_to(var)): one.read_text() for one in var.rglob("*") if one.is_file()}


def test_what_one_desk_collected_another_is_brought(tmp_path):
    kept = tmp_path / "kept"
    assert brought(tmp_path / "first", kept) == {}
    collected.keep(a_desk(tmp_path / "first", "1", "old"), kept)
    collected.keep(a_desk(tmp_path / "second", "2", "new"), kept)
    collected.keep(a_desk(tmp_path / "second", "2", "new"), kept)
    assert brought(tmp_path / "third", kept) == {"static/a.css": "new", "stamps/static": "2"}
    assert [one.name for one in kept.iterdir()] == ["2"]
