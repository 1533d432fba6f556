"""What is linked to an episode: each thing with its reference, by which everything that names it is found."""

from erle.knowledge.records.models import Mention
from erle.practice.missing.models import Episode, Turn
from erle.practice.missing.rules.codes import What


def linked_to(episode: Episode) -> list[tuple[Turn, Mention]]:
    """Return each turn that links something, with the mention of it; the newest first."""
    turns = Turn.objects.filter(episode=episode, what=What.LINKED).select_related("report", "changed_by__agency")
    by_report = {turn.report_id: turn for turn in turns}
    mentions = Mention.objects.filter(report__in=[number for number in by_report if number]).order_by("-id")
    return [(by_report[mention.report_id], mention) for mention in mentions]
