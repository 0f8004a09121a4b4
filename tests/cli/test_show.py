"""`cget-api show`: the chart of an organisation on a day, whole, and what is said where there is none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from cget_api.dataset.loading import dataset_from_folder
from cget_api.store.recording import record
from tests.cli.conftest import Run
from tests.cli.world import CGET, FILES, said, write_seeds

FRENCH_LEGEND = """
? possible ce jour-là, non certain · [a..b] l'un de ces jours
[source] officielle, [source~] secondaire, [source*] déduction, +n autres
"""
ENGLISH_LEGEND = """
? possible on that day, not certain · [a..b] one of these days
[source] official, [source~] secondary, [source*] inferred, +n more
"""


@pytest.fixture
def show(run: Run, register: str) -> Run:
    return lambda *arguments: run("show", *arguments, "--database-url", register)


def _shown(show: Run, *arguments: str) -> str:
    result = show(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    legend = ENGLISH_LEGEND if "en" in arguments else FRENCH_LEGEND
    assert result.stdout.endswith(legend)
    assert "\x1b" not in result.stdout
    assert all(line == line.rstrip() and len(line) <= 80 for line in result.stdout.splitlines())
    return result.stdout.removesuffix(legend)


def test_the_whole_chart_of_a_day(show: Run) -> None:
    assert _shown(show, "cget", "--as-of", "2016-08-11", "--lang", "en") == (
        """\
General Commission (CGET)
cget · on 2016-08-11 · revision 1 of 2026-11-01
exists on 2016-08-11; lifespan: from [2014-03-31..2014-04-03] to 2019-12-31
authority: Prime Minister, “sous l'autorité” · from [2014-03-31..2014-04-03] to
2017-12-31 [decree page~ report*]

General Commission (CGET)
├── mission 2, figure 1 (--full shows them)
├── posts
│   └── Commissioner-General · from [2014-03-31..2014-04-03] to 2019-12-31
│       [decree]
│       ├── ? Jane Doe · from 2014-06-01 to [2016-06-30..2017-01-11] [decree]
│       └── ? John Roe (interim) · from [2016-06-30..2017-01-12] to 2017-09-05
│           [decree]
├── secretariat of
│   └── Committee · from 2014-04-03 [decree]
└── units
    ├── Urban Directorate · from 2014-06-01 to [2016-08-11..] [decree]
    │   ├── posts
    │   │   ├── Deputy · from 2014-06-01 [decree]
    │   │   │   └── holder not known to the register
    │   │   └── Director · from 2014-06-01 [decree]
    │   │       └── vacant · from 2016-08-01 to 2016-08-31 [decree]
    │   ├── hosts
    │   │   └── Observatory · from 2014-06-01 to 2017-12-31 [decree]
    │   └── units
    │       └── ? Districts Office · from [2015-01-01..2016-12-31] [decree]
    └── Europe Mission · from [2014-03-31..2014-04-03] to 2019-12-31 [decree]
"""
    )


def test_only_what_is_certain(show: Run) -> None:
    assert _shown(show, "cget", "--as-of", "2016-08-11", "--certain") == (
        """\
Commissariat général (CGET)
cget · le 2016-08-11 · révision 1 du 2026-11-01 · ce qui est certain seulement
existe le 2016-08-11 ; durée de vie : de [2014-03-31..2014-04-03] à 2019-12-31
autorité ou rattachement : Premier ministre, “sous l'autorité” · de
[2014-03-31..2014-04-03] à 2017-12-31 [decree page~ report*]

Commissariat général (CGET)
├── mission 2, chiffre 1 (--full les montre)
├── postes
│   └── commissaire général · de [2014-03-31..2014-04-03] à 2019-12-31 [decree]
│       └── aucun titulaire à ces conditions
├── secrétariat de
│   └── Comité · depuis 2014-04-03 [decree]
└── unités
    ├── direction de la ville · de 2014-06-01 à [2016-08-11..] [decree]
    │   ├── postes
    │   │   ├── adjoint · depuis 2014-06-01 [decree]
    │   │   │   └── aucun titulaire à ces conditions
    │   │   └── directeur · depuis 2014-06-01 [decree]
    │   │       └── vacant · de 2016-08-01 à 2016-08-31 [decree]
    │   └── héberge
    │       └── Observatoire · de 2014-06-01 à 2017-12-31 [decree]
    └── mission Europe · de [2014-03-31..2014-04-03] à 2019-12-31 [decree]
"""
    )


def test_every_statement_with_all_its_sources_and_notes(show: Run) -> None:
    assert _shown(show, "cget", "--as-of", "2018-06-01", "--full") == (
        """\
Commissariat général (CGET)
cget · le 2018-06-01 · révision 1 du 2026-11-01
existe le 2018-06-01 ; durée de vie : de [2014-03-31..2014-04-03] à 2019-12-31
autorité ou rattachement : ministre de la Cohésion · de 2018-01-01 à 2019-12-31
[decree, art. 1]

Commissariat général (CGET)
├── existence
│   └── de [2014-03-31..2014-04-03] à 2019-12-31 [decree, art. 1]
├── nature d'organisation
│   └── STATE_SERVICE [decree, art. 1]
├── nom
│   └── Commissariat général [decree, art. 1]
├── sigle
│   └── CGET · de [2014-03-31..2014-04-03] à 2019-12-31 [decree, art. 1]
├── mission
│   ├── Conseiller le Gouvernement · depuis 2014-04-03 [decree, art. 1]
│   └── Animer les réseaux [page~, [2017-05-17..]]
├── postes
│   └── commissaire général · de [2014-03-31..2014-04-03] à 2019-12-31 [decree,
│       art. 1]
│       └── titulaire inconnu du registre
├── secrétariat de
│   └── Comité · depuis 2014-04-03 [decree, art. 1]
└── unités
    ├── ? direction de la ville · de 2014-06-01 à [2016-08-11..] [decree, art.
    │   1]
    │   ├── existence
    │   │   └── de [2014-03-31..2014-04-03] à 2019-12-31 [decree, art. 1]
    │   ├── nature d'organisation
    │   │   └── DIRECTORATE [decree, art. 1]
    │   ├── nom
    │   │   └── direction de la ville [decree, art. 1]
    │   ├── postes
    │   │   ├── adjoint · depuis 2014-06-01 [decree, art. 1]
    │   │   │   └── titulaire inconnu du registre
    │   │   └── directeur · depuis 2014-06-01 [decree, art. 1]
    │   │       └── titulaire inconnu du registre
    │   └── unités
    │       └── bureau des quartiers · depuis [2015-01-01..2016-12-31] [decree,
    │           art. 1]
    │           ├── existence
    │           │   └── depuis 2015-01-01 [decree, art. 1]
    │           ├── nature d'organisation
    │           │   └── SERVICE [decree, art. 1]
    │           └── nom
    │               └── bureau des quartiers [decree, art. 1]
    └── mission Europe · de [2014-03-31..2014-04-03] à 2019-12-31 [decree, art.
        1]
        ├── existence
        │   └── de [2014-03-31..2014-04-03] à 2019-12-31 [decree, art. 1]
        ├── nature d'organisation
        │   └── MISSION_UNIT [decree, art. 1]
        └── nom
            └── mission Europe [decree, art. 1]
"""
    )


def test_a_figure_a_note_and_a_source_read_in_another_are_shown_in_full(show: Run) -> None:
    shown = _shown(show, "cget", "--as-of", "2016-08-11", "--full", "--lang", "en")
    assert (
        "authority: Prime Minister, “sous l'autorité” · from [2014-03-31..2014-04-03] to\n"
        "2017-12-31 [decree, art. 1; page~, 2016-08-11; report*, via page]\n"
        "The decree says so.\n"
    ) in shown
    assert "staff: about 1300.5 people per year (2016) · from 2016-01-01 to" in shown


def test_what_one_source_states(show: Run) -> None:
    assert _shown(show, "cget", "--as-of", "2015-11-24", "--stated-by", "page") == (
        """\
Commissariat général (CGET)
cget · le 2015-11-24 · révision 1 du 2026-11-01 · selon page seul
existe le 2015-11-24 ; durée de vie : de [2014-03-31..2014-04-03] à 2019-12-31
autorité ou rattachement : ? Premier ministre, “sous l'autorité” · de
[2014-03-31..2014-04-03] à 2017-12-31 [page~ decree report*]
autorité ou rattachement : ? ministre de la Cohésion (réfuté) · 2015-11-24
[page~]

Commissariat général (CGET)
└── mission 1 (--full les montre)
"""
    )


def test_the_register_itself_does_not_show_what_it_rejects(show: Run) -> None:
    shown = _shown(show, "--as-of", "2015-11-24", "--lang", "en")
    assert [line for line in shown.splitlines() if line.startswith("authority")] == [
        "authority: Prime Minister, “sous l'autorité” · from [2014-03-31..2014-04-03] to"
    ]


NOTHING_ELSE = "\nthe register says nothing else of it on that day\n"


@pytest.mark.parametrize(
    ("slug", "day", "shown"),
    [
        (
            "cget",
            "2014-03-30",
            """\
does not exist yet on 2014-03-30; lifespan: from [2014-03-31..2014-04-03] to
2019-12-31
""",
        ),
        (
            "cget",
            "2020-01-01",
            """\
no longer exists on 2020-01-01; lifespan: from [2014-03-31..2014-04-03] to
2019-12-31
after: Agency [decree]
""",
        ),
        (
            "agency",
            "2014-03-30",
            """\
does not exist yet on 2014-03-30; lifespan: from 2020-01-01
before: General Commission (CGET) [decree]
""",
        ),
        (
            "observatory",
            "2011-05-01",
            """\
does not exist on 2011-05-01, between two periods of existence; periods of
existence: from 2005-01-01 to 2010-12-31, from 2012-01-01 to 2017-12-31
""",
        ),
    ],
    ids=["not yet", "ceased", "not yet, with what came before", "interrupted"],
)
def test_a_day_outside_its_life_is_said_in_a_sentence(slug: str, day: str, shown: str, show: Run) -> None:
    assert _shown(show, slug, "--as-of", day, "--lang", "en").split("\n", 2)[2] == shown + NOTHING_ELSE


def test_a_day_on_which_it_only_may_exist(show: Run) -> None:
    shown = _shown(show, "cget", "--as-of", "2014-04-01")
    assert "existe peut-être le 2014-04-01 ; durée de vie" in shown
    assert "autorité ou rattachement : ? Premier ministre" in shown


def test_an_organization_without_authority_is_said_to_have_none_stated(show: Run) -> None:
    assert "authority: no statement on that day\n" in _shown(show, "committee", "--as-of", "2016-01-01", "--lang", "en")


def test_without_a_day_it_is_today(show: Run) -> None:
    assert "n'existe plus le " in _shown(show)


@pytest.fixture
def corrected(register: str, engine: Engine, tmp_path: Path) -> str:
    """With a second revision, of 2026-11-02, in which the body has another name."""
    renamed = FILES[CGET].replace("fr: Commissariat général", "fr: Commissariat renommé")
    dataset = dataset_from_folder(write_seeds(tmp_path / "corrected", {CGET: renamed}))
    record(engine, dataset, "Bob", "Correct the name", datetime(2026, 11, 2, tzinfo=UTC))
    return register


@pytest.mark.usefixtures("corrected")
@pytest.mark.parametrize(
    ("arguments", "name", "revision"),
    [
        ((), "Commissariat renommé (CGET)", "révision 2 du 2026-11-02"),
        (("--revision", "1"), "Commissariat général (CGET)", "révision 1 du 2026-11-01"),
        (("--revision", "2"), "Commissariat renommé (CGET)", "révision 2 du 2026-11-02"),
        (("--known-at", "2026-11-01T23:59:59Z"), "Commissariat général (CGET)", "révision 1 du 2026-11-01"),
        (("--known-at", "2026-11-02T01:00:00+01:00"), "Commissariat renommé (CGET)", "révision 2 du 2026-11-02"),
    ],
)
def test_an_older_revision_says_what_it_said(arguments: tuple[str, ...], name: str, revision: str, show: Run) -> None:
    first, second, *_ = _shown(show, "--as-of", "2016-08-11", *arguments).splitlines()
    assert (first, second) == (name, f"cget · le 2016-08-11 · {revision}")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--as-of", "2016-02-30"), "BAD_USER_INPUT: '2016-02-30': does not exist."),
        (("--as-of", "yesterday"), "BAD_USER_INPUT: 'yesterday': is not a day."),
        (("cgte",), "NOT_FOUND: organization 'cgte': is not known in revision 1. Did you mean 'cget'?"),
        (("zzz",), "NOT_FOUND: organization 'zzz': is not known in revision 1. Take the slug"),
        (("jane",), "NOT_FOUND: organization 'jane': is one of the type person. Take"),
        (("--stated-by", "pagee"), "BAD_USER_INPUT: source 'pagee': is not known in revision 1. Did you mean 'page'?"),
        (("--stated-by", "zzz"), "BAD_USER_INPUT: source 'zzz': is not known in revision 1. Take the slug"),
        (("--revision", "7"), "BAD_USER_INPUT: revision 7: was never recorded. Choose from 1 to 1"),
        (("--revision", "-1"), "BAD_USER_INPUT: revision -1: was never recorded."),
        (("--revision", "0"), "NOT_FOUND: the register: holds nothing then."),
        (("--known-at", "2020-01-01T00:00:00Z"), "NOT_FOUND: the register: holds nothing then."),
        (("--known-at", "2026-11-02"), "BAD_USER_INPUT: '2026-11-02': is not an instant."),
        (
            ("--known-at", "2026-11-02T00:00:00Z", "--revision", "1"),
            "BAD_USER_INPUT: --revision and --known-at: were both given.",
        ),
    ],
)
def test_what_cannot_be_shown_is_told_in_one_line(arguments: tuple[str, ...], told: str, show: Run) -> None:
    result = show(*arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(f"error: {told}")


def test_an_empty_register_holds_nothing(run: Run, database_url: str) -> None:
    result = run("show", "--database-url", database_url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: NOT_FOUND: the register: holds nothing then. ")


def test_a_terminal_gets_colours_and_the_same_words(run: Run, register: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("show", "--as-of", "2016-08-11", "--database-url", register).stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = run("show", "--as-of", "2016-08-11", "--database-url", register).stdout
    assert "\x1b[" in coloured
    assert len(coloured.splitlines()) == len(plain.splitlines())


def test_whatever_an_organization_may_be_tied_by_is_shown_of_it_and_of_its_units(
    run: Run, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    ties = ("AUTHORITY", "DISPOSAL", "HOSTED_BY", "PORTFOLIO_OF", "SECRETARIAT_OF", "SUPERVISES", "SUPPORTS")
    told = "".join(said(predicate, "object: minister") for predicate in ties)
    seeds = write_seeds(
        tmp_path / "tied",
        {name: FILES[name] + told for name in ("organizations/committee.yaml", "organizations/direction.yaml")},
    )
    record(engine, dataset_from_folder(seeds), "Ada", "Tie them", datetime(2026, 11, 1, tzinfo=UTC))
    for slug in ("committee", "cget"):
        shown = run(
            "show", slug, "--as-of", "2018-06-01", "--full", "--lang", "en", "--database-url", database_url
        ).stdout
        for label in ("authority", "disposal", "hosted by", "portfolio of", "secretariat of", "supervises", "supports"):
            assert label in shown
        assert shown.count("Minister for Cohesion [decree, art. 1]") == len(ties)
