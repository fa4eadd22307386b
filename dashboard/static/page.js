// What a page cannot do from the server: keep the keyboard's place when a row goes, say aloud what was done, name
// buttons for whom they are, show the first page once nothing in it moves, print, and find the place where one was.
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

  // A button says what it does, and its row for whom; by ear a button stands alone.
  const wordsOf = (part) => part?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const whom = (row) => {
    const name = wordsOf(row.querySelector("a[href] p") ?? row.querySelector("strong"));
    const what = /st-key-row_(owed|mend)_/.test(row.className) ? row.querySelector(".stMarkdown p")?.firstChild : null;
    return what ? `${name}, ${wordsOf(what)}` : name;
  };
  const nameButtons = () => {
    for (const button of document.querySelectorAll("[data-testid=stMain] button, .st-key-told button")) {
      const row = button.closest(ROWS);
      const told = button.closest(".st-key-told")?.querySelector("p");
      const box = told ?? button.closest("details")?.querySelector("summary p");
      const words = wordsOf(button.querySelector("p"));
      const about = row ? whom(row) : wordsOf(box);
      if (words && about) button.setAttribute("aria-label", `${words}${words.endsWith("?") ? "" : ":"} ${about}`);
    }
  };

  // The first page is shown once no control in sight waits for its code.
  const open = () => {
    const root = document.documentElement;
    const waits = [...document.querySelectorAll("[data-testid=stSkeleton]")];
    const inSight = waits.some((each) => each.getBoundingClientRect().top < window.innerHeight);
    if (!inSight && document.querySelector("[data-testid=stMain] [data-testid=stElementContainer]")) {
      root.classList.add("opened");
    }
  };

  // Paper is light: what is drawn for a dark screen is turned round there.
  const noteScreen = () => {
    const app = document.querySelector(".stApp");
    if (!app || window.matchMedia("print").matches) return;
    const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/[\d.]+/g).map(Number);
    document.documentElement.classList.toggle("on-dark", red + green + blue < 384);
  };

  const settled = () => {
    nameButtons();
    noteScreen();
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
      if (running) return;
      open();
      settled();
    }, 80);
  }).observe(document.getElementById("root"), { subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ["data-test-script-state"] });
}

// Where one is: a new page opens at its top, and Back leads to where one was, through no address that nobody was on.
{
  const main = () => document.querySelector("[data-testid=stMain]");
  const grid = () => document.querySelector(".dvn-scroller"); // the table of everybody scrolls within itself
  const isRunning = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning";
  const clientOf = (url) => url.searchParams.get("client");
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);

  const left = new Map(); // for every address how far its page was scrolled when it was left
  let here = location.href;
  let seen = { page: 0, table: 0 };
  let wanted = null; // how far a page that is being drawn shall be scrolled, until somebody scrolls it themselves
  let arriving = true; // until the page is drawn, what is added to its address is no further step of the browser
  let isOnTheWay = false; // an address that nobody was on yet: it comes first, and the page that it is of comes after it

  document.addEventListener("scroll", (event) => {
    if (wanted || isRunning()) return; // what is being drawn scrolls by itself
    if (event.target === main()) seen.page = event.target.scrollTop;
    if (event.target === grid()) seen.table = event.target.scrollTop;
  }, true);

  const arrive = (at = { page: 0, table: 0 }) => {
    seen = { ...at };
    wanted = { ...at, until: Date.now() + 5000 };
    arriving = true;
    if (!at.page) main()?.scrollTo(0, 0);
  };

  history.pushState = (state, unused, address) => {
    const now = new URL(location.href);
    const to = new URL(address ?? now, now);
    const isOtherPage = to.pathname !== now.pathname;
    const isNew = isOtherPage || clientOf(to) !== clientOf(now);
    if (isOtherPage ? isOnTheWay : arriving && !isNew) {
      replace(state, unused, address);
    } else {
      left.set(here, seen);
      push(state, unused, address);
      isOnTheWay = !isOtherPage;
    }
    here = location.href;
    if (isNew) arrive();
  };
  history.replaceState = (state, unused, address) => {
    replace(state, unused, address);
    here = location.href;
  };
  addEventListener("popstate", () => {
    left.set(here, seen);
    here = location.href;
    arrive(left.get(here));
  });

  // A link to the page that is open changes nothing; on a client's page "Client" leads to the list of names all the same.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-testid=stSidebarNav] a[href], [data-testid=stTopNavLink]");
    const now = new URL(location.href);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !clientOf(now)) return;
    if (new URL(link.href, now).pathname !== now.pathname) return;
    now.searchParams.delete("client"); // and the click goes on to Streamlit, which on a phone closes its sidebar
    history.pushState({}, "", now);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  }, true);

  // Whoever does something takes the page as it is, and sets out from there.
  const setOut = () => {
    wanted = null;
    isOnTheWay = false;
    seen = { page: main()?.scrollTop ?? 0, table: grid()?.scrollTop ?? 0 };
  };
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown", "click"])
    addEventListener(kind, setOut, { capture: true, passive: true });

  const scroll = () => {
    if (isRunning()) return;
    arriving = false;
    if (!wanted) return;
    main()?.scrollTo(0, wanted.page);
    if (wanted.table && grid()) grid().scrollTop = wanted.table;
    const isThere = Math.abs((main()?.scrollTop ?? 0) - wanted.page) < 2;
    if ((isThere && !wanted.table) || (wanted.table && grid()?.scrollTop === wanted.table) || Date.now() > wanted.until)
      wanted = null;
  };
  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(scroll, 80);
  }).observe(document.getElementById("root"), { subtree: true, childList: true, attributes: true,
    attributeFilter: ["data-test-script-state"] });
}
