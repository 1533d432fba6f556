"""The addresses of signing in: these and no others; allauth's own pages stand at none but OpenID Connect's two."""

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.urls import URLPattern, path

from erle.doors.staff.drafts import KeepDraft
from erle.doors.staff.signing_in import account, invited, second_factor
from erle.doors.staff.signing_in.demo import DemoSignIn
from erle.doors.staff.signing_in.sign_in import SignIn


def addresses(*, demo: bool) -> list[URLPattern]:
    """Return the addresses; on the demo a click signs in, and nothing else does."""
    return [*(_demo() if demo else _two_factors()), *_account(), *_drafts()]


def _demo() -> list[URLPattern]:
    return [path("sign-in/", DemoSignIn.as_view(), name="sign_in")]


def _two_factors() -> list[URLPattern]:
    return [
        path("sign-in/", SignIn.as_view(), name="sign_in"),
        path("sign-in/<str:provider_id>/", openid_connect.login, name="openid_connect_login"),
        path("sign-in/<str:provider_id>/answer/", openid_connect.callback, name="openid_connect_callback"),
        path("second-factor/", second_factor.SecondFactor.as_view(), name="second_factor"),
        path("second-factor/new/", second_factor.SetUp.as_view(), name="second_factor_setup"),
        path("second-factor/picture/", second_factor.Picture.as_view(), name="second_factor_picture"),
        path("invitation/", invited.Invitation.as_view(), name="invitation"),
        path("invitation/<str:token>/", invited.InvitationLink.as_view(), name="invitation_link"),
    ]


def _account() -> list[URLPattern]:
    return [
        path("sign-out/", account.SignOut.as_view(), name="sign_out"),
        path("session/extend/", account.Extend.as_view(), name="session_extend"),
        path("account/", account.Account.as_view(), name="account"),
        path("account/sessions/<int:number>/end/", account.EndSession.as_view(), name="account_end_session"),
        path("account/password/", account.ChangePassword.as_view(), name="account_password"),
        path("account/recovery-codes/", account.NewCodes.as_view(), name="account_codes"),
        path("administration/workers/<str:reference>/invite/", invited.Invite.as_view(), name="administration_invite"),
    ]


def _drafts() -> list[URLPattern]:
    return [
        path("drafts/<str:form>/", KeepDraft.as_view(), name="draft"),
        path("drafts/<str:form>/<str:about>/", KeepDraft.as_view(), name="draft"),
    ]


urlpatterns = addresses(demo=settings.DEMO)
