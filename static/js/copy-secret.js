// <copy-secret><form method="post">: fetches the secret for the clipboard, never into the page. The
// server logs it first. Without a clipboard, or without script, there is no button: Reveal is there.

class CopySecret extends HTMLElement {
  connectedCallback() {
    this.hidden = !(navigator.clipboard?.write && window.ClipboardItem);
    this.addEventListener("submit", this.copy);
  }

  copy = async (event) => {
    event.preventDefault();
    const form = event.target;
    this.closest(".secret, footer")?.querySelector(".remark")?.remove();
    const secret = this.ask(form); // begun within the press: a browser may want the two together
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": secret })]);
      this.querySelector("brief-word").say(this.dataset.done);
    } catch {
      const cause = await secret.then(() => this.dataset.failed, (error) => error.message);
      if (cause) this.complain(cause);
    } finally {
      form.removeAttribute("aria-busy");
    }
    if (!document.getElementById("exposure")) return; // the page does not say who knows it
    window.htmx?.ajax("GET", location.pathname, { target: "#exposure", select: "#exposure", swap: "outerHTML" });
  };

  async ask(form) {
    const answer = await fetch(form.action, {
      method: "POST",
      body: this.filledIn(form),
      headers: { "HX-Request": "true" },
      cache: "no-store",
    });
    const elsewhere = answer.headers.get("HX-Redirect"); // to confirm who it is
    if (elsewhere) location.assign(elsewhere);
    if (elsewhere || !answer.ok) throw new Error(elsewhere ? "" : await this.cause(answer));
    return new Blob([await answer.text()], { type: "text/plain" });
  }

  filledIn(form) { // with what is filled in beside it, in the form that data-with names
    const fields = new FormData(document.getElementById(this.dataset.with) ?? form);
    new FormData(form).forEach((value, name) => fields.set(name, value));
    return fields;
  }

  cause = async (answer) => (answer.status === 409 ? answer.text() : this.dataset.failed);

  complain(cause) {
    const place = this.closest(".secret, footer");
    const remark = document.createElement("p");
    remark.className = "remark";
    remark.dataset.tone = "bad";
    remark.setAttribute("role", "alert");
    remark.textContent = cause;
    place.append(remark);
  }
}

customElements.define("copy-secret", CopySecret);
