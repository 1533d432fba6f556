"""The tables without row-level security: each with the reason why it may stand open, and what a worker may do there.

A table that is neither protected nor listed here fails the house tests. Nothing here tells that a child is known.
"""

from dataclasses import dataclass

FRAMEWORK = "The framework's own; holds no word about a child."
SIGN_IN = "Signing in happens before anybody acts, so no policy can know the worker; holds no word about a child."
REGISTER = "A public register, published under the Open Government Licence; loaded by the operator, holds no child."
DIRECTORY = "What each role lets its holders do; published to all workers, and changed by migrations alone."


@dataclass(frozen=True)
class OpenTable:
    """A table that stands open, and the rights of a worker's connection on it."""

    name: str
    why: str
    worker: str = ""


OPEN_TABLES = (
    OpenTable("django_migrations", FRAMEWORK, "SELECT"),
    OpenTable("django_content_type", FRAMEWORK, "SELECT"),
    OpenTable("auth_group", FRAMEWORK),
    OpenTable("auth_group_permissions", FRAMEWORK),
    OpenTable("auth_permission", FRAMEWORK),
    OpenTable("django_session", SIGN_IN, "SELECT, INSERT, UPDATE, DELETE"),
    OpenTable("account_emailaddress", SIGN_IN, "SELECT, INSERT, UPDATE, DELETE"),
    OpenTable("account_emailconfirmation", SIGN_IN, "SELECT, INSERT, UPDATE, DELETE"),
    OpenTable("mfa_authenticator", SIGN_IN, "SELECT, INSERT, UPDATE, DELETE"),
    OpenTable("usersessions_usersession", SIGN_IN, "SELECT, INSERT, UPDATE, DELETE"),
    OpenTable("socialaccount_socialaccount", SIGN_IN, "SELECT, INSERT, UPDATE, DELETE"),
    OpenTable("socialaccount_socialapp", SIGN_IN, "SELECT"),
    OpenTable("socialaccount_socialtoken", SIGN_IN, "SELECT, INSERT, UPDATE, DELETE"),
    OpenTable("staff_attempt", SIGN_IN, "SELECT, INSERT, UPDATE, DELETE"),
    OpenTable("agencies_role", DIRECTORY, "SELECT"),
    OpenTable("agencies_school", REGISTER, "SELECT"),
    OpenTable("agencies_postcode", REGISTER, "SELECT"),
    OpenTable("agencies_ward", REGISTER, "SELECT"),
    OpenTable("patterns_streetcrime", REGISTER, "SELECT"),
    OpenTable("clocks_locallimit", "The partnership's own limits; published to all workers.", "SELECT, INSERT"),
    OpenTable(
        "exchange_rememberedmapping",
        "Headings of agencies' files and what they hold; not a word of any row.",
        "SELECT, INSERT, UPDATE",
    ),
    OpenTable("ledger_epoch", "Where the count of transactions began anew."),
    OpenTable("ledger_seal", "Hashes only.", "SELECT"),
    OpenTable("ledger_checkpoint", "Hashes and signatures only.", "SELECT"),
)


def grants() -> list[str]:
    """Return the statements that give a worker's connection its rights on the open tables, and no others."""
    given = [f"REVOKE ALL ON {table.name} FROM erle_worker" for table in OPEN_TABLES]
    return given + [f"GRANT {table.worker} ON {table.name} TO erle_worker" for table in OPEN_TABLES if table.worker]
