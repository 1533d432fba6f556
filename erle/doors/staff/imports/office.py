"""For which agency a worker hands files in: one at which she holds a role that may."""

from erle.doors.staff.page import Page
from erle.doors.staff.shell import held
from erle.foundation.agencies.rules import Ability


class OfficePage(Page):
    """A page for whoever hands in her agency's files."""

    needs = Ability.HAND_IN_FILES

    @property
    def offices(self) -> dict[str, str]:
        """The agencies that she hands files in for, by their short names."""
        posts, _ = held(self.request, self.worker, self.now)
        return {post.agency_slug: post.agency for post in posts if self.needs in post.abilities}
