"""The addresses of return interviews; none carries a name."""

from django.urls import path

from erle.doors.staff.interviews.circle import AnswerOffer, Brief, Review
from erle.doors.staff.interviews.finishing import Finish
from erle.doors.staff.interviews.handing_over import HandOver, KeepInterview, Offered
from erle.doors.staff.interviews.meeting import Attempt, Choice, Held, Late, Offer
from erle.doors.staff.interviews.page import Interview
from erle.doors.staff.interviews.saying import Account, Help, Learned, PlanLine, Told, Why
from erle.doors.staff.interviews.services import Services
from erle.doors.staff.interviews.withheld import Override, Withheld, Withhold
from erle.doors.staff.interviews.worklist import Worklist

INTERVIEW, EPISODE = "interviews/<str:reference>/", "episodes/<str:reference>/"

urlpatterns = [
    path("interviews/", Worklist.as_view(), name="interviews"),
    path(INTERVIEW, Interview.as_view(), name="interview"),
    path(f"{INTERVIEW}offer/", Offer.as_view(), name="interview_offer"),
    path(f"{INTERVIEW}attempt/", Attempt.as_view(), name="interview_attempt"),
    path(f"{INTERVIEW}choice/", Choice.as_view(), name="interview_choice"),
    path(f"{INTERVIEW}talk/", Held.as_view(), name="interview_held"),
    path(f"{INTERVIEW}why/", Why.as_view(), name="interview_why"),
    path(f"{INTERVIEW}account/", Account.as_view(), name="interview_account"),
    path(f"{INTERVIEW}learned/", Learned.as_view(), name="interview_learned"),
    path(f"{INTERVIEW}help/", Help.as_view(), name="interview_help"),
    path(f"{INTERVIEW}plan/", PlanLine.as_view(), name="interview_plan"),
    path(f"{INTERVIEW}told/", Told.as_view(), name="interview_told"),
    path(f"{INTERVIEW}late/", Late.as_view(), name="interview_late"),
    path(f"{INTERVIEW}not-shared/", Withhold.as_view(), name="interview_withhold"),
    path(f"{INTERVIEW}finish/", Finish.as_view(), name="interview_finish"),
    path(f"{INTERVIEW}hand-over/", HandOver.as_view(), name="interview_hand_over"),
    path(f"{INTERVIEW}hand-over/keep/", KeepInterview.as_view(), name="interview_keep"),
    path("interview-offers/<str:reference>/", Offered.as_view(), name="interview_offered"),
    path("withheld/<str:reference>/", Withheld.as_view(), name="withheld"),
    path("withheld/<str:reference>/override/", Override.as_view(), name="withheld_override"),
    path(f"{EPISODE}interviewer/", Brief.as_view(), name="episode_brief"),
    path(f"{EPISODE}after-interview/", Review.as_view(), name="episode_review"),
    path(f"{EPISODE}after-interview/line/", AnswerOffer.as_view(), name="episode_offer"),
    path("administration/interviews/", Services.as_view(), name="interview_services"),
]
