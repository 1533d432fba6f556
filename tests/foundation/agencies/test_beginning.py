"""A new partnership begins with one administrator, and only once."""

import pytest

from erle.foundation.agencies.actions import AlreadyThere, begin_partnership
from tests.partnership import NOW, Partnership


def test_a_partnership_that_has_administrators_cannot_be_begun_again(partnership: Partnership) -> None:
    with pytest.raises(AlreadyThere, match="has begun"):
        begin_partnership(
            slug="second-office",
            name="Second Office",
            phone="01632 960999",
            administrator="Somebody Else",
            email="somebody@example.invalid",
            at=NOW,
        )
