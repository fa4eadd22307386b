// What a page cannot do from the server: keep the keyboard's place when a row goes, say aloud what was done, and print.
{
  const ROWS = '[class*="st-key-row_"], [class*="st-key-reason_"], [class*="st-key-owed_"]';
  const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => !row.closest("[data-stale=true]"));
  const keyOf = (part) => [...(part?.classList ?? [])].find((name) => name.startsWith("st-key-")) ?? "";
  // st-key-word_1_PAC201_1 → word: the same control stands in the next row.
  const kindOf = (part) => keyOf(part?.closest('[class*="st-key-"]')).split("_")[0];
  const controls = (row) => [...row.querySelectorAll("a[href], button")];

  const said = document.createElement("div");
  said.setAttribute("role", "status");
  said.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";
  document.body.append(said);

  let place = null; // the row that was last used: its key, where it stood, which control
  let told = "";
  let answered = null;

  document.addEventListener("click", (event) => {
    if (event.target.closest(".st-key-print_sheet button")) return window.print();
    if (event.target.closest(".st-key-client_place a")) document.querySelector("[data-testid=stMain]").scrollTo(0, 0);
    const button = event.target.closest("button");
    const row = button?.closest(ROWS);
    const belongs = event.target.closest(".st-key-asked, .st-key-told") || !event.target.closest("[data-testid=stMain]");
    if (row) place = { key: keyOf(row), at: rows().indexOf(row), kind: kindOf(button) };
    else if (!belongs) place = null;
  }, true);

  // In a field Ctrl+Z is the field's own: it takes back what was typed, not what was done.
  const TYPED_IN = "input:not([type=checkbox], [type=radio]), textarea, [contenteditable=true]";
  window.addEventListener("keydown", (event) => {
    const undoes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (undoes && event.target.closest?.(TYPED_IN)) event.stopImmediatePropagation();
  }, true);

  const keepPlace = () => {
    if (!place || ![document.body, null].includes(document.activeElement)) return;
    const all = rows();
    const row = all.find((each) => keyOf(each) === place.key) ?? all[Math.min(place.at, all.length - 1)];
    const found = row ? controls(row) : [];
    const next = found.find((each) => kindOf(each) === place.kind) ?? found[0] ?? document.querySelector("h1");
    if (next?.tagName === "H1") next.tabIndex = -1;
    next?.focus({ preventScroll: true }); // it stands where the other one stood
  };

  const settled = () => {
    const asked = document.querySelector(".st-key-asked");
    if (asked && !answered) asked.querySelector("input, textarea, [contenteditable=true]")?.focus();
    if (!asked) keepPlace(); // at every settling: on a slow machine the row goes after the words about it have come
    answered = asked;
    const line = document.querySelector(".st-key-told");
    const undo = line?.querySelector('[class*="st-key-undo_"]');
    const label = undo?.querySelector("p")?.textContent ?? "Undo";
    const way = undo ? ` ${label}${undo.querySelector("kbd") ? ": Ctrl Z." : "."}` : "";
    const words = line ? `${line.querySelector("p")?.textContent ?? ""}${way}` : "";
    if (keyOf(undo) + words === told) return;
    told = keyOf(undo) + words;
    said.textContent = words;
  };

  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const running = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning";
      if (!running) settled();
    }, 80);
  }).observe(document.getElementById("root"), { subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ["data-test-script-state"] });
}
