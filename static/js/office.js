"use strict";
// A field of the back office that searches while one types stands in for a select: it takes over the
// name of the select's label.
function nameFields() {
  for (const shown of document.querySelectorAll(".select2")) {
    const label = shown.previousElementSibling?.labels?.[0];
    if (!label) continue;
    const value = shown.querySelector(".select2-selection__rendered");
    label.id ||= `${label.htmlFor}_label`;
    shown.querySelector("[role=combobox]").setAttribute("aria-labelledby", `${label.id} ${value.id}`);
    value.setAttribute("aria-labelledby", label.id);
  }
}

// the fields are made in the same two moments, by a script that stands before this one
window.django?.jQuery?.(nameFields);
document.addEventListener("formset:added", nameFields);
