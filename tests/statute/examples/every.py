"""Every example, in the order of the clocks' numbers."""

from tests.statute.examples import child_protection, looked_after, missing, other_duties
from tests.statute.examples.example import Example

EXAMPLES: tuple[Example, ...] = (
    *child_protection.EXAMPLES,
    *looked_after.EXAMPLES,
    *missing.EXAMPLES,
    *other_duties.EXAMPLES,
)


def examples_of(key: str) -> tuple[Example, ...]:
    """Return the examples of the clock."""
    return tuple(example for example in EXAMPLES if example.clock == key)
