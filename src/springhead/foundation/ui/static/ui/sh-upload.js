// <sh-upload endpoint>: drag and drop, resumable upload with progress, pause, resume and retry.
//
// Inside stands a plain <form> with a file field, which is what people without script use. `endpoint` is the tus
// address with its single-use ticket, `limit` the largest size in bytes, `part` the size of one request, `then` an
// address to go to afterwards, in which {id} stands for the upload. Fires `sh-uploaded` with {id, address, name, size}.

import { bytes, make, say } from "./lib.js";
import { Upload } from "./tus.js";

class Uploader extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.querySelector("form");
    this.input = this.form?.querySelector("input[type=file]");
    if (!this.input) return;
    this.rows = make("ul", { class: "uploads" });
    this.drop = make("div", { class: "drop" }, make("p", {}, say("把檔案拖到這裡，或從電腦選擇。", "Drag a file here, or choose one.")));
    this.form.before(this.drop);
    this.drop.append(this.form);
    this.drop.after(this.rows);
    this.form.querySelectorAll("button[type=submit], input[type=submit]").forEach((button) => (button.hidden = true));
    this.input.addEventListener("change", () => this.take(this.input.files));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.listen();
  }

  listen() {
    const stop = (event) => event.preventDefault();
    this.drop.addEventListener("dragover", (event) => {
      stop(event);
      this.drop.classList.add("over");
    });
    this.drop.addEventListener("dragleave", () => this.drop.classList.remove("over"));
    this.drop.addEventListener("drop", (event) => {
      stop(event);
      this.drop.classList.remove("over");
      this.take(event.dataTransfer.files);
    });
  }

  take(files) {
    const chosen = this.input.multiple ? [...files] : [...files].slice(0, 1);
    for (const file of chosen) new Row(this, file).start();
  }

  finished(row) {
    const id = row.upload.address.split("?")[0].split("/").at(-1);
    this.dispatchEvent(new CustomEvent("sh-uploaded", { bubbles: true, detail: { id, address: row.upload.address, name: row.file.name, size: row.file.size } }));
    const { then } = row.upload;
    if (then) location.assign(then.replace("{id}", encodeURIComponent(id)));
  }
}

class Row {
  constructor(owner, file) {
    Object.assign(this, { owner, file, said: 0 });
    this.bar = make("progress", { max: Math.max(file.size, 1), value: 0, "aria-label": say(`「${file.name}」上傳進度`, `Upload of ${file.name}`) });
    this.words = make("p", { role: "status" });
    this.button = make("button", { type: "button", class: "copy-button", onclick: () => this.toggle() });
    owner.rows.append(make("li", {}, make("div", { class: "upload-row" }, make("p", {}, make("b", {}, file.name), ` ${bytes(file.size)}`), this.button), this.bar, this.words));
    const metadata = { filename: file.name, filetype: file.type };
    if (owner.dataset.ticket) metadata.ticket = owner.dataset.ticket;
    this.upload = new Upload(file, { endpoint: owner.getAttribute("endpoint"), metadata, onprogress: (sent) => this.progress(sent), then: owner.getAttribute("then") ?? "", part: Number(owner.getAttribute("part")) || undefined });
  }

  refusal() {
    const limit = Number(this.owner.getAttribute("limit"));
    if (!this.file.size) return say("這個檔案是空的，請確認後再選一次。", "This file is empty. Check it and choose again.");
    if (limit && this.file.size > limit) return say(`檔案超過上限 ${bytes(limit)}。請分成幾個檔案，或改用網址提供。`, `The file is over the limit of ${bytes(limit)}. Split it, or give its address instead.`);
    return "";
  }

  async start() {
    const refusal = this.refusal();
    if (refusal) {
      this.fail(refusal);
      this.button.hidden = true;
      return;
    }
    this.running = true;
    this.words.className = "";
    this.button.textContent = say("暫停", "Pause");
    try {
      const address = await this.upload.run();
      this.running = false;
      if (address) this.done();
    } catch (problem) {
      this.running = false;
      this.button.textContent = say("繼續", "Resume");
      this.fail(`${problem.message} ${problem.remedy ?? ""}`);
    }
  }

  toggle() {
    if (!this.running) {
      this.start();
      return;
    }
    this.upload.pause();
    this.running = false;
    this.button.textContent = say("繼續", "Resume");
    this.words.textContent = say("已暫停，可以關掉這一頁，之後選同一個檔案接著傳。", "Paused. You may close this page and choose the same file later to go on.");
  }

  progress(sent) {
    this.bar.value = sent;
    const tenth = Math.floor((sent / this.file.size) * 10);
    if (tenth === this.said) return;
    this.said = tenth; // a screen reader hears every tenth, not every packet
    this.words.textContent = say(`已傳 ${bytes(sent)}，${tenth * 10} %`, `${bytes(sent)} sent, ${tenth * 10} %`);
  }

  done() {
    this.bar.value = this.bar.max;
    this.button.hidden = true;
    this.words.textContent = say("已收到。", "Received.");
    this.owner.finished(this);
  }

  fail(sentence) {
    this.words.className = "failed";
    this.words.textContent = sentence;
  }
}

customElements.define("sh-upload", Uploader);
