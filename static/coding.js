// The coding workbench by key, mouse and touch. A key touches the block it is in and the pane, never the whole text.
// Places are Unicode code points within a block, as the server counts them; sentences carry theirs in data-a and data-z.
"use strict";
(() => {
  const form = document.getElementById("coding");
  const text = document.getElementById("text");
  if (!form || !text) return;
  const find = (id) => document.getElementById(id);
  const [pick, say, search, jump, keyList] = ["pick", "say", "find", "jump", "keys"].map(find);
  const fields = form.elements;
  const words = form.dataset;
  const themes = () => form.querySelectorAll("#themes input");
  const undoable = [];
  let chosen = null; // { block, start, end, first, last }: places, and the sentences they touch
  let painted = [];
  let here = null; // the sentence keys go on from
  let saving = false;

  for (const part of document.querySelectorAll(".with-script")) part.hidden = part === jump;
  for (const part of document.querySelectorAll(".no-script")) part.hidden = true;

  const speak = (what) => {
    say.textContent = say.textContent === what ? `${what}\u00a0` : what;
  };
  const blockOf = (part) => part.closest(".blk");
  const sentencesIn = (block) => Array.from(block.querySelectorAll(".s"));
  const place = (part, side) => Number(part.dataset[side]);
  const wordsOf = (block) => block.querySelector(".words").textContent;

  function paint() {
    for (const [part, look] of painted) part.classList.remove(look);
    painted = [];
    const add = (part, look) => {
      part.classList.add(look);
      painted.push([part, look]);
    };
    if (here) add(here, "cur");
    if (chosen) {
      const all = sentencesIn(chosen.block);
      for (const part of all.slice(all.indexOf(chosen.first), all.indexOf(chosen.last) + 1)) {
        const whole = chosen.start <= place(part, "a") && place(part, "z") <= chosen.end;
        add(part, whole ? "sel" : "part");
      }
    }
  }

  function show() {
    paint();
    const exact = chosen ? Array.from(wordsOf(chosen.block)).slice(chosen.start, chosen.end).join("") : "";
    pick.textContent = exact || words.nothing;
    fields.block.value = chosen ? chosen.block.dataset.block : "";
    fields.start.value = chosen ? chosen.start : "";
    fields.end.value = chosen ? chosen.end : "";
    fields.exact.value = exact;
    jump.hidden = !chosen;
    jump.firstElementChild.textContent = exact.slice(0, 80);
    return exact;
  }

  function choose(first, last, start = place(first, "a"), end = place(last, "z")) {
    chosen = { block: blockOf(first), start, end, first, last };
    here = last;
    return show();
  }

  function clear() {
    chosen = null;
    fields.highlight.value = "";
    for (const box of themes()) box.checked = false;
    fields.text.value = "";
    show();
  }

  // Moving

  function beside(part, step) {
    const all = sentencesIn(blockOf(part));
    const next = all[all.indexOf(part) + step];
    if (next) return next;
    for (let block = blockOf(part); (block = step > 0 ? block.nextElementSibling : block.previousElementSibling); ) {
      const found = block.querySelectorAll(".s");
      if (found.length) return found[step > 0 ? 0 : found.length - 1];
    }
    return null;
  }

  function go(step) {
    const next = here ? beside(here, step) : text.querySelector(".s");
    if (!next) return speak(words.end);
    fields.highlight.value = "";
    const exact = choose(next, next);
    next.scrollIntoView({ block: "nearest" });
    return speak(exact);
  }

  function grow(step) {
    if (!chosen) return;
    const all = sentencesIn(chosen.block);
    const last = all[all.indexOf(chosen.last) + step];
    if (!last || all.indexOf(last) < all.indexOf(chosen.first)) return;
    choose(chosen.first, last, chosen.start);
    last.scrollIntoView({ block: "nearest" });
    speak(words.many.replace("%n", all.indexOf(last) - all.indexOf(chosen.first) + 1));
  }

  function toggle(box) {
    if (!box) return;
    box.checked = !box.checked;
    told(box);
  }

  function told(box) {
    const name = box.closest("label").querySelector(".name").textContent;
    const means = box.checked ? `. ${find(box.getAttribute("aria-describedby")).textContent}` : "";
    speak((box.checked ? words.on : words.off).replace("%t", name) + means);
  }

  // Passages that are marked already

  function marksHere() {
    if (!here) return [];
    return Array.from(blockOf(here).querySelectorAll(".codes>li")).filter(
      (line) => place(line, "a") < place(here, "z") && place(line, "z") > place(here, "a"),
    );
  }

  function edit() {
    const lines = marksHere();
    if (!lines.length) return speak(words.noneHere);
    const at = lines.findIndex((line) => line.dataset.h === fields.highlight.value);
    return load(lines[(at + 1) % lines.length]);
  }

  function load(line) {
    const [start, end] = [place(line, "a"), place(line, "z")];
    const touched = sentencesIn(blockOf(line)).filter((part) => place(part, "a") < end && place(part, "z") > start);
    if (!touched.length) return;
    const exact = choose(touched[0], touched[touched.length - 1], start, end);
    const tied = line.dataset.themes.split(" ");
    for (const box of themes()) box.checked = tied.includes(box.value);
    fields.highlight.value = line.dataset.h;
    fields.display.value = line.dataset.display;
    fields.text.value = line.dataset.text;
    speak(words.editing.replace("%w", exact));
  }

  function remove() {
    const lines = marksHere();
    const line = lines.find((one) => one.dataset.h === fields.highlight.value) || lines[0];
    if (!line) return speak(words.noneHere);
    if (!window.confirm(words.ask)) return;
    send([["remove", line.dataset.h]]);
  }

  // Sending

  async function send(pairs, done = () => {}) {
    if (saving) return speak(words.saving);
    saving = true;
    const body = new URLSearchParams(pairs);
    body.set("csrfmiddlewaretoken", fields.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body,
        redirect: "error", // signed out: the answer would be the sign-in page
        headers: { "X-Requested-With": "fetch" },
      });
      const html = await answer.text();
      const isBlock = (answer.headers.get("Content-Type") || "").startsWith("text/html") && (answer.ok || answer.status === 422);
      if (isBlock) {
        const said = replace(html);
        if (answer.ok) {
          if (said.undo) undoable.push(said.undo);
          done();
        }
        speak(answer.ok && here ? `${said.said} ${here.textContent}` : said.said);
        if (!answer.ok) pick.textContent = said.said;
      } else {
        speak(answer.status === 409 ? html : words.failed);
        pick.textContent = answer.status === 409 ? html : words.failed;
      }
    } catch {
      speak(words.failed);
      pick.textContent = words.failed;
    }
    saving = false;
  }

  function replace(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.firstElementChild;
    const old = find(fresh.id);
    const at = here && blockOf(here) === old ? sentencesIn(old).indexOf(here) : -1;
    old.replaceWith(fresh);
    if (chosen && chosen.block === old) {
      const all = sentencesIn(fresh);
      const same = (part) => all.find((one) => one.dataset.a === part.dataset.a);
      const [first, last] = [same(chosen.first), same(chosen.last)];
      chosen = first && last ? { ...chosen, block: fresh, first, last } : null;
    }
    if (at >= 0) here = sentencesIn(fresh)[at] || null;
    paint();
    const said = fresh.dataset;
    for (const count of document.querySelectorAll("[data-count]")) count.textContent = said[count.dataset.count];
    find("progress").value = Number(said.read);
    const counts = JSON.parse(said.counts);
    for (const count of form.querySelectorAll("output[data-theme]")) count.value = counts[count.dataset.theme] || 0;
    return said;
  }

  function save() {
    if (!chosen || !form.querySelector("#themes input:checked")) {
      speak(words.choose);
      pick.textContent = chosen ? pick.textContent : words.choose;
      pick.focus();
      return;
    }
    send(new FormData(form), () => {
      const next = beside(chosen.last, 1);
      clear();
      if (next) {
        choose(next, next);
        next.scrollIntoView({ block: "nearest" });
      }
    });
  }

  const undo = () => {
    const last = undoable.pop();
    if (!last) return speak(words.noUndo);
    return send(new URLSearchParams(last), () => undoable.pop()); // what undoes the undoing is not offered
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "theme") told(event.target);
  });
  find("undo").addEventListener("click", undo);
  find("read").addEventListener("click", () => {
    if (here) send([["read", "yes"], ["block", blockOf(here).dataset.block]]);
    else speak(words.nothing);
  });
  text.addEventListener("click", (event) => {
    const link = event.target.closest(".codes a, a.code");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // without this file the link opens the same on a page of its own
    const line = link.closest(".codes>li");
    const first = blockOf(link).querySelector(".s");
    if (line) load(line);
    else if (first) speak(choose(first, first));
    pick.focus();
  });

  // Finding a theme

  const fold = (what) => what.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const matches = () => Array.from(form.querySelectorAll("#themes>li:not([hidden]) input"));
  search.addEventListener("input", () => {
    const sought = fold(search.value.trim());
    for (const line of form.querySelectorAll("#themes>li")) {
      line.hidden = !fold(line.querySelector(".name").textContent).includes(sought);
    }
  });
  search.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") toggle(matches()[0]);
    search.value = "";
    search.dispatchEvent(new Event("input"));
    search.blur();
  });

  // Keys

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    J: () => grow(1),
    K: () => grow(-1),
    "/": () => search.focus(),
    u: undo,
    e: edit,
    Delete: remove,
    Escape: clear,
    Enter: save,
    "?": () => {
      keyList.open = true;
      keyList.querySelector("summary").focus();
    },
  };
  const isField = (target) =>
    target.isContentEditable || target.closest("select,textarea,input:not([type=checkbox]),[role=textbox]");
  if (words.keys === "on") {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isField(event.target)) return;
      if (event.key === "Enter" && event.target.closest("a,button,summary")) return;
      const isLetter = /^[a-z]$/i.test(event.key); // whatever caps lock says
      const key = isLetter ? event.key[event.shiftKey ? "toUpperCase" : "toLowerCase"]() : event.key;
      if (/^[1-9]$/.test(key)) toggle(themes()[Number(key) - 1]);
      else if (keys[key]) keys[key]();
      else return;
      event.preventDefault();
    });
  }

  // Mouse and touch

  const segmenter = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const points = (what) => Array.from(what).length;

  function whole(said, start, end) {
    if (!segmenter) return [start, end];
    let at = 0;
    for (const { segment } of segmenter.segment(said)) {
      const next = at + points(segment);
      if (at < start && start < next) start = at;
      if (at < end && end < next) end = next;
      at = next;
    }
    return [start, end];
  }

  function placeIn(block, node, offset) {
    const range = document.createRange();
    range.setStart(block.querySelector(".words"), 0);
    range.setEnd(node, offset);
    return points(range.toString());
  }

  function take(isExact) {
    const selected = getSelection();
    if (!selected.rangeCount || selected.isCollapsed) return false;
    const range = selected.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer) && range.commonAncestorContainer !== text) return false;
    const from = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
    const block = from.closest(".blk");
    const touched = block ? sentencesIn(block).filter((part) => range.intersectsNode(part)) : [];
    if (!touched.length) return false;
    const said = block.querySelector(".words");
    let start = place(touched[0], "a");
    let end = place(touched[touched.length - 1], "z");
    if (isExact) {
      const stop = said.contains(range.endContainer) ? placeIn(block, range.endContainer, range.endOffset) : end;
      const begin = said.contains(range.startContainer) ? placeIn(block, range.startContainer, range.startOffset) : start;
      [start, end] = whole(said.textContent, begin, stop);
      if (start >= end) return false;
    }
    fields.highlight.value = "";
    speak(choose(touched[0], touched[touched.length - 1], start, end));
    return true;
  }

  let byTouch = false;
  let settling = 0;
  text.addEventListener("pointerdown", (event) => {
    byTouch = event.pointerType !== "mouse";
  });
  text.addEventListener("mouseup", (event) => {
    if (event.target.closest("a") || byTouch) return;
    setTimeout(() => { // a click inside a selection clears it only now
      if (take(event.altKey)) getSelection().removeAllRanges();
      else tap(event);
    });
  });
  text.addEventListener("click", (event) => {
    if (byTouch && getSelection().isCollapsed && !event.target.closest("a")) tap(event);
  });
  document.addEventListener("selectionchange", () => {
    if (!byTouch) return;
    clearTimeout(settling);
    settling = setTimeout(() => take(false), 400); // the handles are still being moved
  });

  function tap(event) {
    const part = event.target.closest(".s");
    if (!part) return;
    const longer = event.shiftKey && chosen && chosen.block === blockOf(part) && place(part, "z") > chosen.start;
    fields.highlight.value = "";
    speak(longer ? choose(chosen.first, part, chosen.start) : choose(part, part));
  }

  find("back").addEventListener("click", (event) => {
    if (!here) return;
    event.preventDefault();
    here.scrollIntoView({ block: "center" });
  });
})();
