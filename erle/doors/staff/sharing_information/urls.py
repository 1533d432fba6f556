"""The addresses of sharing information, and of what was shared."""

from django.urls import URLPattern, URLResolver, include, path

from erle.doors.staff.own_reports.list import SharedByMe
from erle.doors.staff.own_reports.report import SharedReport
from erle.doors.staff.sharing_information.files import Files, GiveOut
from erle.doors.staff.sharing_information.questions.around import Named, Strengths, Told, Urgency, Voice, Why
from erle.doors.staff.sharing_information.questions.items import Grade, Items, Remove, What, When
from erle.doors.staff.sharing_information.questions.may_be import MayBePage
from erle.doors.staff.sharing_information.questions.who import Describe, Who
from erle.doors.staff.sharing_information.sending.check import Check, Words
from erle.doors.staff.sharing_information.sending.not_sharing import NotSharing
from erle.doors.staff.sharing_information.start import Resume, Start, ThrowAway

DRAFT = "<str:reference>/"
ITEM = f"{DRAFT}items/<int:number>/"
ROOM = "share_information"

SHARE: list[URLPattern] = [
    path("", Start.as_view(), name=ROOM),
    path(DRAFT, Resume.as_view(), name=f"{ROOM}_draft"),
    path(f"{DRAFT}who/", Who.as_view(), name=f"{ROOM}_who"),
    path(f"{DRAFT}describe/", Describe.as_view(), name=f"{ROOM}_describe"),
    path(f"{DRAFT}describe/may-be/", MayBePage.as_view(), name=f"{ROOM}_may_be"),
    path(f"{DRAFT}items/", Items.as_view(), name=f"{ROOM}_items"),
    path(ITEM, What.as_view(), name=f"{ROOM}_what"),
    path(f"{ITEM}when/", When.as_view(), name=f"{ROOM}_when"),
    path(f"{ITEM}grade/", Grade.as_view(), name=f"{ROOM}_grade"),
    path(f"{ITEM}take-out/", Remove.as_view(), name=f"{ROOM}_remove"),
    path(f"{DRAFT}voice/", Voice.as_view(), name=f"{ROOM}_voice"),
    path(f"{DRAFT}strengths/", Strengths.as_view(), name=f"{ROOM}_strengths"),
    path(f"{DRAFT}named/", Named.as_view(), name=f"{ROOM}_named"),
    path(f"{DRAFT}urgency/", Urgency.as_view(), name=f"{ROOM}_urgency"),
    path(f"{DRAFT}told/", Told.as_view(), name=f"{ROOM}_told"),
    path(f"{DRAFT}why/", Why.as_view(), name=f"{ROOM}_why"),
    path(f"{DRAFT}files/", Files.as_view(), name=f"{ROOM}_files"),
    path(f"{DRAFT}check/", Check.as_view(), name=f"{ROOM}_check"),
    path(f"{DRAFT}words/", Words.as_view(), name=f"{ROOM}_words"),
    path(f"{DRAFT}not/", NotSharing.as_view(), name=f"{ROOM}_not"),
    path(f"{DRAFT}throw-away/", ThrowAway.as_view(), name=f"{ROOM}_throw_away"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("share/", include(SHARE)),
    path("handed-in/", SharedByMe.as_view(), name="handed_in"),
    path("handed-in/<str:reference>/", SharedReport.as_view(), name="handed_in_report"),
    path("attachments/<str:reference>/", GiveOut.as_view(), name="attachment"),
]
