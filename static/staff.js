// Names the fields that Django's autocomplete (select2) leaves without one, so that they can be heard.
"use strict";
(() => {
  const words = (select) => {
    const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/:$/, "") : "");
  };
  const name = (select) => {
    const box = select.parentElement.querySelector(".select2-selection");
    const label = words(select);
    if (!box || !label) return;
    box.setAttribute("aria-label", label);
    const shown = box.querySelector(".select2-selection__rendered");
    if (box.classList.contains("select2-selection--single")) {
      box.id = box.id || `${select.id}-box`;
      box.setAttribute("aria-labelledby", `${box.id} ${shown.id}`);
      for (const claim of ["role", "aria-readonly"]) shown.removeAttribute(claim); // it shows a value, nobody writes in it
    } else {
      box.querySelector(".select2-search__field").setAttribute("aria-label", label);
    }
  };
  const nameAll = (root) => root.querySelectorAll("select.admin-autocomplete").forEach(name);
  // select2 starts in jQuery's own ready handlers, after this file has run
  document.addEventListener("DOMContentLoaded", () => setTimeout(() => nameAll(document)));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameAll(event.target)));
  document.addEventListener("focusin", (event) => {
    const open = event.target.matches(".select2-search__field") && document.querySelector(".select2-container--open");
    const select = open && open.parentElement.querySelector("select");
    if (!select) return;
    event.target.setAttribute("aria-label", words(select));
    const box = open.querySelector(".select2-selection");
    box.setAttribute("aria-controls", box.getAttribute("aria-owns") || ""); // a combobox says what it opens
  });
})();
