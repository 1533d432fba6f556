"""By which function each kind of act is taken back; a list whose act can be undone adds its line here."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from erle.doors.staff.bulk.undo import TooLateToUndo, Undoer, take_back, undo_numbered
from erle.doors.staff.onward import ending
from erle.doors.staff.page import Page
from erle.doors.staff.work import told

UNDOERS: Mapping[str, Undoer] = {
    told.READ: told.undo_reading,
    ending.RENEWED: ending.undo_renewing,
    ending.ENDED: ending.undo_ending,
}


class UndoAct(Page):
    """Take back the last act of a list, and go back to it."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Take it back, or say why it cannot be."""
        undo = self.found(lambda asked: undo_numbered(int(asked)), str(number))
        try:
            messages.success(request, take_back(undo, undoers=UNDOERS, by=self.worker, at=self.now))
        except TooLateToUndo as refused:
            messages.warning(request, str(refused))
        return redirect(undo.place)
