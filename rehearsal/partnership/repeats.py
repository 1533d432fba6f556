"""How often children are reported missing: a few very often, most once."""

from random import Random

from rehearsal.partnership.chance import scaled
from rehearsal.partnership.parameters import number, share

FEW, FEW_ENDS = 3, 4
SPREAD = 1.35
"""The exponent of the tail; an assumption."""


def episode_counts(random: Random, scale: float) -> list[int]:
    """Return one number of episodes for each missing child, the highest first; their sum is the partnership's."""
    children, episodes = scaled(number("missing_children"), scale), scaled(number("missing_episodes"), scale)
    heavy = max(1, round(children * share("missing_heaviest_children")))
    often = max(0, round(children * share("missing_three_or_more")) - heavy)
    counts = _tail(random, heavy, round(episodes * share("missing_heaviest_incidents")))
    counts += [random.randint(FEW, FEW_ENDS) for _ in range(often)]
    once = children - len(counts)
    twice = max(0, min(once, episodes - sum(counts) - once))
    return counts + [2] * twice + [1] * (once - twice)


def _tail(random: Random, children: int, episodes: int) -> list[int]:
    """Share episodes out among the heaviest by a power law, none above the cap."""
    cap = number("missing_cap")
    weights = [random.paretovariate(SPREAD) for _ in range(children)]
    counts = [min(cap, max(FEW_ENDS, round(episodes * weight / sum(weights)))) for weight in weights]
    while (over := sum(counts) - episodes) != 0:
        able = [place for place, count in enumerate(counts) if (count > FEW_ENDS if over > 0 else count < cap)]
        if not able:
            break
        counts[random.choice(able)] += -1 if over > 0 else 1
    return sorted(counts, reverse=True)
