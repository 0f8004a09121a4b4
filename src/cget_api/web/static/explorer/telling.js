// Words for who looks and for who listens.

const words = () => JSON.parse(document.querySelector("main").dataset.words ?? document.body.dataset.words);

/** A word of the page's language. */
export const word = (name) => words()[name];

/** Says to who listens what is shown, and what changed. */
export function announce() {
  const changes = [...document.querySelectorAll("#changes li")].map((item) => item.textContent.replace(/\s+/g, " ").trim());
  say([document.querySelector("h1")?.textContent.replace(/\s+/g, " ").trim(), ...changes.slice(0, 3)].join(". "));
}

export function say(text) {
  document.getElementById("status").textContent = text;
}

/** Shows a message at the edge, with what to do about it. */
export function tell(kind, act) {
  document.querySelector(".toast")?.remove();
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.setAttribute("role", kind === "gone" ? "alert" : "status");
  const text = document.createElement("span");
  text.textContent = word(kind);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = word(kind === "gone" ? "retry" : "show");
  button.addEventListener("click", () => {
    toast.remove();
    act();
  });
  toast.append(text, button);
  document.body.append(toast);
}

export function untell() {
  document.querySelector(".toast")?.remove();
}
