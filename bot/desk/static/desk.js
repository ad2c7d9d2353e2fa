// Follows the chats, sends on Enter, and tells faults. Everything else is htmx's.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  if (document.getElementById("events")) {
    const events = new EventSource("/events");
    events.addEventListener("changed", () => htmx.trigger(document.body, "changed"));
  }
  document.querySelectorAll(".log").forEach(scrollDown);
});

document.addEventListener("keydown", sendOnEnter);

function sendOnEnter(event) {
  const isMessage = event.target.classList?.contains("message-text");
  if (isMessage && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector(".send"));
  }
}

function scrollDown(log) {
  log.scrollTop = log.scrollHeight;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const log = event.detail.target;
  if (log.classList.contains("log")) log.dataset.length = log.childElementCount;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  if (target.classList.contains("log") && target.childElementCount !== Number(target.dataset.length)) scrollDown(target);
  if (target.id === "why") target.focus();
  if (target.classList.contains("composer")) document.getElementById(target.id)?.querySelector("textarea")?.focus();
});

document.addEventListener("htmx:responseError", (event) => {
  document.getElementById("fault").textContent = event.detail.xhr.responseText;
});

document.addEventListener("htmx:sendError", () => {
  document.getElementById("fault").textContent = "The desk does not answer; is `legwise desk` still running?";
});

document.addEventListener("htmx:beforeRequest", () => {
  document.getElementById("fault").textContent = "";
});
