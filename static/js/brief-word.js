// <brief-word>: says another word for two seconds, aloud as well, then its own again.

class BriefWord extends HTMLElement {
  say(word) {
    this.word ??= this.textContent;
    this.textContent = word;
    this.setAttribute("role", "status");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.textContent = this.word), 2000);
  }
}

customElements.define("brief-word", BriefWord);
