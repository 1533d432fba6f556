"""Three ways to the same answer: the rule as a person would say it, the policies, and the keeper's own function.

Random worlds, thousands of decisions a run; a difference is a leak, or a worker who is wrongly turned away.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.foundation.access.world import END, Bar, Everything, Post, Share, World, Writer, asked, expected, seen
from tests.hands import rolled_back
from tests.trials import tried

WORKERS, AGENCIES, ROLES, CIRCLES = range(4), range(2), range(2), range(3)
START = st.sampled_from([-3, -2, -1, 0, 1])
END_AT = st.sampled_from([-1, 0, 1, 2, END])
MAYBE = st.one_of(st.none(), st.sampled_from([-2, -1, 0, 1]))
decisions = [0]


@st.composite
def posts(draw: st.DrawFn) -> tuple[Post, ...]:
    """Return posts of which no two are the same job."""
    jobs = draw(
        st.sets(st.tuples(st.sampled_from(WORKERS), st.sampled_from(AGENCIES), st.sampled_from(ROLES)), max_size=6)
    )
    made = []
    for worker, agency, role in sorted(jobs):
        starts, ends = draw(START), draw(END_AT)
        made.append(Post(worker, agency, role, starts, max(starts, ends)))
    return tuple(made)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """Return a share by name, with a role, or with a whole agency."""
    starts = draw(START)
    ends = max(draw(END_AT), starts + 1)
    circle, withdrawn = draw(st.sampled_from(CIRCLES)), draw(MAYBE)
    if draw(st.booleans()):
        return Share(circle, starts, ends, worker=draw(st.sampled_from(WORKERS)), withdrawn=withdrawn)
    role = draw(st.one_of(st.none(), st.sampled_from(ROLES)))
    return Share(circle, starts, ends, agency=draw(st.sampled_from(AGENCIES)), role=role, withdrawn=withdrawn)


everything = st.builds(
    lambda worker, starts, ends, agreed, withdrawn: Everything(
        worker, starts, max(ends, starts + 1), agreed, withdrawn
    ),
    st.sampled_from(WORKERS),
    START,
    END_AT,
    MAYBE,
    MAYBE,
)
circles = st.frozensets(st.sampled_from(CIRCLES), max_size=2)
worlds = st.builds(
    World,
    sealed=circles,
    unsealed=circles,
    unposted=st.frozensets(st.sampled_from(WORKERS)),
    posts=posts(),
    shares=st.lists(shares(), max_size=7).map(tuple),
    bars=st.lists(st.builds(Bar, st.sampled_from(WORKERS), st.sampled_from(CIRCLES), START, MAYBE), max_size=3).map(
        tuple
    ),
    everything=st.lists(everything, max_size=2).map(tuple),
    posts_first=st.booleans(),
    ended_later=st.booleans(),
)


@settings(
    max_examples=tried(120), deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(world=worlds)
def _every_way_agrees(world: World) -> None:
    with rolled_back() as connection:
        made = Writer(connection, world).write()

        by_rule = expected(world)
        assert seen(connection, made) == by_rule
        assert seen(connection, made, "records_person", "circle_id") == by_rule
        assert asked(connection, made) == by_rule
    decisions[0] += 3 * len(WORKERS) * len(CIRCLES)


def test_the_policies_decide_as_the_rule_does_in_thousands_of_random_cases(django_db_setup: None) -> None:
    decisions[0] = 0

    _every_way_agrees()

    assert decisions[0] >= tried(2_000)


@settings(
    max_examples=tried(60), deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
@given(world=worlds)
def _standing_is_in_step(world: World) -> None:
    with rolled_back() as connection:
        Writer(connection, world).write()

        row = connection.execute(
            "SELECT count(*) FROM ((TABLE erle.need_truth EXCEPT TABLE access_need)"
            " UNION ALL (TABLE access_need EXCEPT TABLE erle.need_truth)) AS apart"
        ).fetchone()

        assert row == (0,)


def test_the_standing_is_in_step_with_the_truth_it_is_worked_out_from(django_db_setup: None) -> None:
    _standing_is_in_step()
