"""The migrations one by one, as a desk that has grown with the project took them."""

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


class LongWay(MigrationLoader):
    """As if nothing had ever been squashed."""

    def load_disk(self):
        super().load_disk()
        for key in [key for key, one in self.disk_migrations.items() if one.replaces]:
            del self.disk_migrations[key]


class ThereAndBack(MigrationExecutor):
    """Goes back to a migration that a squashed one replaces, too: Django would make its models of both."""

    def migration_plan(self, targets, clean_start=False):
        if any(name and (app, name) not in self.loader.graph.nodes for app, name in targets):
            self.loader = LongWay(self.connection)
        return super().migration_plan(targets, clean_start=clean_start)
