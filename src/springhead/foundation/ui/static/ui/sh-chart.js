// <sh-chart src data-columns>: proposes a chart from the types of the columns and draws it from the data API.
//
// src is the address of the table (`/api/v1/tables/tb_…/`), data-columns a list of {name, alias, label, type,
// distinct, role, low, high}, data-rows the number of rows. Inside stands what the server drew; it stays until the first chart is there. Every chart has its table.

import { ask, cell, columnsOf, counted, isNumber, isTime, make, number, say, script } from "./lib.js";

const D3 = new URL("../vendor/d3-7.9.2/d3.min.js", import.meta.url).href;
const PLOT = new URL("../vendor/observablehq-plot-0.6.17/plot.umd.min.js", import.meta.url).href;
const GROUPS = 30; // bars a person can still read
const SAMPLE = 1000; // rows of a scatter plot or histogram
const KINDS = {
  bar: () => say("長條圖", "Bars"),
  line: () => say("折線圖", "Line"),
  histogram: () => say("分布圖", "Histogram"),
  scatter: () => say("散布圖", "Scatter"),
};
const COUNT = "";
const ROUGH = 40; // distinct values up to which a text column makes sensible groups

class Chart extends HTMLElement {
  connectedCallback() {
    if (this.columns) return;
    this.columns = columnsOf(this);
    this.rows = Number(this.dataset.rows ?? 0);
    this.series = repeats(this.columns, this.rows);
    this.kinds = possible(this.columns, this.rows, this.series);
    if (!this.kinds.length) return;
    this.figure = make("figure", { class: "chart-frame" });
    this.caption = make("p", { role: "status", class: "aside" });
    this.table = make("details", {}, make("summary", {}, say("這張圖的資料表", "The table behind this chart")), make("div", { class: "scroll" }));
    this.controls = make("div", { class: "chart-controls no-print" });
    this.offer(this.dataset.kind && this.kinds.includes(this.dataset.kind) ? this.dataset.kind : this.kinds[0]);
    this.begin();
  }

  /** Draw at once when visible, otherwise when its tab is opened or it is scrolled to. */
  begin() {
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.draw();
    }).observe(this);
  }

  offer(kind) {
    const choice = (zh, en, options, chosen) => {
      const select = make("select", { class: "govuk-select", onchange: () => this.changed(select) },
        options.map(([value, text]) => make("option", { value, selected: value === chosen }, text)));
      select.id = `sh-chart-${++Chart.made}`;
      return [select, make("div", {}, make("label", { class: "filter-label", for: select.id }, say(zh, en)), select)];
    };
    const names = (columns) => columns.map((column) => [column.name, column.label]);
    const across = candidates(this.columns, kind);
    const measures = this.columns.filter(isMeasure);
    const parts = [];
    [this.kind, parts[0]] = choice("圖", "Chart", this.kinds.map((one) => [one, KINDS[one]()]), kind);
    [this.across, parts[1]] = choice("橫軸", "Across", names(across), across[0].name);
    if (kind === "scatter") [this.up, parts[2]] = choice("縱軸", "Up", names(measures), (measures[1] ?? measures[0]).name);
    else if (kind === "histogram") this.up = null;
    else [this.up, parts[2]] = choice("縱軸", "Up", [[COUNT, say("筆數", "Rows")], ...measures.flatMap(offers)], this.series && measures.length ? `avg:${measures[0].name}` : COUNT);
    this.controls.replaceChildren(...parts.filter(Boolean));
  }

  changed(select) {
    if (select === this.kind) {
      this.offer(this.kind.value);
      this.kind.focus();
    }
    this.draw();
  }

  async draw() {
    if (!this.controls.isConnected) this.append(this.controls, this.figure, this.caption, this.table);
    this.caption.textContent = say("繪製中…", "Drawing…");
    try {
      await script(D3);
      await script(PLOT);
      const chart = await this.data();
      this.show(chart);
    } catch (problem) {
      this.caption.textContent = `${problem.message} ${problem.remedy ?? ""}`;
    }
  }

  column(name) {
    return this.columns.find((column) => column.name === name);
  }

  /** Return {points: [{x, y}], x, y, note} for the choices made. */
  async data() {
    const kind = this.kind.value;
    const across = this.column(this.across.value);
    return kind === "bar" || kind === "line" ? this.aggregated(kind, across) : this.sampled(kind, across);
  }

  async aggregated(kind, across) {
    const [how, name] = this.up.value ? this.up.value.split(":", 2) : ["count", ""];
    const measure = name && this.column(this.up.value.slice(how.length + 1));
    const params = kind === "line" ? [["bucket", `${this.dataset.bucket ?? bucketOf(across, this.series)}:${across.name}`]] : [["group", across.name]];
    const figure = measure ? `${how}:${measure.name}` : "count";
    params.push(["agg", figure], ["sort", kind === "line" ? across.name : `-${figure}`], ["limit", String(kind === "line" ? SAMPLE : GROUPS)]);
    const answer = await ask(`${this.getAttribute("src")}aggregate`, params);
    const points = answer.items.map((item) => pointOf(item, across)).filter((point) => typeof point.y === "number");
    const label = measure ? `${measure.label}${aggregateName(how)}` : say("筆數", "Rows");
    if (kind === "line") return { kind, points: points.filter((p) => p.x).map((p) => ({ ...p, x: new Date(p.x) })).sort((a, b) => a.x - b.x), x: across.label, y: label, note: "" };
    const note = answer.next ? say(`只畫最大的 ${GROUPS} 組。`, `Only the ${GROUPS} largest groups are drawn.`) : "";
    return { kind, points, x: across.label, y: label, note };
  }

  async sampled(kind, across) {
    const up = kind === "scatter" ? this.column(this.up.value) : null;
    const fields = [...new Set([across.name, ...(up ? [up.name] : [])])];
    const answer = await ask(`${this.getAttribute("src")}rows`, [["fields", fields.join(",")], ["limit", String(SAMPLE)]]);
    const points = answer.items.map((item) => ({ x: cell(item, across), y: up ? cell(item, up) : 1 })).filter((p) => typeof p.x === "number" && typeof p.y === "number");
    const note = answer.next ? say(`畫前 ${number(SAMPLE)} 筆。`, `The first ${number(SAMPLE)} rows are drawn.`) : "";
    return { kind, points, x: across.label, y: up ? up.label : say("筆數", "Rows"), note };
  }

  show(chart) {
    if (!chart.points.length) {
      this.figure.replaceChildren();
      this.caption.textContent = say("這兩欄畫不出圖：沒有可用的值。", "These columns have no values to draw.");
      this.table.hidden = true;
      return;
    }
    const svg = plot(chart, this.clientWidth || 720);
    const summary = summarise(chart);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", summary);
    this.figure.replaceChildren(svg);
    this.caption.textContent = `${summary}${chart.note ? ` ${chart.note}` : ""}`;
    this.table.hidden = false;
    this.table.lastElementChild.replaceChildren(tableOf(chart));
  }
}

Chart.made = 0;

const MONTH = /^\d{4}(-\d{2})?$/;
const PLACES = ["longitude", "latitude", "twd97_x", "twd97_y"];
const isMeasure = (column) => isNumber(column) && !PLACES.includes(column.role);

/** Whether each of a few groups has one row per moment: then a number of rows says nothing, a mean does. */
function repeats(columns, rows) {
  const times = columns.filter((column) => isTime(column) && column.distinct > 1);
  const groups = candidates(columns, "bar").filter((column) => column.distinct);
  return times.some((time) => groups.some((group) => Math.abs(time.distinct * group.distinct - rows) <= rows / 20));
}

/** The step of a line: what its first and last moment make readable. */
function bucketOf(column, series) {
  const days = (Date.parse(column.high) - Date.parse(column.low)) / 86_400_000;
  if (days <= 4 && column.type === "datetime") return "hour";
  if (days <= (series ? 400 : 120)) return "day"; // what merely happens is sparse by the day
  return days > 20 * 366 ? "year" : "month";
}

/** The charts these columns allow, the most telling one first: a series of measurements is a line, groups are bars. */
function possible(columns, rows, series) {
  const kinds = [];
  if (candidates(columns, "bar").length) kinds.push("bar");
  // A date that many rows share is when something was measured or happened; one of its own per row is a mere attribute.
  const happens = columns.some((column) => column.type === "datetime" || (isTime(column) && column.distinct > 1 && column.distinct <= rows / 2));
  if (columns.some(isTime)) kinds[series || happens ? "unshift" : "push"]("line");
  const numbers = columns.filter(isMeasure).length;
  if (numbers) kinds.push("histogram");
  if (numbers > 1) kinds.push("scatter");
  return kinds;
}

function candidates(columns, kind) {
  if (kind === "line") return columns.filter(isTime);
  if (kind === "histogram" || kind === "scatter") return columns.filter(isMeasure);
  const groups = columns.filter((column) => column.type === "text" || column.type === "boolean");
  const few = groups.filter((column) => column.distinct > 1 && column.distinct <= ROUGH);
  return few.length ? few : groups.filter((column) => column.distinct === undefined);
}

const offers = (column) => [
  [`sum:${column.name}`, say(`${column.label}合計`, `Sum of ${column.label}`)],
  [`avg:${column.name}`, say(`${column.label}平均`, `Mean of ${column.label}`)],
  [`max:${column.name}`, say(`${column.label}最大`, `Highest ${column.label}`)],
];

const aggregateName = (how) => ({ sum: say("合計", " (sum)"), avg: say("平均", " (mean)"), max: say("最大", " (highest)") })[how];

/** A group of an aggregate answer: the value of its column, and the only number beside it. */
function pointOf(item, across) {
  const key = [across.name, across.alias].find((name) => name in item) ?? Object.keys(item)[0];
  const measure = Object.keys(item).find((name) => name !== key && typeof item[name] === "number");
  return { x: item[key], y: item[measure] };
}

/** Counts and small values start at nothing; a level far above it would be a flat line. */
function fromZero(points) {
  const values = points.map((point) => point.y);
  return Math.min(...values) < Math.max(...values) / 2;
}

/** A tick of the time axis in Chinese. */
function moment(at) {
  if (at.getUTCHours() || at.getUTCMinutes()) return `${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, "0")}`;
  if (at.getUTCDate() > 1) return `${at.getUTCMonth() + 1}/${at.getUTCDate()}`;
  return at.getUTCMonth() ? `${at.getUTCMonth() + 1} 月` : `${at.getUTCFullYear()} 年`;
}

function plot(chart, width) {
  const style = getComputedStyle(document.documentElement);
  const colour = style.getPropertyValue("--stroke").trim();
  const { Plot } = globalThis;
  const common = { width, marginLeft: 60, marginTop: 36, marginBottom: 44, grid: true, x: { label: chart.x }, y: { label: chart.y, labelOffset: 56 } };
  if (chart.kind === "line")
    return svgOf(Plot.plot({ ...common, x: { label: chart.x, ...(say(true, false) && { tickFormat: moment }) }, marks: [...(fromZero(chart.points) ? [Plot.ruleY([0])] : []), Plot.lineY(chart.points, { x: "x", y: "y", stroke: colour, strokeWidth: 2.5 }), Plot.dot(chart.points, { x: "x", y: "y", fill: colour, r: 2.5, tip: true })] }));
  if (chart.kind === "histogram")
    return svgOf(Plot.plot({ ...common, marks: [Plot.rectY(chart.points, Plot.binX({ y: "count" }, { x: "x", fill: colour, tip: true })), Plot.ruleY([0])] }));
  if (chart.kind === "scatter")
    return svgOf(Plot.plot({ ...common, marks: [Plot.dot(chart.points, { x: "x", y: "y", stroke: colour, fill: colour, fillOpacity: 0.35, r: 3, tip: true })] }));
  const inTime = chart.points.every((point) => MONTH.test(point.x ?? "0000-01")); // months read best in their order
  const longest = Math.max(...chart.points.map((point) => String(point.x ?? "—").length));
  return svgOf(Plot.plot({
    width,
    height: 66 + chart.points.length * 26,
    marginLeft: Math.min(28 + longest * 15, width * 0.4),
    marginRight: 24,
    marginBottom: 44,
    x: { label: chart.y, grid: true, labelOffset: 38 },
    y: { label: null, type: "band" },
    marks: [
      Plot.barX(chart.points, { x: "y", y: (point) => String(point.x ?? say("（空白）", "(empty)")), fill: colour, sort: { y: inTime ? "y" : "-x" }, tip: { format: { y: true, x: true } }, title: (point) => `${point.x ?? "—"}\n${chart.y} ${number(point.y)}` }),
      Plot.ruleX([0]),
    ],
  }));
}

/** Plot writes a <style> of its own into the picture, which the page's policy would refuse; our sheet has the rules. */
function svgOf(drawn) {
  const svg = drawn.tagName === "FIGURE" ? drawn.querySelector("svg") : drawn;
  svg.querySelectorAll("style").forEach((style) => style.remove());
  // The picture has one name of its own; labels on its groups have no role to stand on.
  for (const part of svg.querySelectorAll("[aria-label], [aria-description]")) {
    part.removeAttribute("aria-label");
    part.removeAttribute("aria-description");
  }
  return svg;
}

function summarise(chart) {
  const values = chart.points.map((point) => (chart.kind === "histogram" ? point.x : point.y));
  const low = Math.min(...values);
  const high = Math.max(...values);
  const round = (value) => Number(value.toPrecision(Math.max(4, String(Math.trunc(Math.abs(value))).length)));
  const text = (point) => (point.x instanceof Date ? point.x.toISOString().slice(0, 10) : String(point.x ?? "—"));
  const top = text(chart.points[values.indexOf(high)]);
  if (chart.kind === "histogram") return say(`${chart.x}介於 ${number(low)} 與 ${number(high)} 之間（n = ${number(values.length)}）。`, `${chart.x} lies between ${number(low)} and ${number(high)} (n = ${number(values.length)}).`);
  if (chart.kind === "scatter") return say(`${chart.x}與${chart.y}，n = ${number(values.length)}。`, `${chart.x} against ${chart.y}, n = ${number(values.length)}.`);
  if (low === high && values.length > 1) return say(`${chart.x}共 ${chart.points.length} 組，${chart.y}都是 ${number(high)}。`, `${counted(chart.points.length, "group", "groups")} of ${chart.x}; ${chart.y} is ${number(high)} in every one.`);
  return say(`${chart.x}共 ${chart.points.length} 組，${chart.y}最高的是「${top}」，${number(round(high))}。`, `${counted(chart.points.length, "group", "groups")} of ${chart.x}; the highest ${chart.y} is “${top}” with ${number(round(high))}.`);
}

function tableOf(chart) {
  const text = (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value === null ? "—" : String(value));
  const shown = chart.kind === "histogram" ? binned(chart.points) : chart.points.slice(0, 200);
  const x = chart.kind === "histogram" ? say(`${chart.x}（自）`, `${chart.x} (from)`) : chart.x;
  return make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, x), make("th", { scope: "col", class: "num" }, chart.y))),
    make("tbody", {}, shown.map((point) => make("tr", {}, make("td", {}, typeof point.x === "number" ? number(point.x) : text(point.x)), make("td", { class: "num" }, number(point.y))))));
}

function binned(points) {
  return globalThis.d3.bin().value((point) => point.x)(points).map((bin) => ({ x: bin.x0, y: bin.length }));
}

customElements.define("sh-chart", Chart);
