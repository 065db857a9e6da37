// <sh-table src>: a server-drawn table that sorts, filters and pages through the data API.
//
// Inside stands a complete <table>; every <th data-column="name" data-alias="alias" data-type="integer"> becomes
// sortable. `page` is the number of rows a page, `total` the number of rows of the snapshot.

import { ask, cell, isNumber, isTime, make, number, param, say } from "./lib.js";

const OPERATORS = {
  text: [["contains", "包含", "contains"], ["", "等於", "is"], ["startswith", "開頭是", "starts with"], ["ne", "不等於", "is not"]],
  number: [["gte", "至少", "at least"], ["lte", "至多", "at most"], ["", "等於", "is"], ["ne", "不等於", "is not"]],
  time: [["gte", "當天或之後", "on or after"], ["lte", "當天或之前", "on or before"], ["", "等於", "is"]],
};
const NARROW = 10; // characters that fit one line of a cell
const WIDEST = 120; // characters of one cell
const EMPTY = [["isnull", "空白", "is empty"]];

class Table extends HTMLElement {
  connectedCallback() {
    if (this.columns) return;
    this.table = this.querySelector("table");
    this.columns = [...this.table.tHead.querySelectorAll("th[data-column]")].map((th) => ({
      th,
      name: th.dataset.column,
      alias: th.dataset.alias ?? th.dataset.column,
      type: th.dataset.type ?? "text",
      label: th.textContent.trim(),
    }));
    if (!this.columns.length) return;
    this.size = Number(this.getAttribute("page") ?? this.table.tBodies[0].rows.length) || 50;
    this.trail = [null];
    this.filters = [];
    this.sort = null;
    this.dressHeads();
    this.addForm();
    this.addFoot();
  }

  dressHeads() {
    for (const column of this.columns) {
      column.arrow = make("span", { "aria-hidden": "true", class: "sort-arrow" }, " ↕");
      column.button = make("button", { type: "button", class: "sort", onclick: () => this.sortBy(column) }, column.label, column.arrow);
      column.th.replaceChildren(column.button);
    }
  }

  addForm() {
    this.column = make("select", { class: "govuk-select", id: this.ident("column"), onchange: () => this.offer() },
      this.columns.map((column, at) => make("option", { value: at }, column.label)));
    this.operator = make("select", { class: "govuk-select", id: this.ident("operator"), onchange: () => this.offerValue() });
    this.value = make("input", { class: "govuk-input", id: this.ident("value") });
    this.chips = make("ul", { class: "tags chips" });
    const label = (node, zh, en) => make("div", {}, make("label", { class: "filter-label", for: node.id }, say(zh, en)), node);
    const form = make("form", { class: "filter no-print", onsubmit: (event) => this.add(event) },
      label(this.column, "欄位", "Column"), label(this.operator, "條件", "Condition"), label(this.value, "值", "Value"),
      make("button", { class: "govuk-button govuk-button--secondary", type: "submit" }, say("篩選", "Filter")));
    this.prepend(form, this.chips);
    this.offer();
  }

  addFoot() {
    this.status = make("p", { role: "status" });
    this.previous = make("button", { type: "button", class: "pager-button", hidden: true, onclick: () => this.back() }, say("上一頁", "Previous page"));
    this.next = make("button", { type: "button", class: "pager-button", onclick: () => this.forward() }, say("下一頁", "Next page"));
    const plain = this.querySelector(".pager");
    const foot = make("div", { class: "pager" }, this.status, this.previous, this.next);
    if (plain) {
      this.status.textContent = plain.querySelector("p")?.textContent ?? "";
      plain.replaceWith(foot);
    } else this.append(foot);
    const total = Number(this.getAttribute("total"));
    this.next.hidden = total > 0 && total <= this.size;
  }

  ident(part) {
    this.serial ??= ++Table.made;
    return `sh-table-${this.serial}-${part}`;
  }

  kind(column) {
    return isNumber(column) ? "number" : isTime(column) ? "time" : "text";
  }

  offer() {
    const column = this.columns[this.column.value];
    const operators = [...OPERATORS[this.kind(column)], ...EMPTY];
    this.operator.replaceChildren(...operators.map(([suffix, zh, en]) => make("option", { value: suffix }, say(zh, en))));
    this.value.type = column.type === "date" ? "date" : isNumber(column) ? "number" : "text";
    if (isNumber(column)) this.value.step = "any";
    this.offerValue();
  }

  offerValue() {
    this.value.parentElement.hidden = this.operator.value === "isnull";
  }

  add(event) {
    event.preventDefault();
    const column = this.columns[this.column.value];
    const suffix = this.operator.value;
    const value = suffix === "isnull" ? "true" : this.value.value.trim();
    if (!value) {
      this.value.focus();
      this.status.textContent = say("請填要找的值。", "Say what value to look for.");
      return;
    }
    const words = this.operator.selectedOptions[0].textContent;
    this.filters.push({ param: param(column) + (suffix ? `__${suffix}` : ""), value, words: `${column.label} ${words}${suffix === "isnull" ? "" : ` ${value}`}` });
    this.value.value = "";
    this.restart();
  }

  drawChips() {
    this.chips.replaceChildren(...this.filters.map((filter) =>
      make("li", { class: "tag" }, filter.words,
        make("button", { type: "button", class: "chip-x", "aria-label": say(`取消：${filter.words}`, `Remove: ${filter.words}`), onclick: () => this.remove(filter) }, "×"))));
  }

  remove(filter) {
    this.filters = this.filters.filter((other) => other !== filter);
    this.restart();
    this.column.focus();
  }

  sortBy(column) {
    const again = this.sort?.column === column;
    this.sort = again && this.sort.down ? null : { column, down: again };
    for (const other of this.columns) {
      const mine = this.sort?.column === other;
      other.th.toggleAttribute("aria-sort", mine);
      if (mine) other.th.setAttribute("aria-sort", this.sort.down ? "descending" : "ascending");
      other.arrow.textContent = mine ? (this.sort.down ? " ▼" : " ▲") : " ↕";
    }
    this.restart();
  }

  restart() {
    this.trail = [null];
    this.drawChips();
    this.load();
  }

  back() {
    this.trail.pop();
    this.load();
  }

  async forward() {
    if (this.cursor === undefined) {
      // The first page was drawn by the server; ask for it once to learn where it ends.
      await this.load();
    }
    if (!this.cursor) return;
    this.trail.push(this.cursor);
    this.load();
  }

  params() {
    const params = this.filters.map((filter) => [filter.param, filter.value]);
    params.push(["limit", String(this.size)]);
    if (this.sort) params.push(["sort", (this.sort.down ? "-" : "") + this.sort.column.name]);
    const cursor = this.trail.at(-1);
    if (cursor) params.push(["cursor", cursor]);
    return params;
  }

  async load() {
    this.asking?.abort();
    this.asking = new AbortController();
    this.table.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(this.getAttribute("src"), this.params(), this.asking.signal);
      this.draw(answer);
    } catch (problem) {
      if (problem.name !== "AbortError") this.status.textContent = `${problem.message} ${problem.remedy ?? ""}`;
    } finally {
      this.table.removeAttribute("aria-busy");
    }
  }

  draw(answer) {
    this.cursor = cursorOf(answer.next);
    this.count = answer.count_is === "exact" ? answer.count : null;
    const rows = answer.items.map((item) => make("tr", {}, this.columns.map((column) => {
      const value = cell(item, column);
      const text = shown(value, column);
      return make("td", { class: isNumber(column) ? "num" : column.type !== "text" || text.length <= NARROW ? "nowrap" : undefined }, text);
    })));
    this.table.tBodies[0].replaceChildren(...rows);
    this.previous.hidden = this.trail.length < 2;
    this.next.hidden = !this.cursor;
    this.status.textContent = this.sentence(answer.items.length);
  }

  sentence(count) {
    if (!count) return say("沒有符合條件的資料。請放寬條件。", "Nothing matches. Try fewer conditions.");
    const first = (this.trail.length - 1) * this.size + 1;
    const total = this.count ?? (!this.filters.length && Number(this.getAttribute("total")));
    const range = `${number(first)}–${number(first + count - 1)}`;
    const all = total ? say(`，共 ${number(total)} 筆`, ` of ${number(total)}`) : "";
    const order = this.sort
      ? say(`，依「${this.sort.column.label}」${this.sort.down ? "由大到小" : "由小到大"}`, `, by ${this.sort.column.label}, ${this.sort.down ? "descending" : "ascending"}`)
      : "";
    return say(`第 ${range} 筆${all}${order}`, `${range}${all}${order}`);
  }
}

Table.made = 0;

/** Write a value as the server wrote the first rows: a moment with a blank, a long text cut. */
function shown(value, column) {
  const text = column.type === "datetime" ? String(value ?? "").replace("T", " ") : String(value ?? "");
  return text.length <= WIDEST ? text : `${text.slice(0, WIDEST - 1)}…`;
}

/** The API answers `next` as an address that carries the cursor; a bare cursor is taken as it is. */
function cursorOf(next) {
  if (!next) return null;
  return /[/?]/.test(next) ? new URL(next, document.baseURI).searchParams.get("cursor") : next;
}

customElements.define("sh-table", Table);
