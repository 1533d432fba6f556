"""The gate: may this worker do this at all? Whom she may see is another question, and the database answers it."""

from django.db import connection

from erle.foundation.agencies.models import Worker
from erle.foundation.agencies.queries import abilities_of
from erle.foundation.agencies.rules import Ability
from erle.foundation.database.refusals import Refused


class NotAble(Refused):
    """The worker's role does not let her do this."""

    def __init__(self, ability: Ability) -> None:
        """Say which ability is missing, and what to do."""
        super().__init__(
            f"Your role does not let you {ability.words.replace('her own', 'your own').replace('she is', 'you are')}."
            " Ask your manager, or whoever manages posts at your agency."
        )
        self.ability = ability


class OnlyInAnEmergency(Refused):
    """The worker sees the circle by an emergency opening alone."""

    def __init__(self) -> None:
        """Say what an emergency opening is for, and whom to ask."""
        super().__init__(
            "You opened this record in an emergency, to read it. Ask a worker who is in the circle to do this."
        )


def is_let_into(circle_id: int) -> bool:
    """Return whether the acting worker was let into the circle, and does not see it in an emergency alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.let_into(%s)", [circle_id])
        [let_in] = cursor.fetchone()
    return bool(let_in)


def require_let_into(circle_id: int) -> None:
    """Refuse unless the acting worker was let into the circle: an emergency opening decides nothing for a child."""
    if not is_let_into(circle_id):
        raise OnlyInAnEmergency


def require(ability: Ability, *, by: Worker) -> None:
    """Refuse unless a post that the worker holds now gives the ability."""
    if ability not in abilities_of(by):
        raise NotAble(ability)
