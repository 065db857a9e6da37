// One resumable upload by the tus protocol, version 1.0.0 (core and creation): POST, then PATCH in parts, HEAD to resume.

import { say, Trouble, trouble } from "./lib.js";

const VERSION = { "Tus-Resumable": "1.0.0" };
const PART = 8 * 1024 * 1024;
const WAITS = [1, 3, 8, 15]; // seconds before a part is tried again

export class Upload {
  /** `metadata` is a plain object; `onprogress(sent, size)` is called as bytes leave; `then` is kept with the address. */
  constructor(file, { endpoint, metadata, onprogress, then = "", part = PART }) {
    Object.assign(this, { file, endpoint, metadata, onprogress, then, part, paused: false });
    this.memory = `tus:${endpoint.split("?")[0]}:${file.name}:${file.size}:${file.lastModified}`;
  }

  /** Send what is missing. Resolves to the address of the upload; a pause resolves to null; throws Trouble. */
  async run() {
    this.paused = false;
    let offset = await this.resumed();
    if (offset === null) {
      await this.create();
      offset = 0;
    }
    while (offset < this.file.size && !this.paused) offset = await this.sendPatiently(offset);
    if (this.paused) return null;
    localStorage.removeItem(this.memory);
    return this.address;
  }

  pause() {
    this.paused = true;
    this.request?.abort();
  }

  /** Return how far an upload of this same file got before, or null when there is none. */
  async resumed() {
    if (!this.address) {
      const kept = JSON.parse(localStorage.getItem(this.memory) ?? "{}");
      if (!kept.address) return null;
      // An upload begun on an earlier page belongs to that page's ticket, so it also ends where that one was to end.
      Object.assign(this, kept);
    }
    try {
      return await this.offset();
    } catch {
      this.address = null;
      localStorage.removeItem(this.memory);
      return null;
    }
  }

  async offset() {
    const response = await reach(this.address, { method: "HEAD", headers: VERSION, cache: "no-store" });
    if (!response.ok) throw await trouble(response);
    return Number(response.headers.get("Upload-Offset"));
  }

  async create() {
    const coded = Object.entries(this.metadata).map(([name, value]) => `${name} ${base64(String(value))}`);
    const response = await reach(this.endpoint, {
      method: "POST",
      headers: { ...VERSION, "Upload-Length": String(this.file.size), "Upload-Metadata": coded.join(",") },
    });
    if (!response.ok) throw await trouble(response);
    this.address = new URL(response.headers.get("Location"), new URL(this.endpoint, document.baseURI)).href;
    localStorage.setItem(this.memory, JSON.stringify({ address: this.address, then: this.then }));
  }

  async sendPatiently(offset) {
    for (const wait of [...WAITS, null]) {
      try {
        return await this.send(offset);
      } catch (problem) {
        if (this.paused) return offset;
        const hopeless = problem.status >= 400 && problem.status < 500 && problem.status !== 409 && problem.status !== 423;
        if (wait === null || hopeless) throw problem;
        await new Promise((resolve) => setTimeout(resolve, wait * 1000));
        offset = await this.offset().catch(() => offset);
      }
    }
    return offset;
  }

  /** XMLHttpRequest, because fetch tells nothing while a part is on its way. */
  send(offset) {
    const part = this.file.slice(offset, offset + this.part);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("PATCH", this.address);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      request.setRequestHeader("Upload-Offset", String(offset));
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.upload.onprogress = (event) => this.onprogress(offset + event.loaded, this.file.size);
      request.onload = () => {
        if (request.status === 204) resolve(Number(request.getResponseHeader("Upload-Offset")));
        else reject(problemOf(request));
      };
      request.onerror = () => reject(offline());
      request.onabort = () => reject(offline());
      request.send(part);
    });
  }
}

async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch {
    throw offline();
  }
}

const offline = () => new Trouble(say("連線中斷。", "The connection broke."), say("按「繼續」從斷掉的地方接著傳。", "Press Resume to go on from where it stopped."));

function problemOf(request) {
  try {
    const document_ = JSON.parse(request.responseText);
    const problem = document_.problems?.[0];
    return new Trouble(problem?.message ?? document_.title, problem?.remedy ?? document_.detail ?? "", request.status);
  } catch {
    return new Trouble(say(`伺服器回應 ${request.status}。`, `The server answered ${request.status}.`), "", request.status);
  }
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
