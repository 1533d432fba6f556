"""The one e-mail that Erle sends: that there is something new. It carries no name, no reference and no link."""

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from erle.foundation.access.actions.mailing import Letter, NotSent, send_mail_due

SUBJECT = "Something new for you in Erle"
TEXT = """\
There is something new for you in Erle: sign in.

This e-mail says nothing of what it is, on purpose, and has no link: open Erle as you always do. You can switch these
e-mails off in Erle, under "Told to me".
"""
TRY_AGAIN_AFTER = timedelta(minutes=1)


class Post:
    """Writes to workers who asked for it; after a refusal of the post office it waits a while."""

    def __init__(self) -> None:
        """Begin."""
        self.not_before: datetime | None = None
        self.refused = ""

    def send_new(self, at: datetime) -> int:
        """Write to some of those who have something new, and return to how many; why not stands in `refused`."""
        self.refused = ""
        if not settings.MAILS or (self.not_before is not None and at < self.not_before):
            return 0
        try:
            return send_mail_due(send=_send)
        except NotSent as error:
            self.not_before, self.refused = at + TRY_AGAIN_AFTER, str(error)
            return 0


def _send(letter: Letter) -> None:
    try:
        EmailMessage(SUBJECT, TEXT, to=[letter.address]).send()
    except (SMTPException, OSError) as error:
        raise NotSent(type(error).__name__) from error
