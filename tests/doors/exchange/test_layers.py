"""Public registers and the background layer: loaded as published, judged row by row, and never mixed with reports."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections

from erle.doors.exchange.layers import LAYERS, load_layer
from erle.doors.exchange.opening import Unreadable
from erle.foundation.agencies.queries import schools_called, ward_of
from erle.knowledge.patterns.models import StreetCrime
from erle.knowledge.patterns.queries import street_crime_by_kind
from tests.doors.exchange.conftest import Given

WARDS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"WD25CD": "E05010805", "WD25NM": "Northmere West"},
            "geometry": {"type": "Polygon", "coordinates": [[[-0.36, 52.65], [-0.35, 52.66], [-0.36, 52.65]]]},
        }
    ],
}
POSTCODES = (
    "postcode,easting,northing,laua,longitude,latitude,lsoa21cd,wd25cd\n"
    "PE1 1AA,518685,298943,E06000031,-0.250043,52.575363,E01015599,E05010805\n"
    "PE1 1AB,,,E06000031,,,,\n"
    "nowhere,1,1,E06000031,0,0,,\n"
)
SCHOOLS = (
    "urn,name,phase,type,gender,town,postcode,latitude,longitude,wd25cd,lsoa21cd,status,source\n"
    "100001,Alder Court Academy,Secondary,Academy,Mixed,Northmere,PE1 1AA,52.5,-0.2,E05010805,E01015623,open,invented\n"
    "x,No Number School,,,,,,,,,,,\n"
)
HEAD = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
)
CRIME = (
    f"{HEAD}a1,2018-10,Northmere Police,Northmere Police,-0.29,52.63,On or near Mill Road,E01015629,X,Burglary,None,\n"
    ",2018-10,Northmere Police,Northmere Police,,,No Location,,,Anti-social behaviour,,\n"
    ",2018-13,Northmere Police,Northmere Police,,,No Location,,,Anti-social behaviour,,\n"
)


@pytest.fixture
def layers(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load for good, as the owner; what was loaded is thrown away after the test."""
    with django_db_blocker.unblock():
        yield
        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE agencies_school, agencies_postcode, agencies_ward, patterns_streetcrime")
        connections.close_all()


@pytest.mark.usefixtures("layers")
def test_registers_are_loaded_and_faulty_rows_passed_over_with_the_reason(given: Given) -> None:
    wards = load_layer("wards", given(json.dumps(WARDS), "wards.geojson"))
    postcodes = load_layer("postcodes", given(POSTCODES, "postcodes.csv"))
    schools = load_layer("schools", given(SCHOOLS, "schools.csv"))

    assert (wards.standing, postcodes.standing, schools.standing) == (1, 2, 1)
    assert postcodes.reasons == ["Row 4: 'NOWHERE' is not a postcode."]
    assert schools.reasons == ["Row 3: 'x' is not a school's unique reference number."]
    ward = ward_of("pe11aa")
    assert ward is not None
    assert ward.name == "Northmere West"
    assert ward_of("PE1 1AB") is None
    assert [school.name for school in schools_called("court alder")] == ["Alder Court Academy"]


@pytest.mark.usefixtures("layers")
def test_a_register_that_comes_again_takes_the_place_of_the_one_before(given: Given) -> None:
    load_layer("schools", given(SCHOOLS, "schools.csv"))

    again = load_layer("schools", given(SCHOOLS.replace("Alder Court", "Elder Court"), "schools.csv"))

    assert again.standing == 1
    assert [school.name for school in schools_called("")] == ["Elder Court Academy"]


@pytest.mark.usefixtures("layers")
def test_street_crime_stands_by_itself_and_a_month_comes_once(given: Given) -> None:
    path = given(CRIME, "street.csv")

    first, again = load_layer("street-crime", path), load_layer("street-crime", path)

    assert (first.standing, first.passed_over, again.standing) == (2, 1, 2)
    assert StreetCrime.objects.count() == 2
    assert street_crime_by_kind(date(2018, 10, 1)) == {"Anti-social behaviour": 1, "Burglary": 1}
    assert street_crime_by_kind(date(2018, 10, 1), "E01015629") == {"Burglary": 1}
    assert not [field for field in StreetCrime._meta.get_fields() if field.is_relation]


@pytest.mark.usefixtures("layers")
def test_a_worker_reads_the_layers_and_writes_none() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(has_table_privilege('erle_worker', t, 'INSERT, UPDATE, DELETE')),"
            " bool_and(has_table_privilege('erle_worker', t, 'SELECT'))"
            " FROM unnest(ARRAY['agencies_school', 'agencies_postcode', 'agencies_ward', 'patterns_streetcrime']) AS t"
        )
        assert cursor.fetchone() == (False, True)


@pytest.mark.usefixtures("layers")
@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("said", ["A,B\n1,2\n", "[]", '{"features": [1]}', "{" * 5_000])
def test_a_file_of_something_else_is_refused(given: Given, name: str, said: str) -> None:
    with pytest.raises(Unreadable):
        load_layer(name, given(said, "a.csv"))
