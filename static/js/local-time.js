// <local-time><time datetime>: the date on hover in the reader's own zone and language.

class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const format = new Intl.DateTimeFormat(document.documentElement.lang, {
      dateStyle: "medium",
      timeStyle: "short",
    });
    time.title = `${format.format(new Date(time.dateTime))} (${time.title})`;
  }
}

customElements.define("local-time", LocalTime);
