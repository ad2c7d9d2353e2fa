// Follows the chats, sends on Enter, and tells faults. Everything else is htmx's.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  if (document.getElementById("events")) {
    const events = new EventSource("/events");
    events.addEventListener("changed", () => htmx.trigger(document.body, "changed"));
  }
  document.querySelectorAll(".log").forEach(scrollDown);
  // What a person has opened stays open while the rest of its part is put in place.
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name) => name !== "open";
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter") sendOnEnter(event);
  if (event.key === "ArrowUp" || event.key === "ArrowDown") moveInResults(event);
  if (event.key === "Escape") closeOverlays(event.target);
});

function sendOnEnter(event) {
  const isMessage = event.target.classList?.contains("message-text");
  if (isMessage && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector(".send"));
  }
}

// The arrow keys go from the text into the results above it and back.
function moveInResults(event) {
  const form = event.target.closest(".composer");
  const results = form ? [...form.querySelectorAll(".inline-results button, .menu[open] .menu-list button")] : [];
  const isInside = results.includes(event.target);
  if (!results.length || !(isInside || event.target.matches(".message-text, summary"))) return;
  event.preventDefault();
  const text = form.querySelector(".message-text");
  const stops = [...results, text];
  const index = stops.indexOf(isInside ? event.target : text) + (event.key === "ArrowUp" ? -1 : 1);
  stops.at(index % stops.length).focus();
}

function closeOverlays(from) {
  const form = from.closest(".composer");
  if (!form) return;
  form.querySelectorAll(".menu[open]").forEach((menu) => menu.removeAttribute("open"));
  form.querySelector(".inline-results").replaceChildren();
  form.querySelector(".message-text").focus();
}

function scrollDown(log) {
  log.scrollTop = log.scrollHeight;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const log = event.detail.target;
  if (log.classList.contains("log")) log.dataset.last = log.querySelector("article:last-of-type")?.id ?? "";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  if (target.classList.contains("log")) {
    if ((target.querySelector("article:last-of-type")?.id ?? "") !== target.dataset.last) scrollDown(target);
  }
  if (target.id === "why" && !target.open) target.showModal();
  if (target.classList.contains("composer")) showComposer(target.id);
  target.querySelector?.("dialog:not([open])")?.showModal();
});

function showComposer(id) {
  const tab = document.getElementById(id.replace("composer", "tab"));
  if (tab) tab.checked = true;
  document.getElementById(id)?.querySelector("textarea")?.focus();
}

document.addEventListener("htmx:responseError", (event) => {
  document.getElementById("fault").textContent = event.detail.xhr.responseText;
});

document.addEventListener("htmx:sendError", () => {
  document.getElementById("fault").textContent = "The desk does not answer; is `legwise desk` still running?";
});

document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("fault").textContent = "";
});

// A form that htmx has not taken over yet would load the page anew, and what was typed would be gone.
document.addEventListener("submit", (event) => {
  if (event.target.hasAttribute("hx-post")) event.preventDefault();
});
