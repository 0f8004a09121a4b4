"""Asks by the client that ariadne-codegen generated, and prints what its types make of the answers."""

import datetime
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "__generated__" / "python"))

from register_client import Predicate, Register, StatementFilter  # generated beside the tests

client = Register(os.environ["CGET_GRAPHQL"])
organization = client.authority("cget", datetime.date(2015, 11, 24)).organization
assert organization is not None
(authority,) = organization.authorities
believed = client.believed(StatementFilter(subject="cget", predicate=[Predicate.FIGURE, Predicate.AUTHORITY]))
told = {
    "asOf": repr(organization.as_of),
    "existence": str(organization.existence),
    "recordedAtOffset": str(organization.revision.recorded_at.utcoffset()),
    "certainty": str(authority.certainty),
    "start": repr(authority.validity.start),
    "startLatest": repr(authority.validity.start_latest),
    "authority": authority.organization.slug,
    "types": sorted({type(node).__name__ for node in believed.statements.nodes}),
}
json.dump(told, sys.stdout)
