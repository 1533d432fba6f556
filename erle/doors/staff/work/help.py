"""Help: what to do in an emergency, how the circles work, and the keyboard."""

from django.http import HttpRequest, HttpResponse

from erle.doors.staff.page import Page


class Help(Page):
    """The page of help."""

    template_name = "staff/help.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return self.show({})
