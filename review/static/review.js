// Keys for the claim page. Everything works without this file; the keys stand on the buttons.
"use strict";

(() => {
  const form = document.getElementById("verdict");
  const text = document.querySelector(".claim-page .text");
  const evidence = document.getElementById("evidence");

  // The article scrolls in its own box on wide screens: bring the evidence into view there, not the whole page.
  if (text && evidence && text.scrollHeight > text.clientHeight) {
    text.scrollTop = evidence.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 4;
  }
  if (!form) return;

  const reasons = document.getElementById("reasons");
  const note = document.getElementById("note");
  let sent = false;
  let choosing = false;

  form.addEventListener("submit", (event) => {
    const isUndecided = event.submitter && event.submitter.value === "undecided"; // Enter in a field
    if (sent || isUndecided) event.preventDefault(); // `sent`: a second key while the first is on its way
    sent = !isUndecided;
  });
  window.addEventListener("pageshow", () => { sent = false; }); // back from the browser's page cache

  const choose = (on) => {
    choosing = on;
    reasons.open = reasons.open || on;
    reasons.classList.toggle("choosing", on);
  };
  const press = (button) => form.requestSubmit(button);

  const isTyping = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("textarea, select, input:not([type=radio])"));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape") {
      choose(false);
      if (event.target === note) note.blur();
      return;
    }
    if (isTyping(event.target)) return;
    const onControl = event.target instanceof HTMLElement && event.target.matches("button, a, summary, input");
    if (event.key === " " && onControl) return; // there the space bar presses what has the focus
    if (event.key === "n") {
      event.preventDefault();
      note.focus();
      return;
    }
    const radio = choosing && /^[1-9]$/.test(event.key) && reasons.querySelector(`[data-digit="${event.key}"]`);
    if (radio) {
      event.preventDefault();
      radio.checked = true;
      press(form.querySelector("[data-key=r]"));
      return;
    }
    const button = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    // The first r opens the reasons; a digit gives one, a second r rejects without any.
    if (event.key === "r" && !choosing) choose(true);
    else press(button);
  });
})();
