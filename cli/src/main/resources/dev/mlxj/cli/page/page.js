"use strict";
(function () {
  const field = document.getElementById("search");
  if (!field) {
    return;
  }
  const tensors = Array.from(document.querySelectorAll(".tensor"));
  const modules = Array.from(document.querySelectorAll(".tree details")).reverse();
  const found = document.getElementById("found");
  const texts = tensors.map((row) => (row.dataset.path + " " + row.textContent).toLowerCase());

  function search() {
    const words = field.value.toLowerCase().split(/\s+/).filter((word) => word);
    let count = 0;
    tensors.forEach((row, i) => {
      row.hidden = !words.every((word) => texts[i].includes(word));
      count += row.hidden ? 0 : 1;
    });
    for (const module of modules) { // the innermost come first
      module.hidden = !module.querySelector(":scope > .tensor:not([hidden]), :scope > details:not([hidden])");
      if (words.length > 0 && !module.hidden) {
        module.open = true;
      }
    }
    found.textContent = count + " of " + tensors.length;
  }

  field.addEventListener("input", search);
  document.getElementById("unfold").addEventListener("click", () => modules.forEach((m) => { m.open = true; }));
  document.getElementById("fold").addEventListener("click", () => modules.forEach((m) => { m.open = false; }));
  field.value = decodeURIComponent(location.hash.slice(1)); // so that a search can be linked to
  search();
})();
