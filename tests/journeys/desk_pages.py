"""The pages of the MASH desk, and of the agencies that it asks."""

from tests.journeys.shown import DECIDES, DETECTIVE, HEALTH, SECOND, Shown, press

BACK = "takes a form and leads back to the report"
NO_PAGE = {
    "desk_several": "takes a form and leads back to the queue",
    "desk_undo": "takes a form and leads back to the queue",
    "desk_changes": "answers the page’s script",
    "desk_claim": BACK,
    "desk_put_back": BACK,
    "desk_take": BACK,
    "desk_take_back": BACK,
}
NONE_FITS = "/desk/?over=1&urgent=1&online=1&agency=licensing"
SHOWN = (
    Shown("my-work-desk", "my_work", DECIDES, "/"),
    Shown("my-work-check", "my_work", HEALTH, "/"),
    Shown("desk", "desk", DECIDES, "/desk/"),
    Shown("desk-filtered", "desk", DECIDES, "/desk/?held=nobody&agency=copperbeck-school&order=urgency"),
    Shown("desk-filtered-none", "desk", DECIDES, NONE_FITS),
    Shown("desk-chosen-none", "desk", DECIDES, "/desk/", then=press("Claim those chosen")),
    Shown("desk-times", "desk_times", DECIDES, "/desk/times/?days=91"),
    Shown("desk-arrival", "desk_arrival", DECIDES, "/desk/{van}/"),
    Shown("desk-arrival-empty", "desk_arrival", DECIDES, "/desk/{van}/", 422, press("Record decision")),
    Shown("desk-not-held", "desk_arrival", DECIDES, "/desk/{gate}/"),
    Shown("desk-offered", "desk_arrival", DECIDES, "/desk/{car}/"),
    Shown("desk-to-read", "desk_arrival", DECIDES, "/desk/{lesson}/"),
    Shown("desk-to-tell", "desk_arrival", DECIDES, "/desk/{talk}/"),
    Shown("desk-closed", "desk_arrival", SECOND, "/desk/{hotel}/"),
    Shown("desk-take-over", "desk_take_over", DECIDES, "/desk/{lesson}/take-over/"),
    Shown("desk-hand-over", "desk_hand_over", DECIDES, "/desk/{van}/hand-over/"),
    Shown("desk-decline", "desk_decline", DECIDES, "/desk/{car}/decline/"),
    Shown("desk-ask", "desk_ask", DECIDES, "/desk/{van}/ask/"),
    Shown("desk-ask-empty", "desk_ask", DECIDES, "/desk/{van}/ask/", 422, press("Ask")),
    Shown("desk-not-ask", "desk_not_ask", DECIDES, "/desk/{van}/not-ask/"),
    Shown("desk-not-needed", "desk_not_needed", DECIDES, "/desk/{van}/checks/{check}/not-needed/"),
    Shown("desk-about", "desk_about", DECIDES, "/desk/{gifts}/about/"),
    Shown("desk-record-child", "desk_record_child", DECIDES, "/desk/{gifts}/about/record/"),
    Shown("desk-read", "desk_read", DECIDES, "/desk/{lesson}/second-reading/"),
    Shown("desk-tell", "desk_tell", DECIDES, "/desk/{talk}/tell/"),
    Shown("checks", "checks", HEALTH, "/checks/"),
    Shown("check", "check", HEALTH, "/checks/{check}/"),
    Shown("check-empty", "check", HEALTH, "/checks/{check}/", 422, press("Send the answer")),
    Shown("check-answered", "check", DETECTIVE, "/checks/{answered}/"),
)

ON_THE_DESK = {
    "van": "Brought to school in a van",
    "gate": "A grey car outside",
    "car": "Collected twice",
    "lesson": "Left a lesson",
    "talk": "Return interview with",
    "hotel": "A hotel rang",
    "gifts": "Mother worried",
}
"""Reports on the desk of the demo, by what their titles begin with."""
CHECK = "SELECT c.reference FROM desk_check c JOIN agencies_agency a ON a.id = c.agency_id WHERE a.slug = "
REFERENCES = {
    **{
        key: f"SELECT reference FROM desk_arrival WHERE starts_with(title, '{title}')"
        for key, title in ON_THE_DESK.items()
    },
    "check": f"{CHECK}'community-health' AND c.asked_at IS NOT NULL ORDER BY c.id LIMIT 1",
    "answered": f"{CHECK}'northmere-police' AND c.answered_at IS NOT NULL ORDER BY c.id LIMIT 1",
}
