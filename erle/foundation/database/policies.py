"""Row-level security, written once: the operations by which a migration protects a table.

The form is the measured one (docs/decisions/0003-one-policy-form.md): a row is shown where the acting worker's
standing, one bit for each circle, has its circle's bit set. `(SELECT …)` has the standing fetched once a statement,
whatever the rows. The policy that says so is restrictive, beside one that says true: no later policy can widen past it.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

COMMANDS = {"SELECT": "USING ({})", "INSERT": "WITH CHECK ({})", "UPDATE": "USING ({0}) WITH CHECK ({0})"}


def need_to_know(table: str, circle: str) -> str:
    """Return the condition under which the acting worker sees a row of the table."""
    return f"get_bit((SELECT erle.standing()), {table}.{circle}) <> 0"


class TableOperation(Operation):
    """An operation on one table that runs SQL and leaves Django's state alone."""

    reduces_to_sql = True
    reversible = True
    table: str

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: models do not know of policies."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Run the statements."""
        for statement in self.statements():
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Undo them, where the table stays."""
        for statement in self.undoing():
            schema_editor.execute(statement)

    def statements(self) -> list[str]:
        """Return what to run."""
        raise NotImplementedError  # every operation below has its own

    def undoing(self) -> list[str]:
        """Return what undoes it."""
        return []


class Protect(TableOperation):
    """Protect a table whose rows have `circle_id` and `sealed`: policies, grants, the seal's key, the ledger."""

    def __init__(
        self,
        table: str,
        *,
        insert: bool = True,
        update: Sequence[str] = (),
        circle: str = "circle_id",
        told: bool = True,
    ) -> None:
        """Name the table, whether workers may insert, the only columns that they may update, and its circle's column.

        `told`: whether the circle's ledger tells of each change; not where only some of the circle may know of a row.
        """
        self.table, self.insert, self.update, self.circle, self.told = table, insert, tuple(update), circle, told

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return the arguments, for Django's migration writer."""
        given = {"insert": self.insert, "update": self.update, "circle": self.circle, "told": self.told}
        return type(self).__name__, [self.table], given

    def describe(self) -> str:
        """Say what it does."""
        return f"Protect {self.table} by need to know"

    def statements(self) -> list[str]:
        """Return the statements, in the order they are run."""
        return [
            *self._seal(),
            *secure(self.table),
            *self._policies(),
            *self._grants(),
            *(record_changes(self.table, self.circle) if self.told else []),
        ]

    def _seal(self) -> list[str]:
        if self.table == "access_circle":
            return []
        key = f"FOREIGN KEY ({self.circle}, sealed) REFERENCES access_circle (id, sealed) ON UPDATE CASCADE"
        return [f"ALTER TABLE {self.table} ADD CONSTRAINT {self.table}_seal {key}"]

    def _policies(self) -> list[str]:
        condition = need_to_know(self.table, self.circle)
        made = []
        for command, clause in COMMANDS.items():
            name = f"{self.table}_{command.lower()}"
            made.append(f"CREATE POLICY {name} ON {self.table} FOR {command} TO erle_worker {clause.format('true')}")
            made.append(
                f"CREATE POLICY {name}_need_to_know ON {self.table} AS RESTRICTIVE"
                f" FOR {command} TO erle_worker {clause.format(condition)}"
            )
        return made

    def _grants(self) -> list[str]:
        made = [
            f"GRANT SELECT ON {self.table} TO erle_worker",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {self.table} TO erle_keeper",
        ]
        if self.insert:
            made.append(f"GRANT INSERT ON {self.table} TO erle_worker")
        if self.update:
            made.append(f"GRANT UPDATE ({', '.join(self.update)}) ON {self.table} TO erle_worker")
        return made


class ProtectOwn(TableOperation):
    """Protect a table whose rows belong to one worker alone, such as her drafts and notices."""

    def __init__(
        self,
        table: str,
        *,
        owner: str = "worker_id",
        insert: bool = True,
        delete: bool = False,
        update: Sequence[str] = (),
    ) -> None:
        """Name the table, the column that says whose the row is, and what the worker may do with it."""
        self.table, self.owner, self.insert, self.delete, self.update = table, owner, insert, delete, tuple(update)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return the arguments, for Django's migration writer."""
        arguments = {"owner": self.owner, "insert": self.insert, "delete": self.delete, "update": self.update}
        return type(self).__name__, [self.table], arguments

    def describe(self) -> str:
        """Say what it does."""
        return f"Keep each row of {self.table} to its own worker"

    def statements(self) -> list[str]:
        """Return the statements, in the order they are run."""
        mine = f"{self.table}.{self.owner} = (SELECT erle.acting())"
        commands = {**COMMANDS, "DELETE": "USING ({})"}
        made = secure(self.table)
        for command, clause in commands.items():
            made.append(
                f"CREATE POLICY {self.table}_{command.lower()} ON {self.table}"
                f" FOR {command} TO erle_worker {clause.format(mine)}"
            )
        allowed = ["SELECT", *(["INSERT"] if self.insert else []), *(["DELETE"] if self.delete else [])]
        made.append(f"GRANT {', '.join(allowed)} ON {self.table} TO erle_worker")
        made.append(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {self.table} TO erle_keeper")
        if self.update:
            made.append(f"GRANT UPDATE ({', '.join(self.update)}) ON {self.table} TO erle_worker")
        return made


def secure(table: str) -> list[str]:
    """Return the statements that switch row-level security on, for the owner too."""
    return [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"]


def record_changes(table: str, circle: str) -> list[str]:
    """Return the triggers that write one line in the ledger for each circle that a statement changed rows of."""
    made = []
    for event, transition in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        made.append(
            f"CREATE TRIGGER {table}_ledger_{event.lower()} AFTER {event} ON {table}"
            f" REFERENCING {transition} TABLE AS changed FOR EACH STATEMENT"
            f" EXECUTE FUNCTION erle.ledger_changes('{circle}')"
        )
    return made
