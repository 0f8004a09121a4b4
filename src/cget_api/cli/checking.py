"""`cget-api check`: the proof-reader over the seed files."""

from datetime import UTC, datetime

import typer

from cget_api.cli.failures import DIFFERS, FAILED
from cget_api.cli.options import AsJson, Seeds, folder_of_seeds, settings_from_options


def check(seeds: Seeds = None, as_json: AsJson = False) -> None:
    """Proof-read the seed files.

    First what is wrong with them as files; where nothing is, what cannot be or wants explaining: each with its code,
    its file and entry, what is found, and what to do. What is written down with a reason in known-findings.yaml is only
    counted; one that is not found any more is told.

    Exit status: 0 every finding is known; 2 one is new, or a known one is not found any more; 1 the files are wrong.

    \b
    Examples:
      cget-api check
      cget-api check --seeds ./seeds --json

    \b
    JSON: {"errors": [{"code", "file", "entry", "field", "problem", "remedy"}],
           "findings": [{"code", "file", "entry", "subject", "predicate",
                         "key", "about", "problem", "remedy",
                         "known": {"fr", "en"} or null}],
           "stale": [{"code", "subject", "predicate", "key", "about",
                      "problem", "remedy"}]}

    \b
    Codes of findings:
      NOT_IN_EXISTENCE          a statement about what did not exist that day
      SOURCE_AHEAD_OF_ITS_TIME  a source that names what came after it
      UNIT_OUTLIVES_PARENT      a unit that goes on after its last parent
      TWO_VALUES_A_DAY          two certain values where there can be but one
      UNEXPLAINED_GAP           days without a value, and no note says why
      PLAN_OVERTAKEN            a plan whose day has passed
    """
    from cget_api.cli.check_report import Check, json_from_check
    from cget_api.cli.reports import print_json
    from cget_api.cli.terminal import print_fitted
    from cget_api.core.consistency import findings
    from cget_api.core.index import index_from_dataset
    from cget_api.core.known_findings import Reviewed, reviewed
    from cget_api.dataset.loading import load
    from cget_api.dataset.places import places_of_statements

    loading = load(folder_of_seeds(settings_from_options(seeds=seeds)))
    if loading.dataset is None:
        checked = Check(loading.errors, Reviewed((), (), ()), {})
    else:
        register = index_from_dataset(loading.dataset, datetime.now(UTC))
        review = reviewed(register, findings(register), loading.known_findings)
        checked = Check((), review, places_of_statements(loading.dataset))
    if as_json:
        print_json(json_from_check(checked))
    else:
        print_fitted(checked)
    if checked.errors:
        raise typer.Exit(FAILED)
    if checked.review.new or checked.review.stale:
        raise typer.Exit(DIFFERS)
