"""The manual is what the code and the examples say."""

from tests.statute.write_docs import PAGE, page


def test_the_manual_is_in_step_with_the_law_as_data() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.statute.write_docs"
