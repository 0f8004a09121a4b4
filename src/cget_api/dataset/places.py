"""Where in the seed files each statement of a dataset stands."""

from collections import Counter

from cget_api.core.model import Dataset
from cget_api.dataset.files import place_of_entity
from cget_api.dataset.form import place_of_statement
from cget_api.dataset.problems import Place


def places_of_statements(dataset: Dataset) -> dict[str, Place]:
    """By key. The dataset is as it was loaded: whole, with each subject's statements in the order of its file."""
    files = {entity.slug: place_of_entity(entity).file for entity in dataset.entities}
    numbers: Counter[str] = Counter()
    places: dict[str, Place] = {}
    for statement in dataset.statements:
        numbers[statement.subject] += 1
        file, number = files[statement.subject], numbers[statement.subject]
        places[statement.key] = place_of_statement(file, number, {"predicate": statement.predicate.value})
    return places
