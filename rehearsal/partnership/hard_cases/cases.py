"""All hard cases, in one order: those listed in the partnership's profile, and those that linking records brings."""

from rehearsal.partnership.hard_cases import absences, decisions, identities
from rehearsal.partnership.hard_cases.planting import HardCase
from rehearsal.partnership.world import World, settle

PLANTED = (
    absences.turns_eighteen, absences.placed_here, absences.missing_and_away, absences.late_interview,
    absences.declined_interview, absences.clock_change, decisions.without_health, decisions.retracted, decisions.sealed,
    decisions.both_sides, decisions.holidays, decisions.corrected, identities.same_name, identities.fourteen,
    identities.twins, identities.look_alikes, identities.merged_by_mistake, identities.renamed,
    identities.family_name_first, identities.known_by_one_name, identities.day_and_month, identities.unknown_birth,
    identities.changed_school,
)  # fmt: skip


def plan(world: World) -> list[HardCase]:
    """Plant every hard case and return them."""
    found = [planted(world).case for planted in PLANTED]
    settle(world)
    return found
