// <sh-api src>: tries the operations of an OpenAPI document. Inside stands a link to the document itself.
//
// One chooses an operation and adds parameters from those the document names; the address is shown as it grows,
// ready to copy, and the answer appears below with its status and headers.

import { ask, english, make, say } from "./lib.js";

const SHOWN = 20_000; // characters of an answer
const HEADERS = ["content-type", "etag", "ratelimit", "ratelimit-policy", "retry-after", "link"];

class Api extends HTMLElement {
  connectedCallback() {
    if (this.box) return;
    this.box = make("div", { class: "try no-print" });
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.begin();
    }).observe(this);
  }

  async begin() {
    try {
      this.document = await ask(this.getAttribute("src"));
      this.build();
    } catch (problem) {
      this.append(make("p", { role: "status" }, `${problem.message} ${problem.remedy ?? ""}`));
    }
  }

  ident(part) {
    this.serial ??= ++Api.made;
    return `sh-api-${this.serial}-${part}`;
  }

  build() {
    this.operations = Object.entries(this.document.paths).flatMap(([path, methods]) => (methods.get ? [{ path, ...methods.get }] : []));
    this.operation = make("select", { class: "govuk-select", id: this.ident("operation"), onchange: () => this.chosen() },
      this.operations.map((one, at) => make("option", { value: at }, `${one.path.split("/").at(-1)}　${one.summary ?? ""}`)));
    this.rows = make("div");
    this.address = make("code", { "data-copy": "" });
    this.about = make("p", { role: "status", class: "aside" });
    this.answer = make("pre", { class: "code try-answer", tabindex: 0, "aria-label": say("回應內容", "The answer"), hidden: true });
    const form = make("form", { onsubmit: (event) => this.send(event) },
      make("div", { class: "try-row" }, make("div", {}, make("label", { class: "filter-label", for: this.operation.id }, say("操作", "Operation")), this.operation)),
      this.rows,
      make("p", { class: "try-address" }, "GET ", this.address),
      make("div", { class: "button-row" },
        make("button", { class: "govuk-button", type: "submit" }, say("送出試試", "Send it")),
        make("button", { class: "govuk-button govuk-button--secondary", type: "button", onclick: () => this.addRow() }, say("加參數", "Add a parameter"))));
    this.box.append(make("p", {}, make("b", {}, say("線上試用", "Try it"))), form, this.about, this.answer);
    this.append(this.box);
    this.chosen();
  }

  parameters() {
    const named = this.document.components?.parameters ?? {};
    const listed = this.operations[this.operation.value].parameters ?? [];
    return listed.map((one) => (one.$ref ? named[one.$ref.split("/").at(-1)] : one)).filter((one) => one?.in === "query");
  }

  chosen() {
    this.rows.replaceChildren();
    if (this.parameters().some((one) => one.name === "limit")) this.addRow("limit", "5");
    this.compose();
  }

  addRow(name = "", value = "") {
    const known = this.parameters();
    const number = (this.count = (this.count ?? 0) + 1);
    const names = make("select", { class: "govuk-select", id: this.ident(`name-${number}`) }, known.map((one) => make("option", { value: one.name, selected: one.name === name }, one.name)));
    const values = make("input", { class: "govuk-input", id: this.ident(`value-${number}`), value });
    const hint = make("p", { class: "filter-label", id: this.ident(`hint-${number}`) });
    values.setAttribute("aria-describedby", hint.id);
    const tell = () => {
      const one = known.find((other) => other.name === names.value);
      hint.textContent = sentence(one?.description);
      this.compose();
    };
    names.addEventListener("change", tell);
    values.addEventListener("input", () => this.compose());
    const row = make("div", { class: "try-row", dataset: { row: "" } },
      make("div", {}, make("label", { class: "filter-label", for: names.id }, say("參數", "Parameter")), names),
      make("div", {}, make("label", { class: "filter-label", for: values.id }, say("值", "Value")), values),
      make("button", { type: "button", class: "copy-button", onclick: () => (row.remove(), this.compose()) }, say("移除", "Remove")));
    this.rows.append(make("div", {}, row, hint));
    tell();
  }

  compose() {
    const query = new URLSearchParams();
    for (const row of this.rows.querySelectorAll("[data-row]")) {
      const value = row.querySelector("input").value;
      if (value) query.append(row.querySelector("select").value, value);
    }
    const path = this.operations[this.operation.value].path;
    this.target = path + (query.size ? `?${query}` : "");
    this.address.textContent = path + (query.size ? `?${decodeURIComponent(String(query).replaceAll("+", "%20"))}` : "");
  }

  async send(event) {
    event.preventDefault();
    this.about.textContent = say("送出中…", "Sending…");
    const start = performance.now();
    try {
      const response = await fetch(this.target, { headers: { "Accept-Language": english ? "en" : "zh-Hant" } });
      const text = (await response.text()).slice(0, SHOWN + 1);
      const headers = HEADERS.filter((name) => response.headers.has(name)).map((name) => `${name}: ${response.headers.get(name)}`);
      this.about.textContent = say(`狀態 ${response.status}，${Math.round(performance.now() - start)} 毫秒。`, `Status ${response.status}, ${Math.round(performance.now() - start)} ms.`);
      this.answer.hidden = false;
      this.answer.textContent = `${headers.join("\n")}\n\n${pretty(text)}`;
    } catch {
      this.about.textContent = say("連不上資料介面，請稍後再試。", "The data API cannot be reached; try again later.");
    }
  }
}

Api.made = 0;

const sentence = (description) => String(description ?? "").split("\n")[0].slice(0, 200);

function pretty(text) {
  if (text.length > SHOWN) return `${text.slice(0, SHOWN)}…`;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

customElements.define("sh-api", Api);
