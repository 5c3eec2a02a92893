// Checks a fact while it is typed, and shows how far long work is. All works without it, by buttons.
const form = document.querySelector("form[data-check]");
const findings = document.getElementById("findings");
let timer, running;

async function check() {
  running?.abort();
  running = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body, signal: running.signal });
    if (answer.ok) findings.innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") findings.textContent = "The desk does not answer: is storybot desk still running?";
  }
}

form?.addEventListener("input", ({ target }) => {
  target.removeAttribute("aria-invalid"); // it was of what stood there before
  target.closest(".field")?.querySelector(".wrong")?.remove();
  clearTimeout(timer);
  timer = setTimeout(check, 350);
});

async function poll(shown) {
  const answer = await fetch(shown.dataset.poll);
  if (answer.status !== 204) {
    shown.outerHTML = await answer.text();
    setTimeout(poll, 1000, document.querySelector("[data-poll]"));
  } else if (shown.closest("form")?.querySelector(".review")) {
    shown.textContent = "The whole file is checked now: show the difference again to see it.";
  } else if (document.activeElement?.closest("form")) {
    shown.textContent = "The check is done. Load the page again to see it.";
  } else {
    location.reload();
  }
}

const waiting = document.querySelector("[data-poll]");
if (waiting) setTimeout(poll, 1000, waiting);
