// <reveal-secret seconds="30">: a shown secret takes itself out of the page, when its time is up,
// when Hide is pressed, when the page is left or out of sight. Its <template> is the hidden state.

class RevealSecret extends HTMLElement {
  connectedCallback() {
    this.ends = performance.now() + 1000 * Number(this.getAttribute("seconds"));
    this.timer = setInterval(this.tick, 250);
    this.addEventListener("click", this.press);
    document.addEventListener("visibilitychange", this.look);
    addEventListener("pagehide", this.hide);
    requestAnimationFrame(this.focusFirst); // once what is within is upgraded
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.look);
    removeEventListener("pagehide", this.hide);
  }

  focusFirst = () => {
    const copy = this.querySelector("copy-secret:not([hidden]) button");
    (copy ?? this.querySelector("[data-hide]"))?.focus();
  };

  tick = () => {
    const left = Math.ceil((this.ends - performance.now()) / 1000);
    this.querySelector(".ring b").textContent = Math.max(left, 0);
    if (left <= 0) this.hide();
  };

  press = (event) => {
    if (!event.target.closest("[data-hide]")) return;
    event.preventDefault();
    this.hide();
  };

  look = () => {
    if (document.hidden) this.hide();
  };

  hide = () => {
    if (!this.isConnected) return;
    const hadFocus = this.contains(document.activeElement);
    const hidden = this.querySelector("template").content.firstElementChild.cloneNode(true);
    this.querySelector(".value").textContent = "";
    this.replaceWith(hidden);
    window.htmx?.process(hidden);
    if (hadFocus) hidden.querySelector("button")?.focus();
    const said = hidden.querySelector(".sr");
    said.setAttribute("role", "status");
    said.textContent = this.dataset.hidden;
  };
}

customElements.define("reveal-secret", RevealSecret);
