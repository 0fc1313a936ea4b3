// Every form that is sent by POST: a second press while the first is under way does nothing.

const PATIENCE = 10_000; // a download answers without a new page: the form must come back

const release = (form) => form.removeAttribute("aria-busy");

const send = (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute("aria-busy", "true");
  setTimeout(release, PATIENCE, form);
};

document.addEventListener("submit", send, { capture: true });
document.addEventListener("htmx:afterRequest", (event) => release(event.target));
addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(release));
