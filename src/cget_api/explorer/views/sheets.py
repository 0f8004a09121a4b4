"""One thing on a page: an organisation, a post, a person, an event, a statement."""

from cget_api.explorer.view import Asking, View, found

_LINES = [
    "names",
    "legalNature",
    "missions",
    "fieldsOfAction",
    "territories",
    "partners",
    "descriptions",
    "identifiers",
    "figures",
    "authorities",
    "supervisedBy",
    "disposals",
    "partOf",
    "units",
    "hostedBy",
    "hosts",
    "secretariats",
    "secretariatOf",
    "authorityOver",
    "supervises",
    "supports",
    "supportedBy",
    "portfolios",
    "portfolioOf",
    "programmes",
    "sites",
    "posts",
]


async def organization(asking: Asking) -> View:
    lens = asking.lens
    answer = await asking.ask("organization", slug=asking.slug, **lens.narrowed, lang=lens.language)
    body = found(answer["organization"], "organization", asking.slug)
    shown = {"body": body, "speaks": any(body[line] for line in _LINES)}
    path = f"organizations/{body['slug']}"
    return View("organization.html", body["name"], path, "plate", body["revision"], shown, stated_by=body["statedBy"])


async def post(asking: Asking) -> View:
    lens = asking.lens
    answer = await asking.ask("post", slug=asking.slug, **lens.narrowed, lang=lens.language)
    held = found(answer["post"], "post", asking.slug)
    path = f"posts/{held['slug']}"
    return View("post.html", held["name"], path, "plate", held["revision"], {"post": held}, stated_by=held["statedBy"])


async def person(asking: Asking) -> View:
    lens = asking.lens
    answer = await asking.ask("person", slug=asking.slug, **lens.narrowed, lang=lens.language)
    holder = found(answer["person"], "person", asking.slug)
    path = f"persons/{holder['slug']}"
    shown = {"person": holder}
    return View("person.html", holder["name"], path, "plate", holder["revision"], shown, stated_by=holder["statedBy"])


async def event(asking: Asking) -> View:
    lens = asking.lens
    answer = await asking.ask("event", slug=asking.slug, **lens.recorded, lang=lens.language)
    events = [event_ for event_ in answer["timeline"]["nodes"] if event_["slug"] == asking.slug]
    happened = found(next(iter(events), None), "event", asking.slug)
    path = f"events/{happened['slug']}"
    return View("event.html", happened["name"], path, "events", answer["timeline"]["revision"], {"event": happened})


async def statement(asking: Asking) -> View:
    """By its key, which is the same in every database."""
    lens = asking.lens
    answer = await asking.ask("statement", key=asking.slug, **lens.recorded, lang=lens.language)
    said = found(next(iter(answer["statements"]["nodes"]), None), "statement", asking.slug)
    title = f"{said['subject']['name']}, {asking.words.predicate(said['predicate'])}"
    path = f"statements/{said['key']}"
    return View("statement.html", title, path, "sources", answer["statements"]["revision"], {"statement": said})
