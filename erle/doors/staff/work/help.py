"""Help: what to do in an emergency, how the circles work, and the keyboard."""

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.page import Page

SHORTCUTS = (
    (("?",), "Open this page"),
    (("/",), "Go to the search box"),
    (("g", "m"), "Go to My work"),
    (("g", "d"), "Go to the MASH desk"),
    (("g", "s"), "Share information"),
    (("g", "c"), "Go to Children"),
    (("g", "t"), "Go to Told to me"),
    (("g", "r"), "Go to Reviews"),
    (("j",), "Next row of a list"),
    (("k",), "Row before"),
    (("o",), "Open the row"),
    (("x",), "Choose the row, or leave it, where rows can be chosen"),
    (("s",), "Is this the same person, or the same place or thing? The same"),
    (("d",), "Different"),
    (("c",), "Cannot tell yet"),
    (("a",), "Ask the agency"),
    (("n",), "Leave it, and go on to the next question or pair"),
)
"""What assets/src/scripts/keys.js listens for; a place that her role does not have is not gone to."""


class Help(Page):
    """The page of help."""

    template_name = "staff/help.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return self.show({"shortcuts": SHORTCUTS})
