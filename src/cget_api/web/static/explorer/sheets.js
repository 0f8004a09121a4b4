// Sources on demand: the page of a statement, laid over the view that shows it.

import { tell, word } from "./telling.js";

const parser = new DOMParser();

export const sheets = {
  async open(address, link) {
    try {
      const answer = await fetch(address);
      const page = parser.parseFromString(await answer.text(), "text/html");
      lay(page.querySelector("main .statement, main .title"), address, link);
    } catch {
      tell("gone", () => sheets.open(address, link));
    }
  },
};

function lay(content, address, link) {
  document.getElementById("sheet")?.remove();
  const sheet = document.createElement("dialog");
  sheet.id = "sheet";
  const close = document.createElement("button");
  close.className = "close";
  close.textContent = word("close");
  close.addEventListener("click", () => sheet.close());
  // Addresses of the page that was fetched are relative to it.
  for (const leading of content.querySelectorAll("a[href]")) leading.href = new URL(leading.getAttribute("href"), address).href;
  const title = content.querySelector("h1");
  title.id = "sheet-title";
  sheet.setAttribute("aria-labelledby", "sheet-title");
  sheet.append(close, content);
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet || event.target.closest("a")) sheet.close();
  });
  sheet.addEventListener("close", () => {
    sheet.remove();
    link.focus({ preventScroll: true });
  });
  document.body.append(sheet);
  sheet.showModal();
}
