// Shows, beside a form on a wide screen, the page it would make: asked for anew when nothing was typed for two seconds.
"use strict";
(() => {
  const button = document.querySelector("[data-beside]");
  const form = button && button.closest("form");
  if (!form) return;
  const wide = matchMedia("(min-width: 1100px)");
  const offer = () => {
    button.hidden = !wide.matches;
    if (!wide.matches && frame) close();
  };
  const typed = () => {
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") words.append(name, value);
    return words.toString();
  };
  let frame = null;
  let clock = null;
  let before = null; // what stood in the form two seconds ago
  let shown = null;
  let asking = false;
  const show = async () => {
    const words = typed();
    const rested = words === before;
    before = words;
    if (asking || !rested || words === shown) return;
    asking = true;
    try {
      const answer = await fetch(button.dataset.beside, {
        method: "POST",
        body: words,
        redirect: "error", // signed out: the answer would be the sign-in page
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.body.inert = true; // to look at: its links lead out of the preview
      const from = frame && frame.contentWindow.scrollY;
      if (frame) {
        frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, from), { once: true });
        frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
        shown = words;
      }
    } catch {
      // no answer: the next two seconds ask again
    }
    asking = false;
  };
  const say = () => {
    button.setAttribute("aria-pressed", String(Boolean(frame)));
    document.body.classList.toggle("has-beside", Boolean(frame));
  };
  const open = () => {
    frame = document.createElement("iframe");
    frame.className = "beside";
    frame.title = button.dataset.title;
    frame.sandbox = "allow-same-origin"; // no scripts
    document.body.append(frame);
    before = typed();
    shown = null;
    show();
    clock = setInterval(show, 2000);
    say();
  };
  const close = () => {
    clearInterval(clock);
    frame.remove();
    frame = null;
    say();
  };
  button.addEventListener("click", () => (frame ? close() : open()));
  wide.addEventListener("change", offer);
  offer();
})();
