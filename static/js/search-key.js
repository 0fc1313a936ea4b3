// <search-key>: "/" puts the cursor into its search field, Escape leaves it, Enter sends a field of one line.
// Of several on a page the last one has the key: a list's own search comes before the one of every page.

class SearchKey extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  press = (event) => {
    const input = this.querySelector("input:not([type=hidden]), textarea");
    if (event.key === "Enter" && event.target === input && input.rows === 1 && !event.shiftKey) {
      event.preventDefault();
      input.form.requestSubmit();
    }
    if (event.key === "Escape" && event.target === input && !input.value) input.blur();
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    if (this !== [...document.querySelectorAll("search-key")].at(-1)) return;
    event.preventDefault();
    input.focus();
    input.select();
  };
}

customElements.define("search-key", SearchKey);
