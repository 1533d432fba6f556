"""A million people with names as a city of many languages has them, for the bench that looks for some of them.

Made by arithmetic, so that each run has the same rows: common names are common, and behind them stands a long tail.
"""

from benchmarks.place import Connection
from benchmarks.rls import world

PEOPLE = 1_000_000
GIVEN = """
Mohammed Muhammad Oliver Olivia Amelia Maja Zofia Zuzanna Jakub Antoni Aleksandra Oskar Kacper Wiktoria Gabriela Ayesha
Fatima Zainab Yusuf Ibrahim Hamza Hassan Bilal Imran Noor Maryam Hira Leah Grace Freya Poppy Harry Jack Charlie Thomas
George William Ellie Isla Ava Mia Matas Lukas Emilija Gabija Jonas Domantas Ugne Kamile Adomas Martins Janis Liga Anna
Marta Nikola Roberts Tomas Jozef Simona Lucia Kristina Matej Samuel Joao Maria Tiago Rafael Beatriz Ines Diogo Leonor
Ivan Ksenia Dmitri Anastasia Ekaterina Sofia Daniel Alexander Elena Adam Sara Ali Zahra Nathan Callum Rhys Erin Niamh
Sean Aoife Dawid Piotr Krzysztof Katarzyna Magdalena Weronika Julia Milena Natalia
"""
FAMILY = """
Khan Smith Hussain Nowak Ahmed Jones Kowalski Ali Taylor Begum Brown Kowalska Williams Silva Wilson Kovalsky Johnson
Davies Patel Walker Wright Wisniewski Wisniewska Wojcik Kowalczyk Kaminski Lewandowska Zielinski Szymanski Kazlauskas
Kazlauskiene Jankauskas Petraitis Petraityte Stankevicius Butkus Zukauskas Berzins Berzina Kalnins Ozols Horvath
Horvathova Kovac Novakova Varga Santos Ferreira Pereira Oliveira Rodrigues Ivanov Ivanova Smirnova Kuznetsov Mahmood
Iqbal Akhtar Malik Shah Chaudhry Qureshi Rehman Shaikh Mirza Clarke Hughes Edwards
"""
HEADS = "Bar Bel Cor Dan Der Fen Gar Hal Har Jar Kal Kel Lan Lor Mal Mar Mel Nor Ol Pel Ral Ros Sal Sel Tal Tor Val Wal"
MIDDLES = "an ber cho da den dri el fi gan go hu in ka kow la len lo ma mi no or pe ri ro sha ta ti va ven wi"
ENDS = "ak as by czyk dale enko er es field ford ham ic ik is itis ley man ora ov ova ski ska son ton vic well wood"

# A number from 0 to 1 of each row and column, the same in each run.
DRAWN = "(abs(hashint8extended(n, {0})) %% 1000003 / 1000003.0)"
OFTEN = f"(1 + floor(cardinality({{1}}) * power({DRAWN}, 2.5)))::int"
"""A place in a list, the first ones often and each later one more seldom."""
ANY = f"(1 + floor(cardinality({{1}}) * {DRAWN}))::int"

NAMES = """
CREATE TEMP TABLE crowd AS
SELECT n, given[{given}] || CASE WHEN {has_second} < 0.25 THEN ' ' || given[{second}] ELSE '' END AS given_names,
    CASE WHEN {is_listed} < 0.3 THEN family[{family}]
         ELSE heads[{head}] || middles[{middle}] || CASE WHEN {is_long} < 0.4 THEN middles[{other}] ELSE '' END
              || ends[{end}] END
    || CASE WHEN {is_double} < 0.04 THEN '-' || family[{double}] ELSE '' END AS family_name
FROM generate_series(1, {{people}}) AS n,
     (SELECT %(given)s::text[], %(family)s::text[], %(heads)s::text[], %(middles)s::text[], %(ends)s::text[])
     AS lists (given, family, heads, middles, ends);
""".format(
    given=OFTEN.format(1, "given"),
    has_second=DRAWN.format(2),
    second=ANY.format(3, "given"),
    is_listed=DRAWN.format(4),
    family=OFTEN.format(5, "family"),
    head=ANY.format(6, "heads"),
    middle=ANY.format(7, "middles"),
    is_long=DRAWN.format(8),
    other=ANY.format(9, "middles"),
    end=ANY.format(10, "ends"),
    is_double=DRAWN.format(11),
    double=ANY.format(12, "family"),
)
FILL = f"""
INSERT INTO records_person (id, circle_id, sealed, reference, given_names, family_name, known_as, born_on, sex,
                            pronouns, school, lives, recorded_by_id, recorded_at)
SELECT n, n, {world.SEALED}, 'E-' || n, given_names, family_name, '',
       date '2008-01-01' + (n::bigint * 7919 % 6000)::int, 'U', '', '', '', 1, now()
FROM crowd ORDER BY n;
"""
ASKERS = (
    world.Shares(which=world.IN_FEW, worker="5001"),
    world.Shares(which=world.IN_SOME, agency="98::bigint", role="'mash-decision-maker'"),
)
EVERYTHING = """
INSERT INTO access_everything (reference, worker_id, purpose, basis, starts_at, ends_at, shared_by_id, shared_at,
                               agreed_by_id, agreed_at)
VALUES ('A-1', 5004, 'Co-ordination', 'public-task', now() - interval '1 day', now() + interval '99 days', 1, now(),
        2, now());
"""


def make(connection: Connection, *, people: int = PEOPLE) -> None:
    """Fill an empty database with the crowd and three who look for people; needs a superuser, as the world of `rls`."""
    few = people // 50
    lists = {
        "given": GIVEN.split(),
        "family": FAMILY.split(),
        "heads": HEADS.split(),
        "middles": MIDDLES.split(),
        "ends": ENDS.split(),
    }
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        _run(connection, world.DIRECTORY)
        _run(connection, world.CIRCLES.format(children=people))
        for number, shares in enumerate(ASKERS):
            which = {**vars(shares), "which": shares.which.format(few=few)}
            _run(connection, world.SHARE.format(offset=number * people, children=people, **which))
        _run(connection, "INSERT INTO access_need SELECT * FROM erle.need_truth")
        _run(connection, EVERYTHING)
        connection.execute(NAMES.format(people=people).encode("utf-8"), lists)
        _run(connection, FILL)
        _run(connection, f"SELECT setval('access_circle_id_seq', {people})")
    _run(connection, "DROP TABLE crowd")
    _run(connection, world.TOUCHED)
    _run(connection, world.KEPT)
    _run(connection, "VACUUM ANALYZE agencies_worker, access_circle, access_share, access_need, records_person")


def _run(connection: Connection, statements: str) -> None:
    connection.execute(statements.encode("utf-8"))
