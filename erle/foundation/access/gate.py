"""The gate: may this worker do this at all? Whom she may see is another question, and the database answers it."""

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


def require(ability: Ability, *, by: Worker) -> None:
    """Refuse unless a post that the worker holds now gives the ability."""
    if ability not in abilities_of(by):
        raise NotAble(ability)
