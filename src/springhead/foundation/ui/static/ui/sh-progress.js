// <sh-progress src>: follows a job. The server drew the state as it was; this keeps it true.
// src answers {"state", "fraction", "label", "done": bool, "failed": bool, "next": address or null}.

import { ask, make, say } from "./lib.js";

const FIRST = 700;
const SLOWEST = 5000;

class Progress extends HTMLElement {
  connectedCallback() {
    if (this.wait) return;
    this.wait = FIRST;
    this.bar = this.querySelector("progress") ?? this.appendChild(make("progress", { max: 1, "aria-label": say("進度", "Progress") }));
    this.words = make("p", { role: "status", class: "aside" });
    this.append(this.words);
    this.schedule();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  schedule() {
    this.timer = setTimeout(() => this.look(), this.wait);
    this.wait = Math.min(this.wait * 1.2, SLOWEST);
  }

  async look() {
    try {
      const job = await ask(this.getAttribute("src"));
      this.show(job);
      if (!job.done) this.schedule();
    } catch (problem) {
      this.say(`${problem.message} ${problem.remedy ?? ""}`);
      this.wait = SLOWEST;
      this.schedule();
    }
  }

  show(job) {
    if (typeof job.fraction === "number") {
      if (job.fraction > this.bar.value) this.wait = FIRST;
      this.bar.value = job.fraction;
      const label = this.querySelector("label span:last-child");
      if (label) label.textContent = `${Math.round(job.fraction * 100)} %`;
    }
    if (job.label) this.say(job.label);
    if (job.done) this.finish(job);
  }

  finish(job) {
    this.dispatchEvent(new CustomEvent("sh-done", { bubbles: true, detail: job }));
    if (job.next) location.assign(job.next);
    else if (this.getAttribute("reload")) location.assign(this.getAttribute("reload"));
    else if (this.hasAttribute("reload")) location.reload();
  }

  /** Speak only what changed, so that a screen reader is not flooded. */
  say(text) {
    if (this.words.textContent !== text) this.words.textContent = text;
  }
}

customElements.define("sh-progress", Progress);
