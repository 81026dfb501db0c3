"""A desk that begins takes the squashed way, one that has grown the long one: both end at the same models."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


def test_both_ways_end_at_the_same_models():
    short = MigrationLoader(None, replace_migrations=True)
    long = MigrationLoader(None, replace_migrations=False)
    found = MigrationAutodetector(long.project_state(), short.project_state()).changes(graph=short.graph)
    assert {app: [one.operations for one in changes] for app, changes in found.items()} == {}


def test_a_desk_that_begins_takes_the_short_way():
    loader = MigrationLoader(None)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    assert replaced
    assert not replaced & set(loader.graph.nodes)
