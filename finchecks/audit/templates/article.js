(() => {
  const marks = [...document.querySelectorAll(".m")];
  const words = (node, name) => (node.dataset[name] || "").split(" ").filter(Boolean);
  const light = (node, on) => {
    const claims = words(node, "c"), operands = words(node, "o");
    for (const other of marks) {
      const mine = words(other, "o").some((n) => claims.includes(n)) || words(other, "c").some((n) => operands.includes(n));
      if (mine && other !== node) other.classList.toggle("lit", on);
    }
  };
  // a tip that is in the way can be sent away; the next one comes as ever
  const hush = (on) => document.body.classList.toggle("hush", on);
  addEventListener("keydown", (event) => event.key === "Escape" && hush(true));
  for (const mark of marks) {
    for (const [event, on] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]])
      mark.addEventListener(event, () => { light(mark, on); if (on) hush(false); });
  }
  // what a chart is about stands at its right, where time ends
  for (const chart of document.querySelectorAll(".wide")) chart.scrollLeft = chart.scrollWidth;
  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const fold = target && target.closest("details");
    if (fold && !fold.open) { fold.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", open);
  open();
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
})();
