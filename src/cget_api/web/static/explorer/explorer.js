// Makes the pages of the server quicker to turn. Each view stays what its address says: the same page is asked for, and
// its content takes the place of the one before.

import { announce, tell } from "./telling.js";
import { copying } from "./copying.js";
import { followNews } from "./news.js";
import { searching } from "./searching.js";
import { sheets } from "./sheets.js";
import { timing } from "./timing.js";

const parser = new DOMParser();
let turning = null;
let shown = "";

const withoutHash = (address) => address.replace(/#.*$/, "");

/** The page at an address, or null where another was asked for since. Throws where the service is gone. */
async function fetched(address) {
  turning?.abort();
  const mine = (turning = new AbortController());
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    const type = answer.headers.get("content-type") ?? "";
    if (!type.startsWith("text/html")) return location.assign(address), null;
    return parser.parseFromString(await answer.text(), "text/html");
  } catch (error) {
    if (error.name === "AbortError") return null;
    throw error;
  }
}

/** Puts a page in the place of the one shown; what had the focus keeps it where it is still there. */
function show(page, { quietly = false } = {}) {
  const focused = document.activeElement?.id;
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  for (const kind of ["canonical", "alternate"]) {
    const link = document.querySelector(`link[rel=${kind}]`);
    const other = page.querySelector(`link[rel=${kind}]`);
    if (link && other) link.replaceWith(other);
  }
  for (const part of [".skip", ".masthead", "main", "footer"]) {
    document.querySelector(`body > ${part}`).replaceWith(page.querySelector(`body > ${part}`));
  }
  Object.assign(document.body.dataset, page.body.dataset);
  shown = withoutHash(location.href);
  dress();
  if (focused && focused !== "main") document.getElementById(focused)?.focus({ preventScroll: true });
  if (!quietly) announce();
}

/** Turns to an address; `how` is push, replace or none, as history has it. */
export async function turn(address, { how = "push", top = false, quietly = false } = {}) {
  const main = document.querySelector("main");
  const waiting = setTimeout(() => main.classList.add("waiting"), 250);
  try {
    const page = await fetched(address);
    if (page === null) return false;
    if (how === "push") history.pushState(null, "", address);
    if (how === "replace") history.replaceState(null, "", address);
    show(page, { quietly });
    if (top) {
      scrollTo({ top: 0 });
      document.querySelector("main").focus({ preventScroll: true });
    }
    return true;
  } catch {
    tell("gone", () => turn(address, { how, top, quietly }));
    return false;
  } finally {
    clearTimeout(waiting);
    main.classList.remove("waiting");
  }
}

/** Shows the organigram of an address, while the slider is still held. */
export async function glance(address) {
  try {
    const page = await fetched(address);
    if (page?.querySelector("#plate")) {
      for (const part of ["#plate", "h1"]) document.querySelector(part).replaceWith(page.querySelector(part));
    }
  } catch {
    // Said when the slider is let go.
  }
}

function ours(link) {
  const address = new URL(link.href, location.href);
  const base = new URL(document.body.dataset.up, location.href);
  if (address.origin !== location.origin || !address.pathname.startsWith(base.pathname)) return null;
  const path = address.pathname.slice(base.pathname.length);
  return /^(graphi?ql|graphql|queries\/|static\/)/.test(path) || address.hash ? null : address;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const address = ours(link);
  if (!address) return;
  event.preventDefault();
  if (link.classList.contains("source")) return sheets.open(address, link);
  const stays = Boolean(link.closest("#time, .languages"));
  turn(address.href, { top: !stays });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "get") return;
  event.preventDefault();
  const address = new URL(form.action);
  address.search = "";
  for (const [name, value] of new FormData(form)) if (value !== "") address.searchParams.append(name, value);
  turn(address.href, { top: !form.closest("#time") });
});

addEventListener("popstate", () => withoutHash(location.href) !== shown && turn(location.href, { how: "none" }));

/** What is new on a page is given its behaviour. */
function dress() {
  copying();
  searching();
  timing(turn, glance);
}

// Relative to the page that was loaded, whatever the address becomes.
for (const link of document.querySelectorAll("head link[rel=icon]")) link.href = `${link.href}`;
dress();
followNews(turn);
// The address holds the whole of the view, also where it was left to the service to choose.
const canonical = document.querySelector("link[rel=canonical]");
if (canonical && !document.querySelector(".error")) history.replaceState(null, "", canonical.href + location.hash);
shown = withoutHash(location.href);
