"""The ledger's tables: lines, the seals that chain them, and the signed checkpoints.

The database alone writes them, through its own functions (migration 0001); no role has a right to change a row.
"""

from django.db import models


class Line(models.Model):
    """One act: who opened, asked, shared, signed in, was refused or changed what, and when."""

    transaction = models.BigIntegerField(db_column="xid", editable=False)
    at = models.DateTimeField()
    worker_id = models.BigIntegerField(null=True)
    act = models.TextField()
    about = models.TextField(help_text="Reference of the thing; never a name.")
    circle_id = models.BigIntegerField(null=True)
    purpose = models.TextField()
    detail = models.JSONField()
    leaf = models.BinaryField()

    class Meta:
        """The table is made by SQL, since its defaults are the database's own."""

        managed = False
        db_table = "ledger_line"


class Seal(models.Model):
    """A closed stretch of lines, chained to the seal before it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    lines = models.BigIntegerField()
    previous = models.BinaryField()
    root = models.BinaryField()

    class Meta:
        """The table is made by SQL."""

        managed = False
        db_table = "ledger_seal"


class Checkpoint(models.Model):
    """A seal's root, signed with a key that the database does not hold."""

    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, primary_key=True, db_column="seal", related_name="+")
    key = models.TextField(help_text="Fingerprint of the public key.")
    signature = models.BinaryField()

    class Meta:
        """The table is made by SQL."""

        managed = False
        db_table = "ledger_checkpoint"
