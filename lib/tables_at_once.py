"""Many tables made by one step of a migration: a desk that begins starts in seconds.

Django renders every model that is related to a changed one again after each operation; in a first migration
of a hundred models, nearly all related to the users, that is most of its time.
"""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState

from lib.models_when_asked import ModelsWhenAsked, part


class TablesAtOnce(Operation):
    """The operations together say what the models are in the end; each table is made as it is then, with its
    columns, indexes and constraints. What is done to tables from before is done one by one, from the state
    before to the one after. Only for what creates models, adds to them and deletes them.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def deconstruct(self):
        return self.__class__.__qualname__, [self.operations], {}

    def state_forwards(self, app_label, state):
        rendered = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if rendered is not None:
            state.apps = ModelsWhenAsked(state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        made = self._made(app_label, to_state)
        for operation in self._steps():
            after = made if isinstance(operation, CreateModel) else to_state
            operation.database_forwards(app_label, schema_editor, from_state, after)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        made = self._made(app_label, from_state)
        for operation in reversed(self._steps()):
            before = made if isinstance(operation, CreateModel) else from_state
            operation.database_backwards(app_label, schema_editor, before, to_state)

    def describe(self):
        return f"Make {len(self._tables())} tables"

    def _made(self, app_label: str, state: ProjectState) -> ProjectState:
        return part(state, [(app_label, operation.name_lower) for operation in self._tables()])

    def _tables(self) -> list[CreateModel]:
        return [operation for operation in self.operations if isinstance(operation, CreateModel)]

    def _steps(self) -> list[Operation]:
        """Without those that a table made here has in it already."""
        made = {operation.name_lower for operation in self._tables()}
        return [one for one in self.operations if getattr(one, "model_name_lower", None) not in made]
