// Copying: the reference of a view, and the GraphQL that produced it.

import { say, word } from "./telling.js";

async function copy(text, button) {
  await navigator.clipboard.writeText(text);
  const named = button.textContent;
  button.textContent = word("copied");
  say(word("copied"));
  setTimeout(() => (button.textContent = named), 2_000);
}

/** The reference, with the address under which the reader sees the service. */
function reference() {
  const place = document.getElementById("reference");
  const pinned = new URL(place.dataset.pinned, location.href).href;
  place.textContent = place.textContent.replace(/https?:\/\/\S+$/, pinned);
  return place.textContent;
}

/** Every document that was asked, each after its variables. */
async function queries() {
  const asked = [...document.querySelectorAll("#queries li")].map(async (item) => {
    const answer = await fetch(item.querySelector("a").href);
    const variables = item.querySelector("code").textContent;
    return `# variables: ${variables.replace(/\n\s*/g, " ")}\n${await answer.text()}`;
  });
  return (await Promise.all(asked)).join("\n");
}

export function copying() {
  if (document.getElementById("reference")) reference();
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => copy(button.dataset.copy ? reference() : await queries(), button));
  }
}
