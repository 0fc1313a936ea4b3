// <search-key>: "/" puts the cursor into its search field, Escape leaves it.

class SearchKey extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.press);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  press = (event) => {
    const input = this.querySelector("input");
    if (event.key === "Escape" && event.target === input && !input.value) input.blur();
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    input.focus();
    input.select();
  };
}

customElements.define("search-key", SearchKey);
