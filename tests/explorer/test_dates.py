"""Days and uncertain dates in words."""

import pytest

from cget_api.explorer.dates import day_in_words, instant_in_words, period_in_words, when


@pytest.mark.parametrize(
    ("edtf", "french", "english"),
    [
        ("2016-08-11", "le 11 août 2016", "on 11 August 2016"),
        ("2018-01-01", "le 1er janvier 2018", "on 1 January 2018"),
        ("2014-06", "en juin 2014", "in June 2014"),
        ("2017", "en 2017", "in 2017"),
        (
            "[2014-03-31..2014-04-03]",
            "entre le 31 mars 2014 et le 3 avril 2014",
            "between 31 March 2014 and 3 April 2014",
        ),
        ("[2017-09..2017-12]", "entre septembre 2017 et décembre 2017", "between September 2017 and December 2017"),
        ("[2017-05-17..]", "le 17 mai 2017 ou plus tard", "on 17 May 2017 or later"),
        ("[..2016-08-11]", "au plus tard le 11 août 2016", "on 11 August 2016 or earlier"),
        ("[..2016]", "au plus tard en 2016", "in 2016 or earlier"),
        (
            "2018-01-01/[2018-01-09..]",
            "début le 1er janvier 2018\u202f; fin le 9 janvier 2018 ou plus tard",
            "begins on 1 January 2018; ends on 9 January 2018 or later",
        ),
        ("2014-04-03/2017-12-31", "du 3 avril 2014 au 31 décembre 2017", "from 3 April 2014 to 31 December 2017"),
        ("../2016", "fin en 2016", "ends in 2016"),
    ],
)
def test_a_date_is_as_precise_in_words_as_it_is_known(edtf: str, french: str, english: str) -> None:
    assert (when(edtf, "fr"), when(edtf, "en")) == (french, english)


@pytest.mark.parametrize(
    ("start", "end", "french"),
    [
        ("2015-11-24", "2015-11-24", "le 24 novembre 2015"),
        ("2018-01-01", None, "début le 1er janvier 2018"),
        (None, "2017", "fin en 2017"),
        (None, None, ""),
        ("1960", "2014-04-02", "début en 1960\u202f; fin le 2 avril 2014"),
    ],
)
def test_a_bound_that_is_left_out_is_left_out(start: str | None, end: str | None, french: str) -> None:
    assert period_in_words(start, end, "fr") == french


def test_days_and_instants() -> None:
    assert (day_in_words("0987-01-01", "fr"), day_in_words("2020-02-29", "en")) == (
        "1er janvier 0987",
        "29 February 2020",
    )
    assert instant_in_words("2026-11-01T12:00:00Z", "en") == "1 November 2026, 12:00 UTC"
