// Time: the slider over the strip, the arrow keys from change to change, and playing.

import { say, word } from "./telling.js";

const DAY = 86_400_000;
const PACE = 1_700;
const GLANCE = 120;
let playing = null;
let turn = null;
let glance = null;
let glancing = null;

const dayOf = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
const textOf = (day) => new Date(Math.round(day) * DAY).toISOString().slice(0, 10);

/** The scale of the strip, from its stops. */
class Scale {
  constructor(text) {
    this.stops = text.split(", ").map((stop) => stop.split(" ")).map(([day, place]) => [dayOf(day), Number(place)]);
  }
  place(day) {
    for (let i = 1; i < this.stops.length; i++) {
      const [[begin, left], [end, right]] = [this.stops[i - 1], this.stops[i]];
      if (day <= end) return left + ((right - left) * Math.max(day - begin, 0)) / (end - begin);
    }
    return 100;
  }
  day(place) {
    for (let i = 1; i < this.stops.length; i++) {
      const [[begin, left], [end, right]] = [this.stops[i - 1], this.stops[i]];
      if (place <= right) return begin + ((end - begin) * Math.max(place - left, 0)) / (right - left);
    }
    return this.stops.at(-1)[0];
  }
}

const inWords = (day) =>
  new Intl.DateTimeFormat(document.documentElement.lang === "fr" ? "fr-FR" : "en-GB", { dateStyle: "long", timeZone: "UTC" }).format(day * DAY);

function addressOn(day) {
  const address = new URL(document.querySelector("link[rel=canonical]").href);
  address.searchParams.set("asOf", day);
  return address.href;
}

/** Goes to the change before or after, where there is one. */
async function step(which) {
  const link = document.getElementById(which);
  return link?.href ? turn(link.href) : false;
}

function stop() {
  clearTimeout(playing);
  playing = null;
  const button = document.getElementById("play");
  if (button) [button.textContent, button.ariaPressed] = [button.dataset.start, "false"];
}

async function play() {
  const went = await step("next");
  if (playing === null) return;
  if (!went) return stop();
  playing = setTimeout(play, PACE);
}

export function timing(turning, looking) {
  [turn, glance] = [turning, looking];
  const strip = document.querySelector(".strip");
  if (!strip) return void stop();
  const button = document.getElementById("play");
  button.hidden = false;
  button.dataset.start = button.textContent;
  if (playing !== null) [button.textContent, button.ariaPressed] = [button.dataset.stop, "true"];
  button.addEventListener("click", () => {
    if (playing !== null) return stop();
    [button.textContent, button.ariaPressed] = [button.dataset.stop, "true"];
    playing = setTimeout(play, 0);
  });
  slide(strip, new Scale(strip.dataset.stops));
}

function slide(strip, scale) {
  const slider = strip.querySelector("#slider");
  slider.hidden = false;
  slider.value = scale.place(dayOf(strip.dataset.day)) * 100;
  const [line, label] = strip.querySelectorAll("#hand > *");
  slider.addEventListener("input", () => {
    const day = scale.day(slider.value / 100);
    const place = `${slider.value / 100}%`;
    for (const name of ["x1", "x2"]) line.setAttribute(name, place);
    label.setAttribute("x", place);
    label.textContent = slider.ariaValueText = inWords(Math.round(day));
    clearTimeout(glancing);
    glancing = setTimeout(() => glance(addressOn(textOf(day))), GLANCE);
  });
  slider.addEventListener("change", () => clearTimeout(glancing) ?? turn(addressOn(textOf(scale.day(slider.value / 100)))));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
  const on = event.target;
  const slider = on.id === "slider";
  if (!document.querySelector(".strip") || document.querySelector("dialog[open]")) return;
  if (!slider && on.closest("input, select, textarea, [contenteditable]")) return;
  const which = { ArrowLeft: "previous", ArrowRight: "next" }[event.key];
  if (which) {
    event.preventDefault();
    stop();
    step(which).then((went) => went || say(document.getElementById(which)?.textContent.trim() ?? ""));
  } else if (event.key === "Escape" && playing !== null) {
    stop();
    say(word("stopped"));
  }
});
