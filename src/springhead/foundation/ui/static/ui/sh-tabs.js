// <sh-tabs>: links to sections become tabs (WAI-ARIA tabs pattern). Without script all sections stand one below the other.

class Tabs extends HTMLElement {
  connectedCallback() {
    if (this.links) return;
    const links = [...this.querySelectorAll(":scope > .tabs a[href^='#']")];
    this.panels = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    if (!links.length || this.panels.some((panel) => !panel)) return;
    this.links = links;
    this.dress();
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.keyed(event));
    window.addEventListener("hashchange", () => this.follow());
    this.select(Math.max(this.named(), 0));
  }

  dress() {
    const list = this.links[0].closest("ul");
    const nav = list.parentElement;
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", nav.getAttribute("aria-label"));
    nav.setAttribute("role", "presentation");
    nav.removeAttribute("aria-label");
    this.links.forEach((link, at) => {
      link.parentElement.setAttribute("role", "presentation");
      link.setAttribute("role", "tab");
      link.removeAttribute("aria-current");
      link.id ||= `tab-${this.panels[at].id}`;
      link.setAttribute("aria-controls", this.panels[at].id);
      this.panels[at].setAttribute("role", "tabpanel");
      this.panels[at].setAttribute("aria-labelledby", link.id);
    });
  }

  /** The tab that the address names: a panel itself, or the panel around what it names. */
  named() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return target ? this.panels.findIndex((panel) => panel.contains(target)) : -1;
  }

  follow() {
    const at = this.named();
    if (at >= 0) this.select(at);
  }

  select(at) {
    this.links.forEach((link, other) => {
      link.setAttribute("aria-selected", String(other === at));
      link.tabIndex = other === at ? 0 : -1;
      this.panels[other].hidden = other !== at;
    });
    this.panels[at].dispatchEvent(new CustomEvent("sh-shown", { bubbles: true }));
  }

  clicked(event) {
    const at = this.links.indexOf(event.target.closest("a"));
    if (at < 0) return;
    event.preventDefault();
    history.replaceState(null, "", this.links[at].hash);
    this.select(at);
  }

  keyed(event) {
    const at = this.links.indexOf(event.target);
    const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.links.length - 1 };
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const next = (steps[event.key] + this.links.length) % this.links.length;
    this.links[next].focus();
    this.links[next].click();
  }
}

customElements.define("sh-tabs", Tabs);
