"""Where administration starts: agencies, roles and the partnership's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from erle.doors.staff.page import Page
from erle.doors.staff.words import spell
from erle.foundation.access.gate import NotAble
from erle.foundation.agencies.queries import agencies, roles
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries import limits_set, local_values
from erle.foundation.statute.settings import LOCAL_SETTINGS

if TYPE_CHECKING:
    from erle.foundation.agencies.models import Agency

ANY = (Ability.MANAGE_AGENCIES, Ability.MANAGE_WORKERS, Ability.SET_LIMITS, Ability.SHARE_EVERYTHING)


class Administration(Page):
    """The index; nothing here shows a record."""

    template_name = "staff/administration/index.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what this worker may administer."""
        if not self.abilities & set(ANY):
            raise NotAble(Ability.MANAGE_AGENCIES)
        return self.show(
            {
                "agencies": [self._agency(agency) for agency in agencies()],
                "roles": [
                    {"name": role.name, "abilities": [Ability(ability).words for ability in role.abilities]}
                    for role in roles()
                ],
                "limits": self._limits(),
                "services_url": self._url_for(Ability.MANAGE_AGENCIES, "interview_services"),
                "model_url": self._url_for(Ability.MANAGE_AGENCIES, "same_model"),
                "everything_url": self._url_for(Ability.SHARE_EVERYTHING, "administration_everything"),
                "new_agency_url": reverse("administration_new_agency")
                if Ability.MANAGE_AGENCIES in self.abilities
                else "",
            }
        )

    def _url_for(self, ability: Ability, name: str) -> str:
        return reverse(name) if ability in self.abilities else ""

    def _agency(self, agency: Agency) -> dict[str, Any]:
        return {
            "name": agency.name,
            "url": reverse("administration_agency", args=[agency.slug]),
            "workers": spell(sum(worker.is_active for worker in agency.workers.all()), "worker", "workers"),
            "phone": agency.phone,
            "closed": agency.closed_on is not None,
        }

    def _limits(self) -> list[dict[str, Any]]:
        values = local_values(self.today)
        shown = []
        for setting in LOCAL_SETTINGS.values():
            last = limits_set(setting.key).first()
            shown.append(
                {
                    "words": setting.words,
                    "value": f"{values[setting.key]} {setting.unit.words}",
                    "who": f"Set by {last.set_by}: {last.reason}"
                    if last
                    else "The usual value; the partnership has set none.",
                    "url": reverse("administration_limit", args=[setting.key])
                    if Ability.SET_LIMITS in self.abilities
                    else "",
                }
            )
        return shown
