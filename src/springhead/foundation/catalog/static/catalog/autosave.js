// Saves the metadata form as a draft while it is typed. Without it the button "save a draft" does the same.

import { say } from "../ui/lib.js";

const PAUSE = 800;
const form = document.getElementById("metadata-form");
const status = document.getElementById("draft-status");
let timer;

async function save() {
  status.textContent = say("儲存中…", "Saving…");
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    status.textContent = say("已存成草稿。", "Saved as a draft.");
  } catch {
    status.textContent = say("沒有存到，請檢查網路，或按「存成草稿」。", "Not saved. Check the connection, or press “Save a draft”.");
  }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
