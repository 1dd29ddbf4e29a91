// Keys that save a way with the mouse. Never inside fields; the page leaves this file out where they are switched off.
"use strict";
(() => {
  const press = (selector) => {
    const found = document.querySelector(selector);
    if (found) found.click();
    return Boolean(found);
  };
  const go = (selector) => {
    const found = document.querySelector(selector);
    if (found) found.focus();
    return Boolean(found);
  };
  const keys = {
    "/": () => go("#searchbar") || go("#nav-filter"),
    "a": () => press(".object-tools .addlink"),
    "h": () => press("#site-name a"),
    "?": () => {
      const panel = document.getElementById("shortcuts");
      panel.open = true;
      panel.scrollIntoView();
      return go("#shortcuts summary");
    },
  };
  const writes = (target) => target.isContentEditable || target.closest("input,select,textarea,[role=combobox],[role=textbox]");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    const saves = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "s";
    if (saves) {
      if (press("input[name=_continue],button[name=_continue]")) event.preventDefault();
    } else if (!event.ctrlKey && !event.metaKey && !writes(event.target) && keys[event.key] && keys[event.key]()) {
      event.preventDefault();
    }
  });
})();
