"""The page of the model: who may read it, and that it holds no name."""

import pytest
from bs4 import BeautifulSoup

from erle.foundation.access.acting import acting_as
from erle.knowledge.linkage.queries import newest_model
from tests.house.test_routes import browser
from tests.knowledge.linkage.handing import employed
from tests.knowledge.linkage.questions.asking import model
from tests.knowledge.linkage.questions.conftest import Place
from tests.partnership import WORKERS


def test_a_judge_and_who_administers_read_what_it_weighs_and_no_name(place: Place) -> None:
    judge = employed(place.partnership, "Beatrix Underhill", "childrens_services", "mash-information-officer")

    for worker in (judge, place.partnership.administrator):
        answer = browser(worker).get("/same/model/")
        page = BeautifulSoup(answer.content, "html.parser")

        assert answer.status_code == 200
        captions = [caption.text for caption in page.select("caption")]
        assert captions[:4] == ["Given name", "Family name", "Date of birth", "Sex"]
        assert "Day and month have changed places" in page.text
        assert "Strongly for" in page.text
        names = [name for name in model().frequencies["surname"] if len(name) > 5]
        assert names
        assert not [name for name in names if name in page.text.lower()]


@pytest.mark.parametrize("key", sorted(set(WORKERS) - {"administrator"}))
def test_nobody_else_reads_it(place: Place, key: str) -> None:
    worker = place.partnership.workers[key]

    assert browser(worker).get("/same/model/").status_code == 403
    with acting_as(worker):
        assert newest_model() is None
