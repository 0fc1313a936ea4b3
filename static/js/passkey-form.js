// <passkey-form>: a form whose button asks the browser for a passkey and sends what it answers.
// What to ask for stands in the page (<script type="application/json">), or at the form's address.

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    const button = this.querySelector("[data-ask]");
    if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
      this.say(this.dataset.unsupported);
      return;
    }
    button.hidden = false;
    button.addEventListener("click", this.ask);
  }

  ask = async (event) => {
    event.preventDefault();
    this.say("");
    try {
      const { creation_options: creation, request_options: request } = await this.wanted();
      const answer = creation
        ? await navigator.credentials.create({ publicKey: this.creation(creation.publicKey) })
        : await navigator.credentials.get({
            publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(request.publicKey),
          });
      this.form.elements.credential.value = JSON.stringify(answer);
      this.form.submit();
    } catch {
      this.say(this.dataset.failed); // refused, timed out, or no passkey is here
    }
  };

  async wanted() {
    const written = this.querySelector('script[type="application/json"]');
    if (written) return JSON.parse(written.textContent);
    const headers = { Accept: "application/json" };
    return (await fetch(this.form.action, { headers })).json();
  }

  // A passkey that knows its person and asks for a finger or a PIN: good for signing in by itself.
  creation(publicKey) {
    const demands = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    const authenticatorSelection = { ...publicKey.authenticatorSelection, ...demands };
    return PublicKeyCredential.parseCreationOptionsFromJSON({ ...publicKey, authenticatorSelection });
  }

  say(words) {
    this.querySelector("output").textContent = words;
  }
}

customElements.define("passkey-form", PasskeyForm);
