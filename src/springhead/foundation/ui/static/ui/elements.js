// Loads each custom element only on the pages that use it. Every page is complete without it.

const elements = {
  "sh-tabs": () => import("./sh-tabs.js"),
  "sh-copy": () => import("./sh-copy.js"),
  "sh-table": () => import("./sh-table.js"),
  "sh-chart": () => import("./sh-chart.js"),
  "sh-map": () => import("./sh-map.js"),
  "sh-upload": () => import("./sh-upload.js"),
  "sh-api": () => import("./sh-api.js"),
  "sh-progress": () => import("./sh-progress.js"),
};

function load() {
  for (const [name, fetchModule] of Object.entries(elements)) {
    if (document.querySelector(name)) fetchModule();
  }
}

load();
// Parts of a page that htmx exchanged may bring elements of their own.
document.addEventListener("htmx:after:swap", load);

if (document.querySelector("form")) import("./forms.js");

// The first thing to read after a form came back with problems.
document.getElementById("errors")?.focus();
