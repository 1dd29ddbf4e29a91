// Sends what is typed in a long form to the server every 20 seconds if it changed, so that a crash loses little.
"use strict";
(() => {
  const line = document.querySelector("[data-keep]");
  const form = line && line.closest("form");
  if (!form) return;
  const typed = () => {
    const words = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") words.append(name, value);
    return words.toString();
  };
  let kept = null;
  let sending = null;
  const keep = async () => {
    const words = typed();
    if (kept === null) kept = words; // as the page was opened
    if (sending || words === kept) return;
    sending = new AbortController();
    try {
      const answer = await fetch(line.dataset.keep, {
        method: "POST",
        body: words,
        signal: sending.signal,
        redirect: "error", // signed out: the answer would be the sign-in page
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      });
      const said = answer.headers.get("Content-Type") === "application/json" ? (await answer.json()).words : "";
      if (answer.ok) kept = words;
      line.textContent = said || line.dataset.failed;
    } catch (stopped) {
      if (stopped.name !== "AbortError") line.textContent = line.dataset.failed;
    }
    sending = null;
  };
  addEventListener("load", () => setTimeout(keep)); // after the widgets have set themselves up
  const clock = setInterval(keep, 20000);
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.formTarget === "_blank") return; // a preview: the form stays open
    clearInterval(clock);
    if (sending) sending.abort();
  });
})();
