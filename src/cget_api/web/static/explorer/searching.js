// Search as you type: the results of the search page, as a list below the field.

const PAUSE = 180;
const parser = new DOMParser();

export function searching() {
  const form = document.querySelector("form.search");
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  list.hidden = true;
  form.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "suggestions");
  field.setAttribute("aria-expanded", "false");
  let waiting = null;
  let chosen = -1;

  const open = (shown) => {
    list.hidden = !shown;
    field.setAttribute("aria-expanded", String(shown));
    if (!shown) choose(-1);
  };
  const choose = (index) => {
    chosen = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    const option = list.children[index];
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const look = async () => {
    const asked = field.value.trim();
    if (asked.length < 2) return open(false);
    const address = new URL(form.action);
    address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    try {
      const answer = await fetch(address);
      const page = parser.parseFromString(await answer.text(), "text/html");
      if (field.value.trim() !== asked) return;
      list.replaceChildren(
        ...[...page.querySelectorAll(".found li")].slice(0, 8).map((found, index) => {
          const option = document.createElement("li");
          option.id = `found-${index}`;
          option.setAttribute("role", "option");
          const link = found.querySelector("a");
          const kind = document.createElement("span");
          kind.className = "label";
          kind.textContent = found.querySelector(".label").textContent;
          option.append(link.textContent, " ", kind);
          option.dataset.address = new URL(link.getAttribute("href"), address).href;
          return option;
        }),
      );
      open(list.children.length > 0);
      choose(-1);
    } catch {
      open(false);
    }
  };
  const go = (option) => {
    open(false);
    const link = document.createElement("a");
    link.href = option.dataset.address;
    document.body.append(link);
    link.click();
    link.remove();
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) event.preventDefault(), open(false);
    else if (list.hidden) return;
    else if (event.key === "ArrowDown") event.preventDefault(), choose(chosen >= last ? 0 : chosen + 1);
    else if (event.key === "ArrowUp") event.preventDefault(), choose(chosen <= 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) event.preventDefault(), go(list.children[chosen]);
  });
  field.addEventListener("blur", () => open(false));
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) go(option);
  });
}
