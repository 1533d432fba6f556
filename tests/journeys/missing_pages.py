"""The pages of missing children."""

from tests.journeys.shown import COORDINATOR, DECIDES, GOVERNANCE, LEAD, MANAGER, POLICE, TEACHER, Shown, press

DECIDE = press("Record the decision")
BACK = "takes a form and leads back to the episode"
NO_PAGE = {
    "missing_changes": "answers the page’s script",
    "missing_take_over": "takes a form and leads back to Missing now",
    "episode_take_on": BACK,
}
SHOWN = (
    Shown("figures", "figures", GOVERNANCE, "/figures/"),
    Shown("figures-school", "figures", MANAGER, "/figures/?by=school"),
    Shown("figures-episodes", "figures_behind", MANAGER, "/figures/episodes/"),
    Shown("figures-download", "figures_download", MANAGER, "/figures/episodes/download/"),
    Shown("missing-now", "missing_now", POLICE, "/missing/"),
    Shown("missing-now-interviews", "missing_now", COORDINATOR, "/missing/"),
    Shown("missing-now-nobody", "missing_now", TEACHER, "/missing/"),
    Shown("missing-patterns", "missing_patterns", POLICE, "/missing/patterns/"),
    Shown("missing-patterns-none", "missing_patterns", TEACHER, "/missing/patterns/"),
    Shown("child-patterns", "child_patterns", POLICE, "/children/{often}/patterns/"),
    Shown("child-patterns-none", "child_patterns", LEAD, "/children/{maisie}/patterns/"),
    Shown("child-pattern", "child_pattern", POLICE, "/children/{often}/patterns/repeated/"),
    Shown("child-pattern-empty", "child_pattern", POLICE, "/children/{often}/patterns/repeated/", 422, DECIDE),
    Shown("missing-report", "missing_report", TEACHER, "/missing/report/"),
    Shown("missing-report-empty", "missing_report", TEACHER, "/missing/report/", 422, press("Report")),
    Shown("missing-hand-over", "missing_hand_over", POLICE, "/missing/hand-over/"),
    Shown("missing-hand-over-none", "missing_hand_over", DECIDES, "/missing/hand-over/"),
    Shown("child-report-missing", "child_report_missing", LEAD, "/children/{maisie}/missing/report/"),
    Shown("child-plan", "child_plan", LEAD, "/children/{ruairi}/missing/plan/"),
    Shown("child-plan-none", "child_plan", LEAD, "/children/{maisie}/missing/plan/"),
    Shown("episode", "episode", POLICE, "/episodes/{away}/"),
    Shown("episode-back", "episode", POLICE, "/episodes/{episode}/"),
    Shown("episode-risk", "episode_risk", POLICE, "/episodes/{away}/risk/"),
    Shown("episode-risk-empty", "episode_risk", POLICE, "/episodes/{away}/risk/", 422, press("Record the risk")),
    Shown("episode-told", "episode_told", POLICE, "/episodes/{away}/told/?whom=host"),
    Shown("episode-seen", "episode_seen", POLICE, "/episodes/{away}/seen/"),
    Shown("episode-care", "episode_care", LEAD, "/episodes/{away}/care/"),
    Shown("episode-action", "episode_action", POLICE, "/episodes/{away}/actions/"),
    Shown("episode-done", "episode_done", POLICE, "/episodes/{away}/actions/{to_do}/"),
    Shown("episode-link", "episode_link", POLICE, "/episodes/{away}/link/"),
    Shown("episode-found", "episode_found", POLICE, "/episodes/{away}/found/"),
    Shown("episode-found-empty", "episode_found", POLICE, "/episodes/{away}/found/", 422, press("Record it")),
    Shown("episode-not-back", "episode_not_back", POLICE, "/episodes/{episode}/not-back/"),
    Shown("episode-prevention", "episode_prevention", POLICE, "/episodes/{episode}/prevention/"),
)
REFERENCES = {
    "often": "SELECT p.reference FROM missing_episode e JOIN records_person p ON p.id = e.person_id"
    " WHERE NOT p.sealed AND e.left_at > now() - interval '90 days' GROUP BY p.reference"
    " ORDER BY count(*) DESC, p.reference LIMIT 1",
    "to_do": "SELECT min(t.version) FROM missing_turn t JOIN missing_episode e ON e.id = t.episode_id"
    " JOIN records_person p ON p.id = e.person_id WHERE p.given_names = 'Dawid' AND t.what = 'action'"
    " AND NOT EXISTS (SELECT 1 FROM missing_turn d WHERE d.answers_id = t.id)",
}
