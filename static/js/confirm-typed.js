// <confirm-typed expected="118821001">: the dangerous button waits until the id is typed, with or
// without its #. A mismatch is said only when as much is typed as the id is long.

class ConfirmTyped extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector(".typed input");
    this.button = this.querySelector("button[type=submit]");
    this.input.addEventListener("input", this.compare);
    this.compare();
  }

  compare = () => {
    const expected = this.getAttribute("expected");
    const given = this.input.value.trim();
    const typed = given === expected ? given : given.replace(/^#/, "");
    this.button.disabled = typed !== expected;
    const wrong = typed.length >= expected.length && typed !== expected;
    this.querySelector("output").textContent = wrong ? this.dataset.mismatch : "";
  };
}

customElements.define("confirm-typed", ConfirmTyped);
