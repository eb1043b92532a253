// The menu that slides in on a narrow screen. Material makes it of boxes to tick and of labels; here each label gets a
// button, what is out of sight is out of the way of the Tab key, and focus goes along.

const NARROW = "(max-width: 76.2344em)"; // where Material turns the menu into a drawer
const BEHIND = ".md-content, .md-sidebar--secondary, .md-footer, .md-search, .md-top, .md-skip";
const STOPS = "a[href], .atlas-press";

/** Lay a button over a label, for keys and screen readers; the style sheet shows it on narrow screens only. */
function addButton(label, box, name) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "atlas-press" });
  button.setAttribute("aria-label", name);
  button.addEventListener("click", () => box.click());
  label.removeAttribute("tabindex"); // one stop is enough
  label.append(button);
  return button;
}

/**
 * @param {Element} menu
 * @returns {{box: HTMLInputElement, opener: HTMLButtonElement}[]} its parts that open and close
 */
function partsOf(menu) {
  return Array.from(menu.querySelectorAll("input.md-nav__toggle"), (box) => {
    const item = box.parentElement;
    const title = item.querySelector(".md-nav__link .md-ellipsis")?.textContent.trim() ?? "";
    const label = item.querySelector(`label.md-nav__link[for="${box.id}"]`);
    const back = item.querySelector(":scope > .md-nav > .md-nav__title");
    if (!label) return null;
    if (back) addButton(back, box, `Back from ${title}`);
    return { box, opener: addButton(label, box, box.id === "__toc" ? `${title}: on this page` : `${title}: pages`) };
  }).filter(Boolean);
}

/** The part of the menu that fills the drawer: Material slides each opened one over that which holds it. */
function shownPart(menu) {
  let part = menu.querySelector(".md-nav");
  for (let inner = part; inner; inner = part.querySelector(":scope > ul > li > input.md-nav__toggle:checked ~ .md-nav")) part = inner;
  return part;
}

/**
 * Make the drawer work with keys and screen readers.
 * @param {Document} page
 */
export function makeDrawer(page) {
  const [box, label, menu] = ["#__drawer", ".md-header label[for='__drawer']", ".md-sidebar--primary"].map((it) => page.querySelector(it));
  if (!box || !label || !menu) return;
  const narrow = matchMedia(NARROW);
  const parts = partsOf(menu);
  const isOpen = () => narrow.matches && box.checked;
  menu.id ||= "atlas-menu";
  const button = addButton(label, box, "Menu");
  button.setAttribute("aria-controls", menu.id);

  const sync = () => {
    button.setAttribute("aria-expanded", String(isOpen()));
    menu.inert = narrow.matches && !box.checked;
    for (const part of page.querySelectorAll(BEHIND)) part.inert = isOpen();
    for (const part of parts) part.opener.setAttribute("aria-expanded", String(part.box.checked));
    const shown = shownPart(menu);
    for (const part of menu.querySelectorAll(".md-nav .md-nav")) part.inert = narrow.matches && !part.contains(shown);
    for (const stop of menu.querySelectorAll(STOPS)) stop.inert = narrow.matches && stop.closest(".md-nav") !== shown;
  };
  const enter = () => focusFirst(shownPart(menu));
  sync();
  narrow.addEventListener("change", sync);
  box.addEventListener("change", () => {
    sync();
    if (isOpen()) requestAnimationFrame(enter);
    else if (narrow.matches) button.focus();
  });
  for (const part of parts) {
    part.box.addEventListener("change", () => {
      sync();
      if (isOpen()) requestAnimationFrame(() => (part.box.checked ? enter() : part.opener.focus()));
    });
  }
  page.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isOpen()) box.click();
  });
}

function focusFirst(part) {
  const stops = [...part.querySelectorAll(STOPS)];
  stops.find((stop) => !stop.inert && (stop.checkVisibility?.({ visibilityProperty: true }) ?? true))?.focus();
}
