"""The pages of a worker's views: saving one, all of them, and throwing one away."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from erle.doors.staff.page import FormPage, Page
from erle.doors.staff.views.saving import NotSaved, address_of, here, keep, throw_away, views_of
from erle.doors.staff.words import day

ROUTES = {
    "child_chronology": "Chronology of any child",
    "thing": "Any place, vehicle, phone or account",
    "desk": "MASH desk",
    "desk_times": "How long reports wait",
    "figures": "Figures",
    "imports": "Files",
    "notices": "Told to you",
}
"""What a page is called where its address says something else; of a page about one thing a view holds for all."""


class ViewForm(forms.Form):
    """A name for what the address holds."""

    name = forms.CharField(label="What shall this view be called?", max_length=60)
    here = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)


class SaveView(FormPage):
    """Keep a page's filters under a name."""

    form_class = ViewForm

    def initial(self) -> dict[str, Any]:
        """Return the page that one comes from."""
        return {"here": self.request.GET.get("here", "")[:1000]}

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Say that nobody else sees it."""
        address = form["here"].value() or ""
        return {
            **super().context(form),
            "title": "Save this view",
            "lead": "You find it on the page itself. Nobody else sees it. Do not write a child’s name in it.",
            "submit": "Save view",
            "cancel_url": address if here(address) else reverse("views"),
        }

    def act(self, answers: dict[str, Any]) -> HttpResponse:
        """Save it, and go back to the page."""
        page = here(answers["here"])
        if page is None:
            raise NotSaved("Open the page that you want to keep, and save it from there.")
        view = keep(name=answers["name"], at_page=page, by=self.worker, at=self.now)
        self.done(f"View saved: {view.name}.")
        return redirect(f"{page.path}?{page.query}" if page.query else page.path)


class Views(Page):
    """All views of the worker."""

    template_name = "staff/views.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, each with where it leads."""
        rows = [
            {
                "name": view.name,
                "url": address_of(view),
                "where": ROUTES.get(view.route, view.route.replace("_", " ").capitalize()),
                "when": day(view.saved_at, self.today),
                "delete_url": reverse("view_delete", args=[view.pk]),
            }
            for view in views_of(self.worker)
        ]
        return self.show({"rows": rows})


class DeleteView(Page):
    """Throws a view away."""

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Throw it away, and go back to the others."""
        if not throw_away(number=number, by=self.worker):
            raise Http404
        return redirect("views")
