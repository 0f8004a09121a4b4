"""Pages that list: the chronology, the sources, what was found, the revisions."""

from itertools import groupby

from cget_api.explorer.view import Asking, View, found

_KINDS = ("LEGAL_ACT", "OFFICIAL_PAGE", "PARLIAMENTARY_RECORD", "ARCHIVAL_RECORD", "REPORT", "PRESS", "OTHER")
_LONGEST_TEXT = 200


async def events(asking: Asking) -> View:
    answer = await asking.ask("events", **asking.lens.recorded, lang=asking.lens.language)
    timeline = answer["timeline"]
    years = groupby(timeline["nodes"], key=lambda event: (event["occurredEarliest"] or "")[:4])
    shown = {"decades": [(year, list(group)) for year, group in years], "count": timeline["totalCount"]}
    return View("events.html", asking.words["events_title"], "events", "events", timeline["revision"], shown)


async def sources(asking: Asking) -> View:
    listed = (await asking.ask("sources", **asking.lens.recorded))["sources"]
    by_kind = [(kind, [source for source in listed["nodes"] if source["sourceKind"] == kind]) for kind in _KINDS]
    shown = {"kinds": [(kind, group) for kind, group in by_kind if group], "count": listed["totalCount"]}
    return View("sources.html", asking.words["sources_title"], "sources", "sources", listed["revision"], shown)


async def source(asking: Asking) -> View:
    lens = asking.lens
    answer = await asking.ask("source", slug=asking.slug, **lens.recorded, lang=lens.language)
    document = found(answer["source"], "source", asking.slug)
    statements = document["statements"]["nodes"]
    subjects: dict[str, list[object]] = {}
    named: dict[str, object] = {}
    for statement in statements:
        named.setdefault(statement["subject"]["slug"], statement["subject"])
        subjects.setdefault(statement["subject"]["slug"], []).append(statement)
    printed = document["publishedOn"] or document["signedOn"] or ""
    day = printed if len(printed) == len("2016-08-11") else lens.as_of
    shown = {
        "source": document,
        "relations": [relation for relation in document["relations"] if relation["kind"] != "EDITION_OF"],
        "subjects": [(named[slug], group) for slug, group in subjects.items()],
        "source_day": day,
        "seen_day": lens.as_of,
    }
    path = f"sources/{document['slug']}"
    return View("source.html", document["title"], path, "sources", answer["sources"]["revision"], shown)


async def search(asking: Asking) -> View:
    text = asking.parameters.get("text", "").strip()[:_LONGEST_TEXT]
    lens, title = asking.lens, asking.words["search_title"]
    if not text:
        return View("search.html", title, "search", "search", None, {"found": (), "text": ""})
    answer = (await asking.ask("search", text=text, **lens.narrowed, lang=lens.language))["organizations"]
    shown = {"found": answer["nodes"], "count": answer["totalCount"], "text": text}
    return View("search.html", f"{title} : {text}", "search", "search", answer["revision"], shown, {"text": text})


async def revisions(asking: Asking) -> View:
    answer = await asking.ask("revisions")
    listed = answer["revisions"]["nodes"]
    shown = {"revisions": listed, "register": answer["register"]}
    return View(
        "revisions.html",
        asking.words["revisions_title"],
        "revisions",
        "revisions",
        listed[-1] if listed else None,
        shown,
    )
