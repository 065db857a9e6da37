// <sh-copy>: a button that copies the text inside, with a spoken confirmation.

import { make, say } from "./lib.js";

class Copy extends HTMLElement {
  connectedCallback() {
    if (this.button || !navigator.clipboard) return;
    this.said = make("span", { role: "status", class: "copy-said" });
    this.button = make(
      "button",
      { type: "button", class: "copy-button", onclick: () => this.copy() },
      this.dataset.label ?? say("複製", "Copy"),
    );
    this.append(make("div", { class: "copy-row" }, this.button, this.said));
  }

  async copy() {
    const source = this.querySelector("pre, input, textarea, [data-copy]") ?? this;
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
      this.said.textContent = say("已複製", "Copied");
    } catch {
      this.said.textContent = say("瀏覽器不允許複製，請自行選取文字。", "The browser refused; please select the text.");
    }
    setTimeout(() => (this.said.textContent = ""), 4000);
  }
}

customElements.define("sh-copy", Copy);
