// <copy-text for="id"><button>: copies the text of the element named, and says so. Keeps nothing.

class CopyText extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.copy);
  }

  copy = async (event) => {
    if (!event.target.closest("button")) return;
    const source = document.getElementById(this.getAttribute("for"));
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
      this.querySelector("brief-word").say(this.dataset.done);
    } catch {
      getSelection().selectAllChildren(source); // no clipboard here: ready for the person's own copy
    }
  };
}

customElements.define("copy-text", CopyText);
