// What the elements share: the two languages, making nodes, asking the data API.

export const english = document.documentElement.lang.startsWith("en");

/** Choose one of two sentences by the language of the page. */
export const say = (zh, en) => (english ? en : zh);

/** Write a number with thousands separators; anything else as it is. */
export const number = (value) =>
  typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 6 }) : String(value ?? "");

/** Write a counted English noun: 1 place, 1,204 places. The number may be written already. */
export const counted = (count, one, many) => `${number(count)} ${number(count) === "1" ? one : many}`;

/** Write a number of bytes in steps of 1,024. */
export function bytes(value) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit && value < 99.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** Make a node. Properties set `on…` listeners, `class`, `dataset` and attributes; children are nodes or texts. */
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** A problem as the API words it (RFC 9457), or a failed connection. */
export class Trouble extends Error {
  constructor(message, remedy = "", status = 0) {
    super(message);
    this.remedy = remedy;
    this.status = status;
  }
}

/** Turn a failed answer into a Trouble with the sentence of its problem document. */
export async function trouble(response) {
  let document_ = {};
  try {
    document_ = await response.json();
  } catch {
    // no problem document: the status has to do
  }
  const problem = document_.problems?.[0];
  return new Trouble(
    problem?.message ?? document_.title ?? say(`伺服器回應 ${response.status}。`, `The server answered ${response.status}.`),
    problem?.remedy ?? document_.detail ?? "",
    response.status,
  );
}

/** Fetch JSON in the language of the page; throws Trouble. `params` may repeat names: [[name, value], …]. */
export async function ask(address, params = [], signal = undefined) {
  const url = new URL(address, document.baseURI);
  for (const [name, value] of params) url.searchParams.append(name, value);
  url.searchParams.set("lang", english ? "en" : "zh-Hant");
  let response;
  try {
    response = await fetch(url, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble(say("連不上資料介面。", "The data API cannot be reached."), say("請檢查網路後再試。", "Check the connection and try again."));
  }
  if (!response.ok) throw await trouble(response);
  return response.json();
}

/** Load a classic script of ours once. */
export function script(address) {
  const known = document.querySelector(`script[src="${CSS.escape(address)}"]`) ?? scripts.get(address);
  if (known instanceof Promise) return known;
  const loading = new Promise((resolve, reject) => {
    const node = make("script", { src: address });
    node.addEventListener("load", () => resolve());
    node.addEventListener("error", () => reject(new Trouble(say("元件載入失敗。", "A component failed to load."))));
    document.head.append(node);
  });
  scripts.set(address, loading);
  return loading;
}

const scripts = new Map();

/** Return the columns an element was given in `data-columns`: [{name, alias, label, type}]. */
export function columnsOf(element) {
  return JSON.parse(element.dataset.columns ?? "[]").map((column) => ({
    alias: column.name,
    label: column.label ?? column.name,
    type: "text",
    ...column,
  }));
}

/** Read a column of an item, whichever of its two names the answer uses. */
export const cell = (item, column) => (column.name in item ? item[column.name] : item[column.alias]);

export const isNumber = (column) => column.type === "integer" || column.type === "decimal";
export const isTime = (column) => column.type === "date" || column.type === "datetime";

const RESERVED = new Set("fields sort limit cursor q format count snapshot group agg bucket bbox lang excel".split(" "));

/** The parameter that filters a column; a column named like a reserved word is addressed as `field:name`. */
export const param = (column) => (RESERVED.has(column.name) ? `field:${column.name}` : column.name);
