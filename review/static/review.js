// Keys, selections and a page that is ready before it is asked for. Everything works without this file; the keys stand on
// the buttons.
"use strict";

(() => {
  const USUAL = { accept: "a", reject: "r", correct: "e", unsure: "u", skip: " ", undo: "z", note: "n", help: "?" };
  const STORED = "tallywire-keys";
  const NAMES = { " ": "space" };

  let keys = readKeys();
  let sent = false; // a second key while the first is on its way does nothing
  let choosing = false; // r was pressed: a digit gives the reason
  let following = null; // the next claim's address and page, once it has come

  function readKeys() {
    try {
      return { ...USUAL, ...JSON.parse(localStorage.getItem(STORED) || "{}") };
    } catch {
      return { ...USUAL }; // storage is off, or holds something else
    }
  }

  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const form = () => document.getElementById("verdict");

  const isTyping = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])"));

  function choose(on) {
    const reasons = document.getElementById("reasons");
    choosing = on && Boolean(reasons);
    if (!reasons) return;
    reasons.open = reasons.open || on;
    reasons.classList.toggle("choosing", on);
  }

  function showKeys() {
    for (const [action, key] of Object.entries(keys)) {
      for (const label of all(`kbd[data-action="${action}"]`)) label.textContent = NAMES[key] || key;
      for (const box of all(`[data-remap="${action}"]`)) box.value = NAMES[key] || key;
    }
  }

  // The article scrolls in its own box on wide screens: bring the evidence into view there, not the whole page.
  function showEvidence() {
    const text = one(".claim-page .text");
    const evidence = document.getElementById("evidence");
    if (text && evidence && text.scrollHeight > text.clientHeight) {
      text.scrollTop = evidence.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 4;
    }
  }

  // --- the next claim, before it is asked for ---

  async function fetchPage(address) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!answer.ok || !(answer.headers.get("content-type") || "").startsWith("text/html")) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  function prepareNext() {
    const link = document.getElementById("following");
    if (!link || !form()) return;
    const address = link.getAttribute("href");
    fetchPage(address).then((page) => { following = { address, page }; }, () => {}); // then the server leads on, as without this
  }

  function showPage(address, page, message) {
    const main = document.importNode(page.getElementById("main"), true);
    document.getElementById("main").replaceWith(main);
    document.title = page.title;
    history.pushState({ tallywire: true }, "", address);
    if (message) say(message);
    begin({ isReady: false });
    window.scrollTo(0, 0);
    const heading = document.getElementById("statement-heading");
    if (heading) { // so that a screen reader begins with the new claim
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }

  function say(message, kind = "status") {
    for (const old of all(".message")) old.remove();
    const line = document.createElement("p");
    line.className = "message";
    line.setAttribute("role", kind);
    line.textContent = message;
    document.getElementById("main").prepend(line);
  }

  function showProgress({ judged, total, skipped }) {
    const bar = one(".progress progress");
    const words = one(".progress span");
    if (!bar || !words) return;
    const number = (value) => value.toLocaleString("en");
    bar.value = judged;
    bar.max = total || 1;
    words.textContent = `${number(judged)} of ${number(total)} judged in this filter${skipped ? `; ${number(skipped)} skipped` : ""}`;
  }

  // Send the verdict and show the page that waits; the server's answer says whether it was the right one.
  async function sendAndGoOn(button) {
    const sending = form();
    const body = new URLSearchParams(new FormData(sending, button));
    const ready = following;
    const before = { address: location.href, main: document.getElementById("main"), title: document.title };
    showPage(ready.address, ready.page, null);
    let told;
    try {
      const answer = await fetch(sending.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      told = await answer.json();
    } catch {
      // Not stored: back to the claim, with everything as it was, and send it the plain way, whose page says what is wrong.
      document.getElementById("main").replaceWith(before.main);
      document.title = before.title;
      history.replaceState(null, "", before.address);
      sent = false;
      form().requestSubmit(button);
      return;
    }
    say(told.message);
    showProgress(told.progress);
    if (told.next !== ready.address) { // someone else was here meanwhile, or the filter is done
      location.assign(told.next);
      return;
    }
    const link = document.getElementById("following");
    if (link && told.following) link.href = told.following;
    else if (link) link.remove();
    prepareNext();
    refreshUndo().catch(() => {}); // the list is a little older then; the verdict is stored
  }

  // The page that was ready was made before the verdict: its list of what can be taken back lacks it.
  async function refreshUndo() {
    const page = await fetchPage(one("#undo-list").dataset.address);
    const list = page.getElementById("undo");
    const place = document.getElementById("undo-list");
    if (list && place) place.replaceChildren(document.importNode(list, true));
    showKeys();
  }

  function submit(button) {
    const target = form();
    if (!target || sent) return;
    const isPlain = button.value === "correct" || !following;
    if (isPlain) target.requestSubmit(button);
    else sendAndGoOn(button);
  }

  function press(action) {
    if (action === "note") {
      document.getElementById("note")?.focus();
    } else if (action === "correct") {
      const fields = document.getElementById("correct");
      if (!fields) return;
      fields.open = true;
      fields.querySelector("input, select")?.focus();
    } else if (action === "undo") {
      const button = one("[data-undo]");
      if (button && !sent) button.form.requestSubmit(button);
    } else if (action === "help") {
      document.getElementById("help")?.showModal();
    } else if (action === "reject" && !choosing) {
      choose(true); // a digit gives the reason, a second r rejects without one
    } else {
      const button = form()?.querySelector(`button[data-action="${action}"]`);
      if (button) submit(button);
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target instanceof HTMLElement && event.target.matches("[data-remap]")) {
      remap(event);
      return;
    }
    if (event.key === "Escape") {
      choose(false);
      if (isTyping(event.target)) event.target.blur();
      return;
    }
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const onControl = event.target instanceof HTMLElement && event.target.matches("button, a, summary, input");
    if (event.key === " " && onControl) return; // there the space bar presses what has the focus
    const radio = choosing && /^[1-9]$/.test(event.key) && one(`#reasons [data-digit="${event.key}"]`);
    if (radio) {
      event.preventDefault();
      radio.checked = true;
      submit(form().querySelector('button[data-action="reject"]'));
      return;
    }
    const action = Object.keys(keys).find((name) => keys[name] === event.key);
    if (!action || !(form() || action === "undo")) return;
    event.preventDefault();
    press(action);
  });

  // --- words picked in the text ---

  // Offsets count code points, as everywhere in tallywire; a string's own length counts UTF-16 units.
  function selectionIn(box) {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !box.contains(selection.anchorNode) || !box.contains(selection.focusNode)) return null;
    const range = selection.getRangeAt(0);
    const lead = document.createRange();
    lead.setStart(box, 0);
    lead.setEnd(range.startContainer, range.startOffset);
    const words = range.toString();
    const trimmed = words.trim();
    const start = [...lead.toString()].length + [...words.slice(0, words.indexOf(trimmed))].length;
    return trimmed ? { words: trimmed, start } : null;
  }

  document.addEventListener("mousedown", (event) => {
    if (event.target instanceof HTMLElement && event.target.matches(".pick")) event.preventDefault(); // keeps the selection
  });

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof HTMLElement)) return;
    if (target.matches(".pick")) pick(target);
    else if (target.closest("#help-button")) document.getElementById("help").showModal();
    else if (target.id === "help-close") document.getElementById("help").close();
    else if (target.id === "keys-reset") saveKeys({ ...USUAL });
  });

  function pick(button) {
    const found = selectionIn(document.getElementById("text"));
    if (!found) {
      say("Select words in the text first.", "alert");
      return;
    }
    const name = button.dataset.pick;
    const owner = button.closest("form");
    const field = name === "place"
      ? [...owner.querySelectorAll('[name^="place_"][name$="_text"]')].find((input) => !input.value)
      : owner.elements.namedItem(name);
    if (!field) return;
    field.value = found.words;
    field.classList.add("picked");
    const start = owner.elements.namedItem(`${name}_start`);
    if (start) start.value = String(found.start);
  }

  // --- keys of one's own ---

  function remap(event) {
    if (event.key === "Tab" || event.key === "Escape") return;
    event.preventDefault();
    if (event.key.length !== 1 || /[1-9]/.test(event.key)) return; // digits give reasons
    const action = event.target.dataset.remap;
    const taken = Object.keys(keys).find((name) => keys[name] === event.key);
    const changed = { ...keys, [action]: event.key };
    if (taken && taken !== action) changed[taken] = keys[action]; // the two change places, so that no key has two meanings
    saveKeys(changed);
  }

  function saveKeys(changed) {
    keys = changed;
    try {
      localStorage.setItem(STORED, JSON.stringify(keys));
    } catch {
      // storage is off: the keys hold until the page is left
    }
    showKeys();
  }

  // --- every page, also one that was put in ---

  document.addEventListener("submit", (event) => {
    if (event.target.id !== "verdict") return;
    const isUndecided = event.submitter && event.submitter.value === "undecided"; // Enter in a field
    if (sent || isUndecided) event.preventDefault();
    sent = !isUndecided;
  });
  window.addEventListener("pageshow", () => { sent = false; }); // back from the browser's page cache
  window.addEventListener("popstate", () => location.reload()); // a page that was put in is fetched when one goes back to it

  function begin({ isReady }) {
    sent = false;
    choose(false);
    showKeys();
    showEvidence();
    following = null;
    if (isReady) prepareNext();
    if (location.hash === "#add") {
      const fields = document.getElementById("add");
      if (fields) fields.open = true;
    }
  }

  document.documentElement.classList.add("with-script");
  begin({ isReady: true });
})();
