"""A protocol from its first words until a worker reads the part that matters, in the browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.journeys.conftest import SitDown
from tests.journeys.protocol_pages import WRITER
from tests.journeys.served import Served
from tests.journeys.shown import POLICE

SIGNS_FOR_CARE = "Adaeze Kilbride"


def test_a_protocol_is_written_signed_and_read_where_the_work_is_done(
    desk: SitDown, served: Served, scripts: bool
) -> None:
    title = f"Grading by {'daylight' if scripts else 'lamplight'}"
    writer = desk(WRITER, then="/protocols/")
    writer.click("Write a protocol")
    writer.tick("Procedure")
    writer.fill("Title", title)
    writer.fill("What is it for, and for whom?", "For those who grade.")
    today = datetime.now(UTC).date()
    for name, on in (("in_force_from", today), ("review_on", today + timedelta(days=90))):
        for part, number in (("day", on.day), ("month", on.month), ("year", on.year)):
            writer.page.locator(f"[name={name}-{part}]").fill(str(number))
    writer.tick("Children's Services")
    writer.page.locator("[name=section_1_heading]").fill("Light")
    writer.press("Add a section")
    assert writer.page.locator("[name=section_1_heading]").input_value() == "Light"
    assert writer.page.locator("[name=section_4_heading]").count() == 1
    writer.page.locator("[name=section_1_text]").fill("- Say how light it is.\n- Say <b>since when</b>.")
    writer.page.locator("[name=section_1_moments][value='missing.risk']").evaluate("one => one.checked = true")
    writer.press("Propose it to the agencies")
    writer.sees("Waiting for signatures")

    signs = desk(SIGNS_FOR_CARE)
    signs.click(title)
    signs.click("Sign for your agency")
    signs.tick("Yes: signed")
    signs.press("Record the answer")
    signs.sees("In force")

    episode = served.one(
        "SELECT e.reference FROM missing_episode e JOIN records_person p ON p.id = e.person_id"
        " WHERE p.given_names = 'Dawid' AND e.returned_at IS NULL"
    )
    police = desk(POLICE, then=f"/episodes/{episode}/risk/")
    says = police.page.locator("details", has_text=title)
    says.locator("summary").click()
    assert says.locator("li").all_inner_texts() == ["Say how light it is.", "Say <b>since when</b>."]
