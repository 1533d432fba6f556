"""The addresses of the staff door; none carries a name."""

from django.urls import URLPattern, URLResolver, include, path

from erle.doors.staff.administration.agencies import AgencyPage, NewAgency
from erle.doors.staff.administration.everything import Agree, EverythingPage, Propose
from erle.doors.staff.administration.everything import Withdraw as WithdrawEverything
from erle.doors.staff.administration.index import Administration
from erle.doors.staff.administration.limits import Limit
from erle.doors.staff.administration.workers import Appoint, EndPost, Leave, NewWorker, WorkerPage
from erle.doors.staff.bulk.undoers import UndoAct
from erle.doors.staff.children.access import Access
from erle.doors.staff.children.bars import KeepOut, LetBack, Seal
from erle.doors.staff.children.child import Child
from erle.doors.staff.children.list import Children
from erle.doors.staff.children.missing import Missing
from erle.doors.staff.children.network import Network
from erle.doors.staff.children.records import ChildRecords, UndoTie
from erle.doors.staff.children.relations import AddSomebody
from erle.doors.staff.children.sharing import NotShare, Share, Withdraw
from erle.doors.staff.chronology.line import LinePage
from erle.doors.staff.chronology.page import Chronology
from erle.doors.staff.copies.page import CopyChild
from erle.doors.staff.desk.answering import AnswerCheck, Checks
from erle.doors.staff.desk.arrival import ArrivalPage, Changes
from erle.doors.staff.desk.checking import AskAgencies, NotAsk, NotNeeded
from erle.doors.staff.desk.deciding import SecondReading, Tell
from erle.doors.staff.desk.holding import Claim, Decline, HandOver, PutBack, Take, TakeBack, TakeOver
from erle.doors.staff.desk.judging import RecordChild, ThisIsAbout
from erle.doors.staff.desk.queue import Queue, Several, Undo
from erle.doors.staff.desk.times import TimesPage
from erle.doors.staff.emergencies.ask import Ask, Emergency
from erle.doors.staff.emergencies.reviews import Review, Reviews
from erle.doors.staff.figures.behind import Behind
from erle.doors.staff.figures.download import DownloadBehind
from erle.doors.staff.figures.missing import MissingFigures
from erle.doors.staff.imports.columns import Columns, Words
from erle.doors.staff.imports.file import CameBack, File
from erle.doors.staff.imports.files import Files
from erle.doors.staff.imports.upload import Undo as UndoImport
from erle.doors.staff.imports.upload import Upload
from erle.doors.staff.missing.acts import GradeRisk, RecordCare, RecordSeen, RecordTold, TakeOn
from erle.doors.staff.missing.doing import LinkThing, PlanAction, RecordDone
from erle.doors.staff.missing.episode import EpisodePage
from erle.doors.staff.missing.finding import RecordFound, RecordPrevention, TakeReturnBack
from erle.doors.staff.missing.now import Changes as MissingChanges
from erle.doors.staff.missing.now import MissingNow
from erle.doors.staff.missing.plan import Plan
from erle.doors.staff.missing.reporting import ReportAnyone, ReportMissing
from erle.doors.staff.missing.return_interview import RecordReturnInterview
from erle.doors.staff.missing.shifts import HandOver as HandOverShift
from erle.doors.staff.missing.shifts import TakeOver as TakeOverShift
from erle.doors.staff.onward.checking import Check, LeaveWordsOut
from erle.doors.staff.onward.choosing import Onwards
from erle.doors.staff.onward.details import Details
from erle.doors.staff.onward.details import NotShare as NotShareOnwards
from erle.doors.staff.onward.disclosed import GiveOutShared, Shared, SharedList
from erle.doors.staff.onward.disclosed import TakeBack as TakeBackShared
from erle.doors.staff.onward.ending import Ending
from erle.doors.staff.patterns.child import ChildPatterns
from erle.doors.staff.patterns.list import PatternList
from erle.doors.staff.patterns.pattern import PatternPage
from erle.doors.staff.protocols.changes import ProtocolChanges
from erle.doors.staff.protocols.list import Protocols
from erle.doors.staff.protocols.one import ProtocolPage
from erle.doors.staff.protocols.printing import PrintProtocol
from erle.doors.staff.protocols.signing import SignProtocol, WithdrawProtocol
from erle.doors.staff.protocols.writing import NewProtocol, NextVersion
from erle.doors.staff.same.model import ModelPage
from erle.doors.staff.same.question import QuestionPage, TakeAnswerBack
from erle.doors.staff.same.questions import Questions
from erle.doors.staff.searching.search import Search
from erle.doors.staff.things.addresses import Addresses
from erle.doors.staff.things.copy import CopyThing
from erle.doors.staff.things.page import Thing
from erle.doors.staff.things.same import SameThing, TakeBackJudgement
from erle.doors.staff.things.worklist import NearThings, NextPair
from erle.doors.staff.views.pages import DeleteView, SaveView, Views
from erle.doors.staff.work.help import Help
from erle.doors.staff.work.mail import Mail
from erle.doors.staff.work.my_work import MyWork
from erle.doors.staff.work.notices import Notices

ARRIVAL = "desk/<str:reference>/"
CHILD = "children/<str:reference>/"
EPISODE = "episodes/<str:reference>/"
ONWARDS, SHARED = "onwards/<str:reference>/", "shared/<str:reference>/"
PROTOCOL = "protocols/<slug:slug>/"
AGENCY = "administration/agencies/"
WORKER = "administration/workers/<str:reference>/"
EVERYTHING = "administration/everything/<str:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("erle.doors.staff.sharing_information.urls")),
    path("", MyWork.as_view(), name="my_work"),
    path("told/", Notices.as_view(), name="notices"),
    path("told/mail/", Mail.as_view(), name="notices_mail"),
    path("undo/<int:number>/", UndoAct.as_view(), name="undo"),
    path("help/", Help.as_view(), name="help"),
    path("children/", Children.as_view(), name="children"),
    path("search/", Search.as_view(), name="search"),
    path("figures/", MissingFigures.as_view(), name="figures"),
    path("figures/episodes/", Behind.as_view(), name="figures_behind"),
    path("figures/episodes/download/", DownloadBehind.as_view(), name="figures_download"),
    path(CHILD, Child.as_view(), name="child"),
    path(f"{CHILD}chronology/", Chronology.as_view(), name="child_chronology"),
    path(f"{CHILD}missing/", Missing.as_view(), name="child_missing"),
    path(f"{CHILD}missing/report/", ReportMissing.as_view(), name="child_report_missing"),
    path(f"{CHILD}missing/plan/", Plan.as_view(), name="child_plan"),
    path(f"{CHILD}patterns/", ChildPatterns.as_view(), name="child_patterns"),
    path(f"{CHILD}patterns/<str:pattern>/", PatternPage.as_view(), name="child_pattern"),
    path(f"{CHILD}network/", Network.as_view(), name="child_network"),
    path(f"{CHILD}network/new/", AddSomebody.as_view(), name="child_add_somebody"),
    path(f"{CHILD}copy/", CopyChild.as_view(), name="child_copy"),
    path("lines/<str:line>/", LinePage.as_view(), name="line"),
    path("things/near/", NearThings.as_view(), name="things_near"),
    path("things/near/addresses/", Addresses.as_view(), name="things_addresses"),
    path("things/<str:thing>/", Thing.as_view(), name="thing"),
    path("things/<str:thing>/copy/", CopyThing.as_view(), name="thing_copy"),
    path("things/<str:pair>/same/", SameThing.as_view(), name="thing_same"),
    path("things/<str:pair>/next/", NextPair.as_view(), name="thing_next"),
    path("things/<str:pair>/take-back/", TakeBackJudgement.as_view(), name="thing_take_back"),
    path("views/", Views.as_view(), name="views"),
    path("views/save/", SaveView.as_view(), name="view_save"),
    path("views/<int:number>/delete/", DeleteView.as_view(), name="view_delete"),
    path(f"{CHILD}records/", ChildRecords.as_view(), name="child_records"),
    path(f"{CHILD}records/<str:tie>/undo/", UndoTie.as_view(), name="child_undo_tie"),
    path(f"{CHILD}access/", Access.as_view(), name="child_access"),
    path(f"{CHILD}access/share/", Share.as_view(), name="child_share"),
    path(f"{CHILD}access/not-share/", NotShare.as_view(), name="child_not_share"),
    path(f"{CHILD}access/withdraw/<str:share>/", Withdraw.as_view(), name="child_withdraw"),
    path(f"{CHILD}access/keep-out/", KeepOut.as_view(), name="child_keep_out"),
    path(f"{CHILD}access/let-back/<int:number>/", LetBack.as_view(), name="child_let_back"),
    path(f"{CHILD}access/seal/", Seal.as_view(), name="child_seal"),
    path(ONWARDS, Onwards.as_view(), name="onwards"),
    path(f"{ONWARDS}details/", Details.as_view(), name="onwards_details"),
    path(f"{ONWARDS}check/", Check.as_view(), name="onwards_check"),
    path(f"{ONWARDS}leave-out/<str:line>/", LeaveWordsOut.as_view(), name="onwards_leave_out"),
    path(f"{ONWARDS}not-share/", NotShareOnwards.as_view(), name="onwards_not_share"),
    path("shared/", SharedList.as_view(), name="shared"),
    path("shared/ending/", Ending.as_view(), name="shares_ending"),
    path(SHARED, Shared.as_view(), name="shared_one"),
    path(f"{SHARED}files/<str:file>/", GiveOutShared.as_view(), name="shared_file"),
    path(f"{SHARED}take-back/", TakeBackShared.as_view(), name="shared_take_back"),
    path("missing/", MissingNow.as_view(), name="missing_now"),
    path("missing/changes/", MissingChanges.as_view(), name="missing_changes"),
    path("missing/patterns/", PatternList.as_view(), name="missing_patterns"),
    path("missing/report/", ReportAnyone.as_view(), name="missing_report"),
    path("missing/hand-over/", HandOverShift.as_view(), name="missing_hand_over"),
    path("missing/take-over/", TakeOverShift.as_view(), name="missing_take_over"),
    path(EPISODE, EpisodePage.as_view(), name="episode"),
    path(f"{EPISODE}risk/", GradeRisk.as_view(), name="episode_risk"),
    path(f"{EPISODE}told/", RecordTold.as_view(), name="episode_told"),
    path(f"{EPISODE}seen/", RecordSeen.as_view(), name="episode_seen"),
    path(f"{EPISODE}care/", RecordCare.as_view(), name="episode_care"),
    path(f"{EPISODE}actions/", PlanAction.as_view(), name="episode_action"),
    path(f"{EPISODE}actions/<int:version>/", RecordDone.as_view(), name="episode_done"),
    path(f"{EPISODE}link/", LinkThing.as_view(), name="episode_link"),
    path(f"{EPISODE}take-on/", TakeOn.as_view(), name="episode_take_on"),
    path(f"{EPISODE}found/", RecordFound.as_view(), name="episode_found"),
    path(f"{EPISODE}not-back/", TakeReturnBack.as_view(), name="episode_not_back"),
    path(f"{EPISODE}prevention/", RecordPrevention.as_view(), name="episode_prevention"),
    path(f"{EPISODE}return-interview/", RecordReturnInterview.as_view(), name="return_interview"),
    path("protocols/", Protocols.as_view(), name="protocols"),
    path("protocols/new/", NewProtocol.as_view(), name="protocols_new"),
    path(PROTOCOL, ProtocolPage.as_view(), name="protocols_one"),
    path(f"{PROTOCOL}versions/<int:number>/", ProtocolPage.as_view(), name="protocols_version"),
    path(f"{PROTOCOL}versions/<int:number>/print/", PrintProtocol.as_view(), name="protocols_print"),
    path(f"{PROTOCOL}changes/<int:older>/<int:newer>/", ProtocolChanges.as_view(), name="protocols_changes"),
    path(f"{PROTOCOL}next/", NextVersion.as_view(), name="protocols_next"),
    path(f"{PROTOCOL}sign/", SignProtocol.as_view(), name="protocols_sign"),
    path(f"{PROTOCOL}withdraw/", WithdrawProtocol.as_view(), name="protocols_withdraw"),
    path("desk/", Queue.as_view(), name="desk"),
    path("desk/several/", Several.as_view(), name="desk_several"),
    path("desk/undo/", Undo.as_view(), name="desk_undo"),
    path("desk/times/", TimesPage.as_view(), name="desk_times"),
    path(ARRIVAL, ArrivalPage.as_view(), name="desk_arrival"),
    path(f"{ARRIVAL}changes/<int:version>/", Changes.as_view(), name="desk_changes"),
    path(f"{ARRIVAL}claim/", Claim.as_view(), name="desk_claim"),
    path(f"{ARRIVAL}take-over/", TakeOver.as_view(), name="desk_take_over"),
    path(f"{ARRIVAL}put-back/", PutBack.as_view(), name="desk_put_back"),
    path(f"{ARRIVAL}hand-over/", HandOver.as_view(), name="desk_hand_over"),
    path(f"{ARRIVAL}take/", Take.as_view(), name="desk_take"),
    path(f"{ARRIVAL}take-back/", TakeBack.as_view(), name="desk_take_back"),
    path(f"{ARRIVAL}decline/", Decline.as_view(), name="desk_decline"),
    path(f"{ARRIVAL}ask/", AskAgencies.as_view(), name="desk_ask"),
    path(f"{ARRIVAL}not-ask/", NotAsk.as_view(), name="desk_not_ask"),
    path(f"{ARRIVAL}checks/<str:check>/not-needed/", NotNeeded.as_view(), name="desk_not_needed"),
    path(f"{ARRIVAL}about/", ThisIsAbout.as_view(), name="desk_about"),
    path(f"{ARRIVAL}about/record/", RecordChild.as_view(), name="desk_record_child"),
    path(f"{ARRIVAL}second-reading/", SecondReading.as_view(), name="desk_read"),
    path(f"{ARRIVAL}tell/", Tell.as_view(), name="desk_tell"),
    path("checks/", Checks.as_view(), name="checks"),
    path("checks/<str:reference>/", AnswerCheck.as_view(), name="check"),
    path("same/", Questions.as_view(), name="same"),
    path("same/model/", ModelPage.as_view(), name="same_model"),
    path("same/<str:reference>/", QuestionPage.as_view(), name="same_question"),
    path("same/<str:reference>/take-back/", TakeAnswerBack.as_view(), name="same_take_back"),
    path("ask/", Ask.as_view(), name="ask"),
    path("emergency/", Emergency.as_view(), name="emergency"),
    path("reviews/", Reviews.as_view(), name="reviews"),
    path("reviews/<str:share>/", Review.as_view(), name="review"),
    path("imports/", Files.as_view(), name="imports"),
    path("imports/new/", Upload.as_view(), name="imports_new"),
    path("imports/batches/<str:reference>/undo/", UndoImport.as_view(), name="imports_undo"),
    path("imports/<str:reference>/", File.as_view(), name="imports_file"),
    path("imports/<str:reference>/columns/", Columns.as_view(), name="imports_columns"),
    path("imports/<str:reference>/words/", Words.as_view(), name="imports_words"),
    path("imports/<str:reference>/came-back/", CameBack.as_view(), name="imports_came_back"),
    path("administration/", Administration.as_view(), name="administration"),
    path(f"{AGENCY}new/", NewAgency.as_view(), name="administration_new_agency"),
    path(f"{AGENCY}<slug:slug>/", AgencyPage.as_view(), name="administration_agency"),
    path(f"{AGENCY}<slug:slug>/workers/new/", NewWorker.as_view(), name="administration_new_worker"),
    path(WORKER, WorkerPage.as_view(), name="administration_worker"),
    path(f"{WORKER}appoint/", Appoint.as_view(), name="administration_appoint"),
    path(f"{WORKER}posts/<int:number>/end/", EndPost.as_view(), name="administration_end_post"),
    path(f"{WORKER}leave/", Leave.as_view(), name="administration_leave"),
    path("administration/everything/", EverythingPage.as_view(), name="administration_everything"),
    path("administration/everything/propose/", Propose.as_view(), name="administration_propose_everything"),
    path(f"{EVERYTHING}agree/", Agree.as_view(), name="administration_agree_everything"),
    path(f"{EVERYTHING}withdraw/", WithdrawEverything.as_view(), name="administration_withdraw_everything"),
    path("administration/limits/<str:key>/", Limit.as_view(), name="administration_limit"),
    path("", include("erle.doors.staff.interviews.urls")),
    path("", include("erle.doors.staff.tour.urls")),
    path("", include("erle.doors.staff.signing_in.urls")),
]

handler400 = "erle.doors.staff.refusing.bad_request"
handler403 = "erle.doors.staff.refusing.not_allowed"
handler404 = "erle.doors.staff.refusing.no_such_thing"
handler500 = "erle.doors.staff.refusing.broken"
