"""A desk that begins takes the squashed way, one that has grown the long one: both end at the same models."""

from unittest import mock

from django.db.migrations import loader as loading
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


class LongWay(MigrationLoader):
    """As if nothing had ever been squashed."""

    def load_disk(self):
        super().load_disk()
        for key in [key for key, one in self.disk_migrations.items() if one.replaces]:
            del self.disk_migrations[key]


def differences(one, other):
    found = MigrationAutodetector(one.project_state(), other.project_state()).changes(graph=other.graph)
    return {app: [one.operations for one in changes] for app, changes in found.items()}


def test_both_ways_end_at_the_same_models():
    assert differences(LongWay(None), MigrationLoader(None)) == {}


def test_a_desk_that_begins_takes_the_short_way():
    loader = MigrationLoader(None)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    assert replaced
    assert not replaced & set(loader.graph.nodes)


def test_a_desk_that_has_a_part_goes_on():
    long = LongWay(None)
    way = list(dict.fromkeys(key for end in long.graph.leaf_nodes() for key in long.graph.forwards_plan(end)))
    for length in range(10, len(way), 15):
        applied = {key: long.graph.nodes[key] for key in way[:length]}
        recorder = mock.Mock(**{"applied_migrations.return_value": applied})
        with mock.patch.object(loading, "MigrationRecorder", return_value=recorder):
            loader = MigrationLoader(mock.Mock())
            loader.check_consistent_history(mock.Mock())
        assert loader.detect_conflicts() == {}
        ahead = [one for key, one in loader.graph.nodes.items() if key not in loader.applied_migrations]
        assert not applied.keys() & {key for one in ahead for key in one.replaces}
    assert differences(long, loader) == {}
