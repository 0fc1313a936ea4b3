// <drop-file>: a file that is dropped on it is chosen in its file field, as if with the button.

class DropFile extends HTMLElement {
  connectedCallback() {
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => this.take(event));
  }

  take(event) {
    const field = this.querySelector("input[type=file]");
    if (!field || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    field.focus();
  }
}

customElements.define("drop-file", DropFile);
