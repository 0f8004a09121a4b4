"""Pages of the explorer as a browser without scripts receives them: the shipped register, through the front door."""

from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

_VOID = {"meta", "link", "input", "img", "br", "hr"}
LOADED = {("script", "src"), ("link", "href"), ("img", "src"), ("source", "src"), ("iframe", "src")}


class Page(HTMLParser):
    """What a page says, part by part: its `title`, `lang`, `headings`, `links` with their words, `heads` (the links of
    its head), `ids`, what it `loads`, what stands `inline`, and the words of the whole."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.lang = ""
        self.title = ""
        self.headings: list[tuple[int, str]] = []
        self.links: list[tuple[str, str]] = []
        self.heads: dict[str, str] = {}
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.inline: list[str] = []
        self.says = ""
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.feed(html)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.lang = given["lang"]
        if tag == "link":
            self.heads.setdefault(given["rel"], given["href"])
        self.loads += [
            value
            for name, value in given.items()
            if (tag, name) in LOADED and given.get("rel") not in ("canonical", "alternate")
        ]
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.inline += [f"{tag} href" for value in given.values() if value.strip().startswith("javascript:")]
        if tag in ("style", "base", "object", "embed", "iframe"):
            self.inline.append(tag)
        if tag not in _VOID:
            self._open.append((tag, given, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.says += data
        for _, _, words in self._open:
            words.append(data)
        if self._open and self._open[-1][0] == "script" and data.strip():
            self.inline.append("script")

    def handle_endtag(self, tag: str) -> None:
        opened, given, words = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        text = " ".join("".join(words).split())
        if tag == "title":
            self.title = text
        elif tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), text))
        elif tag == "a" and "href" in given:
            self.links.append((text, given["href"]))


def shown(client: TestClient, address: str, **headers: str) -> Page:
    """Fails for an address that is not answered by a page."""
    answer: Any = client.get(address, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text[:500]
    return Page(answer.text)


def refused(client: TestClient, address: str) -> tuple[int, Page]:
    answer: Any = client.get(address)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.status_code, Page(answer.text)
