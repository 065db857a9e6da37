// What is missing in a form is said in the page, beside its field, instead of in a bubble that vanishes.
// Without script the browser's own bubbles and the server's answer do the work.

import { counted, make, say } from "./lib.js";

const SENTENCES = [
  ["valueMissing", (field) => (field.type === "checkbox" || field.type === "radio" ? say("請勾選這一項。", "Tick this to go on.") : field.tagName === "SELECT" ? say("請選一項。", "Choose one.") : field.type === "file" ? say("請選擇檔案。", "Choose a file.") : say("請填寫這一欄。", "Fill this in."))],
  ["typeMismatch", (field) => (field.type === "email" ? say("請填完整的電子信箱，例如 name@example.tw。", "Write a whole e-mail address, such as name@example.tw.") : say("請填完整的網址，以 https:// 開頭。", "Write a whole address that begins with https://."))],
  ["tooShort", (field) => say(`至少 ${field.minLength} 個字。`, `At least ${counted(field.minLength, "character", "characters")}.`)],
  ["tooLong", (field) => say(`最多 ${field.maxLength} 個字。`, `At most ${counted(field.maxLength, "character", "characters")}.`)],
  ["rangeUnderflow", (field) => say(`不能小於 ${field.min}。`, `Not below ${field.min}.`)],
  ["rangeOverflow", (field) => say(`不能大於 ${field.max}。`, `Not above ${field.max}.`)],
];

let round = null; // the form whose faults are being gathered, so that only the first is focused

document.addEventListener("invalid", (event) => {
  const field = event.target;
  event.preventDefault();
  tell(field);
  if (round === field.form) return;
  round = field.form;
  field.focus();
  setTimeout(() => (round = null));
}, true);

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.dataset?.told !== undefined && field.validity?.valid) forget(field);
});

function tell(field) {
  forget(field);
  const found = SENTENCES.find(([fault]) => field.validity[fault]);
  const note = make("p", { class: "govuk-error-message", id: `${field.id || field.name}-missing` },
    make("span", { class: "visually-hidden" }, say("錯誤：", "Error: ")), found ? found[1](field) : field.validationMessage);
  const place = field.closest(".govuk-checkboxes, .govuk-radios") ?? field;
  place.before(note);
  place.closest(".govuk-form-group")?.classList.add("govuk-form-group--error");
  field.dataset.told = "";
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${note.id} ${field.getAttribute("aria-describedby") ?? ""}`.trim());
}

function forget(field) {
  if (field.dataset.told === undefined) return;
  const id = `${field.id || field.name}-missing`;
  document.getElementById(id)?.remove();
  field.closest(".govuk-form-group")?.classList.remove("govuk-form-group--error");
  delete field.dataset.told;
  field.removeAttribute("aria-invalid");
  const rest = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one !== id).join(" ");
  if (rest) field.setAttribute("aria-describedby", rest);
  else field.removeAttribute("aria-describedby");
}
