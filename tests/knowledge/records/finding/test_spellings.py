"""One name in many spellings has one key, in the languages of the city; another name has another."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SAME = """
Kowalski Kovalsky Kowalska Kovalskij Kovalskaya Kovalskis Kowalsky
Kazlauskas Kazlauskienė Kazlauskaitė Kazlauskiene Kazlauskaite
Petraitis Petraitienė Petraitytė Petraityte
Balčiūnas Balčiūnienė Balciunaite
Žukas Žukienė Zukas
Stankevičius Stankevičienė Stankeviciute
Bērziņš Bērziņa Berzins Berzina
Ozols Ozola
Novák Nováková Nowak Novakova
Horváth Horváthová Horvat
Kováč Kovačová Kovac
Kučera Kučerová
Ivanov Ivanova Ivanovs Ivanow
Smirnov Smirnova
Wiśniewska Wisniewski Vishnevskaya Wišniewski
Wójcik Wojcik Voichik
Krawczyk Kravchik Kravčik
Szymański Shimanski Simanska
Lewandowski Levandovski Lewandowska
Chmielewska Hmielevska
Grzegorz Gregorz
Łuczak Luchak Lutchak
Jankowska Yankovskaya Iankowski
Jurkevičius Yurkevich
Souza Sousa Soûza
Mendes Mendez
Ferreira Ferreyra
Philipa Filipa
Xavier Ksavier
Mohammed Muhammad Mohamed Mohammad Muhamad
Hussain Hussein Husain Hossain
Yusuf Yousef Youssuf Jusuf
Qureshi Kureshi Quraishi
Siddiqui Sidiki Siddiquee
Farooq Faruk Farouk
Iqbal Ikbal
Chaudhry Choudhury Chowdhury Chaudry
Rehman Rahman Rahmaan
Abdullah Abdulla
Fatima Fatimah Fateema
Aisha Ayesha Aaisha
Ibrahim Ebrahim Ibraheem
Usman Osman
Khadija Khadeeja Hadija
Sheikh Sheik
Zofia Zofija Sofia Sophia
Aleksandra Alexandra Aleksándra
Katarzyna Katazyna Katarina
Krzysztof Krystof Christof
Andrzej Andrej Andrzey
Agnieszka Agnieshka
Elena Jelena Yelena
Jevgenij Evgeny Yevgeniy
Natalia Natalija Nataliya
Jan Jana Yan
Michael Mikael
Sarah Sara
Anna Ana Ann
Hannah Hana
Leigh Lee
Gemma Jemma
Geoffrey Jeffrey
Smith Smyth
Clark Clarke
Brown Braun
Philips Phillips
O'Brien OBrien O’Brien
"""
OTHER = """
Kowalski Kowalczyk
Kowalski Kaminski
Nowak Novotny
Petraitis Petrov
Khan Kent
Hussain Hamza
Smith Schmidt
Silva Silvestre
Wójcik Wojciechowski
Ivanov Ivanenko
Leah Lee
Mia Maya
Anna Annabel
Sarah Sharon
Amelia Emily
Jack Jade
Oliver Olivia
Martin Mark
Ali Alice
Begum Bibi
Johnson Johnstone
Zofia Zuzanna
Adam Edith
Katarzyna Karolina
Horvath Horvatova-Nagy
Łuczak Lukas
"""
PAIRS = [
    pytest.param(one, other, id=f"{one}-{other}")
    for one, *others in map(str.split, SAME.strip().splitlines())
    for other in others
]
STRANGERS = [
    pytest.param(one, other, id=f"{one}-{other}")
    for one, *others in map(str.split, OTHER.strip().splitlines())
    for other in others
]


def _keys(name: str) -> tuple[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plain, erle.name_sounds(replace(plain, ' ', '')) FROM erle.name_plain(%s) AS plain", [name]
        )
        plain, sounds = cursor.fetchone()
    return plain, set(sounds)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_spellings_of_one_name_sound_alike(db: None, one: str, other: str) -> None:
    assert _keys(one)[1] & _keys(other)[1]


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_two_names_do_not_sound_alike(db: None, one: str, other: str) -> None:
    assert not _keys(one)[1] & _keys(other)[1]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Nowak-Łęcka", "nowak lecka"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("  de  Souza ", "de souza"),
        ("Žydrūnas", "zydrunas"),
        ("Ľubomír", "lubomir"),
        ("Zoe\u0308", "zoe"),
        ("ﬁona", "fiona"),
        ("Straße", "strasse"),
        ("...", ""),
        ("", ""),
    ],
)
def test_a_name_has_one_plain_form(db: None, typed: str, plain: str) -> None:
    assert _keys(typed)[0] == plain


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=120))
def test_any_name_has_keys_and_a_line(db: None, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT erle.name_keys(%s), erle.name_line(%s)", [name, name])
        keys, line = cursor.fetchone()

    assert all(keys)
    assert line.startswith(" ")
    assert line.endswith(" ")
    assert {f"={part}" for part in line.split()} <= set(keys)
