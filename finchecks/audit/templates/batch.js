(() => {
  const table = document.getElementById("articles"), body = table.tBodies[0];
  const text = document.getElementById("filter"), status = document.getElementById("status");
  const shown = document.getElementById("shown");
  const rows = [...body.rows];
  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const fits = row.textContent.toLowerCase().includes(wanted) &&
        (!status.value || Number(row.dataset[status.value] || 0) > 0);
      row.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${rows.length} shown`;
  };
  text.addEventListener("input", filter);
  status.addEventListener("change", filter);
  filter();
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") === "descending" || (!head.hasAttribute("aria-sort") && !head.classList.contains("n"));
    const value = (row) => { const cell = row.cells[column]; return cell.dataset.v ?? cell.textContent.trim(); };
    const numeric = head.classList.contains("n");
    const compare = (a, b) => numeric ? Number(value(a)) - Number(value(b)) : value(a).localeCompare(value(b));
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...rows.sort((a, b) => (up ? 1 : -1) * compare(a, b)));
  }));
})();
