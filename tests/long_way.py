"""The migrations one by one, as a desk that has grown with the project took them."""

from django.db.migrations.loader import MigrationLoader


class LongWay(MigrationLoader):
    """As if nothing had ever been squashed."""

    def load_disk(self):
        super().load_disk()
        for key in [key for key, one in self.disk_migrations.items() if one.replaces]:
            del self.disk_migrations[key]
