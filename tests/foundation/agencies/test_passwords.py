"""What a password costs whoever guesses: the tests hash by less work, the product never."""

from django.contrib.auth.hashers import check_password, make_password
from django.test import override_settings

from erle import settings


@override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS)
def test_the_product_keeps_a_password_by_argon2_at_its_full_cost() -> None:
    kept = make_password("mallow tram quiet lantern")

    assert kept.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert check_password("mallow tram quiet lantern", kept)
    assert not check_password("mallow tram quiet lanterns", kept)
