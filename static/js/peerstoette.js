"use strict";
// A refused form starts with its error summary, also for the keyboard and the screen reader.
document.querySelector(".ps-errors")?.focus();

// A link in the summary puts the cursor into its field, not only the page beside it.
for (const link of document.querySelectorAll(".ps-errors a[href^='#']")) {
  link.addEventListener("click", (event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}
