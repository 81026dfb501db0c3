"""A desk that begins takes the squashed way, one that has grown the long one: both end at the same models."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


class LongWay(MigrationLoader):
    """As if nothing had ever been squashed."""

    def load_disk(self):
        super().load_disk()
        squashed = {key: one.replaces for key, one in self.disk_migrations.items() if one.replaces}
        for key in squashed:
            del self.disk_migrations[key]
        for one in self.disk_migrations.values():
            one.dependencies = [squashed[on][-1] if on in squashed else on for on in one.dependencies]


def test_both_ways_end_at_the_same_models():
    short, long = MigrationLoader(None), LongWay(None)
    found = MigrationAutodetector(long.project_state(), short.project_state()).changes(graph=short.graph)
    assert {app: [one.operations for one in changes] for app, changes in found.items()} == {}


def test_a_desk_that_begins_takes_the_short_way():
    loader = MigrationLoader(None)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    assert replaced
    assert not replaced & set(loader.graph.nodes)
