"""Where sources contradict one another: how the register holds each of the thirteen conflicts of its evidence."""

from tests.shipped import Shipped
from tests.shipped_register.saying import days, period, said, vouched, weights


def test_k1_the_creation_of_the_cget_is_four_events_and_existence_begins_on_one_of_four_days(shipped: Shipped) -> None:
    """Four dates are given for the creation: signature 31 March 2014, Journal officiel 2 April, entry into force 3
    April, start of operation 1 June; a newspaper's "end of May" is the last, loosely put."""
    assert days(shipped, "signature-2014-394") == {"2014-03-31": "ACCEPTED"}
    assert days(shipped, "publication-2014-394") == {"2014-04-02": "ACCEPTED"}
    assert days(shipped, "vigueur-2014-394") == {"2014-04-03": "ACCEPTED"}
    assert days(shipped, "demarrage-cget") == {
        "2014-05": "REJECTED",
        "[2014-05-21..2014-05-31]": "REJECTED",
        "2014-06-01": "ACCEPTED",
    }
    assert days(shipped, "creation-cget") == {"[2014-03-31..2014-04-03]": "ACCEPTED"}
    (life,) = said(shipped, "cget", "EXISTENCE")
    assert period(life) == ("[2014-03-31..2014-04-03]", "2019-12-31")


def test_k1_neither_founding_page_vouches_for_the_day_of_signature_as_that_of_the_service(shipped: Shipped) -> None:
    """Both pages date the decree, not the body."""
    (creation,) = said(shipped, "creation-cget", "OCCURRED")
    assert vouched(creation) == {
        "archives-nationales-cget": "2014-03-31",
        "doctrine-decret-2014-394": "2014-04-03",
        "decret-2014-394 via doctrine-decret-2014-394": "2014-04-03",
    }
    (life,) = said(shipped, "cget", "EXISTENCE")
    of_the_pages = {
        source: days for source, days in vouched(life).items() if source in {"vie-publique-2016", "cget-2015"}
    }
    assert of_the_pages == {"vie-publique-2016": "2016-08-11", "cget-2015": "[2017-05-17..]"}
    (signature,) = said(shipped, "signature-2014-394", "OCCURRED")
    assert {"vie-publique-2016", "cget-2015"} <= set(vouched(signature))


def test_k2_prime_minister_then_minister_is_a_succession_on_1_january_2018(shipped: Shipped) -> None:
    """The notice of August 2016 says the Prime Minister and the page dated 2015 says the minister: not a contradiction
    but a switch, and a page whose date is not that of its words."""
    authorities = said(shipped, "cget", "AUTHORITY")
    assert [(found["object"]["slug"], period(found), found["standing"]) for found in authorities] == [
        ("premier-ministre", ("[2014-03-31..2014-04-03]", "2017-12-31"), "ACCEPTED"),
        ("ministre-cohesion-territoires", ("2015-11-24", "2015-11-24"), "REJECTED"),
        ("ministre-cohesion-territoires", ("2018-01-01", "2019-12-31"), "ACCEPTED"),
    ]
    under_the_prime_minister, as_printed, attached = map(vouched, authorities)
    assert under_the_prime_minister["vie-publique-2016"] == "2016-08-11"
    assert as_printed == {"cget-2015": "2015-11-24"}
    assert attached["cget-2015"] == "[2017-05-17..]"
    assert attached["decret-2017-1860 via vie-publique-2018"] is None


def test_k3_the_end_of_acse_is_planned_twice_and_never_seen(shipped: Shipped) -> None:
    """1 January 2015 by the law of February 2014, then 1 January 2016 by the finance law for 2015; copies of Wikipedia
    say 2014; the act of dissolution was not seen."""
    assert days(shipped, "dissolution-acse") == {"2014": "REJECTED", "2015-01-01": "REJECTED", "2016-01-01": "PLANNED"}
    of_2014, first, second = map(vouched, said(shipped, "dissolution-acse", "OCCURRED"))
    assert of_2014 == {"wikipedia-fasild": None}
    assert first["decret-2014-563"] == "2014-05-31/[2014-12-01..2015-01-02]"
    assert second["ash-2897"] == "2015-02/.."
    (life,) = said(shipped, "acse", "EXISTENCE")
    assert period(life) == ("[2006-04-02..2006-12-31]", "[2015-12-31..2016-08-10]")
    assert life["note"] is not None
    assert "the act of dissolution was not seen" in life["note"]


def test_k4_the_organisation_order_was_published_on_1_june_2014(shipped: Shipped) -> None:
    """The Journal officiel says 1 June; an association says 30 May, which is the signature, and a leader of the CGET
    told the Senate 31 May. Localtis likewise takes the publication of the Acsé decree for its date."""
    assert days(shipped, "signature-arrete-2014-05-30") == {"2014-05-30": "ACCEPTED"}
    assert days(shipped, "publication-arrete-2014-05-30") == {
        "2014-05-30": "REJECTED",
        "2014-05-31": "REJECTED",
        "2014-06-01": "ACCEPTED",
    }
    as_signed, as_told, as_published = map(vouched, said(shipped, "publication-arrete-2014-05-30", "OCCURRED"))
    assert set(as_signed) == {"cner-organisation-cget"}
    assert set(as_told) == {"senat-audition-cget-2014"}
    assert set(as_published) == {"arrete-2014-05-30-organisation-cget"}
    assert days(shipped, "signature-2014-563") == {"2014-05-30": "ACCEPTED", "2014-05-31": "REJECTED"}
    assert days(shipped, "publication-2014-563") == {"2014-05-31": "ACCEPTED"}


def test_k5_the_interim_order_is_of_3_or_4_april_2014(shipped: Shipped) -> None:
    """Two Localtis articles date the order that made Delzant interim head: the day is one of the two."""
    (occurred,) = said(shipped, "nom-delzant", "OCCURRED")
    assert period(occurred) == ("[2014-04-03..2014-04-04]", "[2014-04-03..2014-04-04]")
    assert vouched(occurred) == {
        "localtis-le-mehaute-2014": "2014-04-03",
        "localtis-bonnet-galzy": "2014-04-04",
        "arrete-2014-04-interim-delzant via localtis-le-mehaute-2014": "2014-04-03",
        "arrete-2014-04-interim-delzant via localtis-bonnet-galzy": "2014-04-04",
    }
    interim = [found for found in said(shipped, "commissaire-general", "HELD_BY") if found["interim"]]
    assert [period(found) for found in interim] == [("[2014-04-03..2014-04-30]", "2014-05-31")]


def test_k6_albertini_is_replaced_by_a_decision_of_4_april_2018_with_effect_on_the_23rd(shipped: Shipped) -> None:
    """Localtis and La Gazette part decision from effect; a local newspaper has the Council of Ministers on the 23rd."""
    assert days(shipped, "nom-morvan") == {"2018-04-04": "ACCEPTED", "2018-04-23": "REJECTED"}
    _, as_in_the_local_press = said(shipped, "nom-morvan", "OCCURRED")
    assert set(vouched(as_in_the_local_press)) == {"reporter-sablais-albertini"}
    held = {
        found["person"]["slug"]: found for found in said(shipped, "commissaire-general", "HELD_BY") if found["person"]
    }
    assert period(held["jean-benoit-albertini"])[1] == "2018-04-22"
    assert period(held["serge-morvan"])[0] == "2018-04-23"


def test_k7_the_cget_is_a_service_of_the_state_and_two_pages_err(shipped: Shipped) -> None:
    """A regional office of the State and a newspaper make it a public establishment."""
    natures = said(shipped, "cget", "LEGAL_NATURE")
    assert {found["text"]: (found["standing"], set(vouched(found))) for found in natures} == {
        "service de l'État": ("ACCEPTED", {"cget-2015", "vie-publique-2016", "ash-2854"}),
        "établissement public administratif": ("REJECTED", {"dreal-bretagne-cget"}),
        "établissement public": ("REJECTED", {"tribune-cget-2018"}),
    }


def test_k8_the_name_in_the_singular_is_rejected_and_kept(shipped: Shipped) -> None:
    """The vie-publique notice writes "du territoire", in 2016 and in 2018; the decree's title has "des territoires"."""
    names = {found["text"]: found for found in said(shipped, "cget", "NAME")}
    plural, singular = (
        names["Commissariat général à l'égalité des territoires"],
        names["Commissariat général à l'égalité du territoire"],
    )
    assert plural["standing"] == "ACCEPTED"
    assert "decret-2014-394 via doctrine-decret-2014-394" in vouched(plural)
    assert singular["standing"] == "REJECTED"
    assert vouched(singular) == {"vie-publique-2016": "2016-08-11", "vie-publique-2018": "2018-01-09"}
    assert singular["note"]


def test_k9_one_notice_with_two_texts_is_two_editions(shipped: Shipped) -> None:
    """The notice of 11 August 2016 was corrected on 9 January 2018: only the later text speaks of the attachment, only
    the earlier one of the Prime Minister."""
    answer = shipped.ask(
        """{
          source(slug: "vie-publique-2018") { publishedOn editions { slug publishedOn } }
          then: organization(slug: "cget", asOf: "2018-01-09", statedBy: "vie-publique-2016") {
            authorities { certainty organization { slug } }
          }
          onItsDay: organization(slug: "cget", asOf: "2016-08-11", statedBy: "vie-publique-2016") {
            authorities { certainty organization { slug } }
          }
          now: organization(slug: "cget", asOf: "2018-01-09", statedBy: "vie-publique-2018") {
            authorities { certainty organization { slug } }
          }
        }"""
    )
    assert answer == {
        "source": {
            "publishedOn": "2018-01-09",
            "editions": [{"slug": "vie-publique-2016", "publishedOn": "2016-08-11"}],
        },
        "then": {"authorities": []},
        "onItsDay": {"authorities": [{"certainty": "CERTAIN", "organization": {"slug": "premier-ministre"}}]},
        "now": {"authorities": [{"certainty": "CERTAIN", "organization": {"slug": "ministre-cohesion-territoires"}}]},
    }


def test_k10_years_of_the_national_archives_stay_years(shipped: Shipped) -> None:
    """The archives' records give years, which their RDF turns into first and last days of the year."""
    vouching = {
        attests
        for subject in ("datar", "div", "ciadt")
        for found in said(
            shipped, subject, "EXISTENCE", "NAME", "ACRONYM", "LEGAL_NATURE", "CLASSIFICATION", "AUTHORITY"
        )
        for source, attests in vouched(found).items()
        if source.startswith("archives-nationales-") and attests and weights(found)[source] == "OFFICIAL"
    }
    assert vouching == {
        "1960/1995", "1960/2009", "1963/2005", "1963/2009", "1988/2009", "1995/2005", "2005/2009", "2006/2009", "2009",
    }  # fmt: skip
    (authority,) = said(shipped, "datar", "AUTHORITY")
    assert period(authority)[0] == "[1963-02-14..1963-12-31]"
    names = {found["text"]: period(found) for found in said(shipped, "ciadt", "ACRONYM")}
    assert names["CIAT"] == ("1960", "1995")


def test_k11_thornarys_appointment_rests_on_one_article_and_says_so(shipped: Shipped) -> None:
    """La Gazette alone gives 30 June 2016, a Thursday; "just a year ago", in September 2017, is an approximation."""
    assert days(shipped, "nom-thornary") == {"2016-06-30": "ACCEPTED", "2016-09": "REJECTED"}
    appointed, _ = said(shipped, "nom-thornary", "OCCURRED")
    assert set(vouched(appointed)) == {"gazette-thornary"}
    assert appointed["note"] is not None
    assert "single article" in appointed["note"]
    (held,) = (
        found
        for found in said(shipped, "commissaire-general", "HELD_BY")
        if found["person"] == {"slug": "jean-michel-thornary"}
    )
    assert period(held) == ("[2016-06-30..2017-01-12]", "2017-09-05")
    assert vouched(held)["senat-audition-thornary-2017"] == "2017-01-12"


def test_k12_the_hearing_was_on_6_november_2019(shipped: Shipped) -> None:
    """Localtis announces it for 6 October; the Senate's own record is of 6 November."""
    assert days(shipped, "audition-le-breton") == {"2019-10-06": "REJECTED", "2019-11-06": "ACCEPTED"}
    announced, held = map(vouched, said(shipped, "audition-le-breton", "OCCURRED"))
    assert set(announced) == {"localtis-le-breton"}
    assert set(held) == {"senat-audition-le-breton-2019"}


def test_k13_the_long_title_of_the_minister_begins_with_the_reshuffle_of_october_2018(shipped: Shipped) -> None:
    """The National Archives give the long title from 17 May 2017; the attribution decree has the short one."""
    short = "ministre de la Cohésion des territoires"
    long = "ministre de la Cohésion des territoires et des Relations avec les collectivités territoriales"
    names = said(shipped, "ministre-cohesion-territoires", "NAME")
    assert [(found["text"], period(found), found["standing"]) for found in names] == [
        (short, ("2017-05-17", "2018-10-15"), "ACCEPTED"),
        (long, ("2017-05-17", "2018-10-15"), "REJECTED"),
        (long, ("2018-10-16", "[2020-07-29..]"), "ACCEPTED"),
        (short, ("[2020-01-01..]", "[2020-01-01..]"), "REJECTED"),
    ]
    assert set(vouched(names[1])) == {"archives-nationales-ministere-logement"}
    assert days(shipped, "remaniement-2018") == {"2018-10-16": "ACCEPTED"}
