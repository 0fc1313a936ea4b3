// <rule-rows prefix="form">: adds a row to a Django formset from its <template>, and takes one out.
// A row taken out is ticked as deleted when the formset knows it, so that the server counts alike.

class RuleRows extends HTMLElement {
  connectedCallback() {
    this.total = this.querySelector(`[name="${this.getAttribute("prefix")}-TOTAL_FORMS"]`);
    this.addEventListener("click", this.press);
  }

  press = (event) => {
    if (event.target.closest("[data-add]")) this.add(event);
    if (event.target.closest("[data-remove]")) this.remove(event);
  };

  add(event) {
    event.preventDefault();
    const index = Number(this.total.value);
    const markup = this.querySelector("template").innerHTML.replaceAll("__prefix__", index);
    const rows = this.querySelector("[data-rows]");
    rows.insertAdjacentHTML("beforeend", markup);
    this.total.value = index + 1;
    rows.lastElementChild.querySelector("input, select").focus();
    this.changed();
  }

  remove(event) {
    event.preventDefault();
    const row = event.target.closest("[data-row]");
    const deleted = row.querySelector("[name$='-DELETE']");
    if (!deleted) return;
    deleted.checked = true;
    deleted.value = "on";
    row.hidden = true;
    this.querySelector("[data-add]").focus();
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("rule-rows", RuleRows);
