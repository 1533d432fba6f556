"""My work: what is overdue, due and waiting, and why each line is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

from erle.doors.staff import drafts
from erle.doors.staff.children.banner import name_and_age, named
from erle.doors.staff.interviews.sitting import PAGES
from erle.doors.staff.interviews.worklist import interviews_wait
from erle.doors.staff.onward.panels import panels
from erle.doors.staff.page import Page
from erle.doors.staff.protocols.waiting import protocols_wait
from erle.doors.staff.routes import address
from erle.doors.staff.same.questions import questions_wait
from erle.doors.staff.shell import held
from erle.doors.staff.things.worklist import near_wait
from erle.doors.staff.views.saving import saved_views
from erle.doors.staff.words import LONDON, clock_time, counted, day, day_and_time, elapsed, long_day, spell
from erle.doors.staff.work.desk import of_the_desk, titles
from erle.doors.staff.work.told import place_of, words_of
from erle.doors.staff.work.waits import waits
from erle.foundation.access.queries import first_to_review, newest_unread
from erle.foundation.agencies.rules import Ability
from erle.foundation.clocks.queries.work import Owed, Stretch, due_in_groups, waiting_on_others
from erle.foundation.clocks.rules import Group, standing
from erle.foundation.statute.clock import Clock
from erle.knowledge.records.actions.looking import write_listing
from erle.knowledge.records.queries import children_in
from erle.practice.missing.queries import first_missing_now
from erle.practice.missing.rules.interviewing import REVIEW_AFTER

if TYPE_CHECKING:
    from erle.foundation.access.models import BreakGlass, Notice
    from erle.knowledge.records.models import Person
    from erle.practice.missing.models import Episode

FIRST = 10
MOST_MISSING = 12
ACT_LABELS = {REVIEW_AFTER: "Look at risk and plan"}
ASIDE = 5
DRAFT_NAMES = {
    "share_information_draft": "information that is not shared yet",
    "child_share": "share a record",
    "child_not_share": "decision not to share",
    "child_keep_out": "keep somebody out",
    "onwards": "lines chosen to share onwards",
    "onwards_details": "sharing onwards: with whom and why",
    "onwards_not_share": "decision not to share lines",
    "shared_take_back": "taking back what was shared",
    "return_interview": "return interview",
    "episode_brief": "what the interviewer must know, episode",
    "episode_review": "risk and plan looked at again, episode",
    "withheld_override": "safety overrides",
    **{page: f"return interview: {step.words.lower()}" for step, page in PAGES.items()},
    "interview_withhold": "return interview: not to be shared",
    "child_report_missing": "report of a missing child",
    "missing_report": "report of a missing child",
    "missing_hand_over": "hand-over to the next shift",
    "protocols_new": "a protocol",
    "protocols_next": "the next version of protocol",
    "protocols_sign": "answer to protocol",
    "protocols_withdraw": "withdrawing protocol",
    "child_plan": "plan for when a child is missing",
    "episode_risk": "risk of a missing child",
    "episode_told": "who was told of missing episode",
    "episode_seen": "seen or heard of, episode",
    "episode_care": "care and authorities, episode",
    "episode_action": "what is to be done, episode",
    "episode_link": "link to missing episode",
    "episode_found": "found, episode",
    "episode_not_back": "return taken back, episode",
    "episode_prevention": "prevention interview, episode",
    "ask": "ask whether a child is known",
    "emergency": "emergency opening",
    "review": "review of an emergency opening",
    "desk_arrival": "decision on report",
    "desk_hand_over": "hand-over of report",
    "desk_take_over": "taking over report",
    "desk_decline": "answer to a hand-over of report",
    "desk_ask": "asking agencies about report",
    "desk_not_ask": "why an agency is not asked about report",
    "desk_about": "which child is meant in report",
    "desk_record_child": "recording a child from report",
    "desk_read": "second reading of report",
    "desk_tell": "telling the referrer of report",
    "check": "answer to the MASH desk",
    "same_question": "whether two records are of one child",
    "thing_same": "whether two things are one",
    "thing_next": "whether two things are one",
    "things_addresses": "addresses that are one",
    "thing_take_back": "taking a judgement back",
}


class MyWork(Page):
    """The page a worker starts from."""

    template_name = "staff/my_work.html"
    reports: dict[str, str]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what the worker owes, the longest overdue first, and write whom the page named."""
        wanted = request.GET.get("all", "")
        stretches = due_in_groups(self.worker, self.now, first=FIRST, whole=wanted)
        clocks = [clock for stretch in stretches.values() for clock in stretch.first]
        waiting = waiting_on_others(self.worker, self.now, most=ASIDE)
        children = children_in([clock.circle_id for clock in (*clocks, *waiting)])
        self.reports = titles(clocks)
        sections = [self._section(group, stretch, children) for group, stretch in stretches.items()]
        holding = waits(self.worker, self.now, abilities=self.abilities)
        missing = first_missing_now(MOST_MISSING) if "missing" in holding else []
        write_listing(people=[*children.values(), *(episode.person for episode in missing)], purpose="My work")
        told, reviews = self._told()
        return self.show(
            {
                "lede": f"{long_day(self.today)}, {clock_time(self.now)}.",
                "views": saved_views(self),
                "missing": [self._missing(episode) for episode in missing],
                "tiles": self._tiles(sections, len(reviews), len(told)),
                "sections": sections,
                "waiting": [self._waiting(clock, children) for clock in waiting],
                "reviews": [self._review(opening) for opening in reviews[:ASIDE]],
                "notices": [self._notice(notice) for notice in told[:ASIDE]],
                **of_the_desk(self, holding),
                **questions_wait(holding, self.abilities),
                **near_wait(self.abilities),
                **protocols_wait(self),
                **interviews_wait(self),
                **panels(self.worker, holding, now=self.now, today=self.today),
                "drafts": [self._draft(draft) for draft in drafts.drafts_of(self.worker)]
                if "drafts" in holding
                else [],
            }
        )

    def _told(self) -> tuple[list[Notice], list[BreakGlass]]:
        """Return the first of what she was told and not read, and of the openings to review, where she has any."""
        posts, counts = held(self.request, self.worker, self.now)
        told = newest_unread(self.worker, ASIDE + 1) if counts.told or not posts else []
        return told, (
            first_to_review(self.worker, most=ASIDE + 1)
            if counts.to_review and Ability.REVIEW_BREAK_GLASS in self.abilities
            else []
        )

    def _missing(self, episode: Episode) -> dict[str, Any]:
        since = f"{day(episode.left_at, self.today)}, {clock_time(episode.left_at)}"
        gone = elapsed(self.now - episode.left_at)
        return {
            "name": name_and_age(episode.person, self.today),
            "url": named(episode.person).url,
            "words": f"has been missing since {since}: {gone} now.",
        }

    def _section(self, group: Group, stretch: Stretch, children: dict[int, Person]) -> dict[str, Any]:
        total, shown = stretch.total, stretch.first
        some = f"{len(shown)} of {total:,}" if len(shown) < total else f"{total:,}"
        return {
            "key": group.value,
            "heading": group.words,
            "total": total,
            "count": f"{some}, oldest first" if group is Group.OVERDUE and total else some,
            "more_url": f"{address('my_work')}?all={group.value}#{group.value}" if len(shown) < total else "",
            "more": f"Show all {total:,}",
            "rows": [
                self._row(clock, children, pressing=group is Group.OVERDUE and not place)
                for place, clock in enumerate(shown)
            ],
        }

    def _row(self, clock: Owed, children: dict[int, Person], *, pressing: bool) -> dict[str, Any]:
        law, child = Clock.from_data(clock.rule), children.get(clock.circle_id)
        owed = (
            "it is in your name"
            if clock.owed_by_worker_id
            else f"you are {clock.owed_by_role} at {clock.owed_by_agency}"
        )
        url = named(child).url if child else ""
        url = address("desk_arrival", clock.about) if clock.about in self.reports else url
        if clock.key == REVIEW_AFTER:
            url = address("episode_review", clock.about)
        can_record = clock.key == "return_interview" and Ability.RECORD_RETURN_INTERVIEW in self.abilities
        return {
            "circle": clock.circle_id,
            "standing": standing(clock.due_at, self.now),
            "title": clock.title,
            "url": url,
            "who": self.reports.get(clock.about) or (name_and_age(child, self.today) if child else ""),
            "why": f"{owed}.",
            "clock": counted(law.limit.words(), law.starts_at, law.cited),
            "note": clock.note,
            "act_label": "Record offer or interview" if can_record else ACT_LABELS.get(clock.key, "Open"),
            "act_url": address("return_interview", clock.about) if can_record else url,
            "pressing": pressing,
        }

    def _tiles(self, sections: list[dict[str, Any]], reviews: int, told: int) -> list[dict[str, Any]]:
        words = {"overdue": "overdue", "by_tomorrow": "due by tomorrow", "later": "due later"}
        tiles = [
            {
                "number": f"{section['total']:,}",
                "words": words[section["key"]],
                "url": f"#{section['key']}",
                "late": section["key"] == "overdue" and section["total"],
            }
            for section in sections
        ]
        tiles.append({"number": _up_to(told), "words": "unread", "url": address("notices"), "late": False})
        if Ability.REVIEW_BREAK_GLASS in self.abilities:
            tiles.append({"number": _up_to(reviews), "words": "to review", "url": address("reviews"), "late": False})
        return tiles

    def _waiting(self, clock: Owed, children: dict[int, Person]) -> dict[str, Any]:
        child = children.get(clock.circle_id)
        return {
            "who": f"{clock.owed_by_worker or clock.owed_by_agency}",
            "what": f"{clock.title}, {named(child).name}" if child else clock.title,
            "url": named(child).url if child else "",
            "standing": standing(clock.due_at, self.now),
        }

    def _review(self, opening: Any) -> dict[str, Any]:
        return {
            "words": f"{opening.opened_by}, {opening.opened_by.agency}",
            "happening": opening.happening,
            "when": day_and_time(opening.opened_at, self.today),
            "standing": standing(opening.review_due_at, self.now),
            "url": address("review", opening.share.reference),
        }

    def _notice(self, notice: Any) -> dict[str, Any]:
        return {
            "words": words_of(notice.kind),
            "about": notice.about,
            "when": day_and_time(notice.told_at, self.today),
            "url": place_of(notice.about, kind=notice.kind) or address("notices"),
        }

    def _draft(self, draft: Any) -> dict[str, Any]:
        kept = f"{day(draft.saved_at, self.today)} at {clock_time(draft.saved_at.astimezone(LONDON))}"
        return {
            "words": f"{DRAFT_NAMES.get(draft.form, draft.form)} {draft.about}".strip(),
            "kept": kept,
            "url": drafts.page_url(draft),
        }


def _up_to(number: int) -> str:
    return f"{ASIDE}+" if number > ASIDE else spell(number, "", "").strip()
