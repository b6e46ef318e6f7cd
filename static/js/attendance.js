"use strict";
// Attendance on the phone: the page works without this; it counts, fills in the rest and hides
// what does not apply.
const form = document.querySelector("[data-attendance]");
const people = [...form.querySelectorAll("[data-person]")];
const counter = document.querySelector("[data-answered]");
const rest = form.querySelector("[data-rest]");
const net = document.querySelector("[data-net]");

const chosen = (person) => person.querySelector("input:checked");

function say(held) {
  const choice = form.querySelector(`input[name="held"][value="${held}"]`);
  if (choice && !form.querySelector('input[name="held"]:checked')) choice.checked = true;
}

function refresh() {
  const held = form.querySelector('input[name="held"]:checked')?.value;
  for (const part of form.querySelectorAll("[data-when]")) {
    part.hidden = part.dataset.when === "no" ? held !== "no" : held === "no";
  }
  for (const person of people) {
    const missing = person.querySelector("[data-missing]");
    if (missing) missing.hidden = Boolean(chosen(person));
  }
  const answered = people.filter(chosen).length;
  if (counter) counter.textContent = answered;
  if (rest) rest.hidden = answered === people.length;
}

form.addEventListener("change", (event) => {
  // whoever answers what is asked of a held one says that it was held
  if (event.target.closest('[data-when="yes"]')) say("yes");
  refresh();
});

rest?.addEventListener("click", () => {
  for (const person of people) {
    if (!chosen(person)) person.querySelector("input").checked = true;
  }
  say("yes");
  refresh();
});

form.addEventListener("submit", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  net.textContent = net.dataset.offline;
});

// a quick thumb may have answered before this was loaded
if (form.querySelector('[data-when="yes"] input:checked')) say("yes");
refresh();
