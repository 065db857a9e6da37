// Loads each custom element only on the pages that use it. Every page is complete without it.

const elements = {
};

for (const [name, load] of Object.entries(elements)) {
  if (document.querySelector(name)) load();
}
