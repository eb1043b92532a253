// The menu that slides in on a narrow screen. Material makes it of boxes to tick and of labels; here the labels become
// buttons, what is out of sight is out of the way of the Tab key, and focus goes along.

const NARROW = "(max-width: 76.2344em)"; // where Material turns the menu into a drawer
const BEHIND = ".md-content, .md-sidebar--secondary, .md-footer, .md-search, .md-top, .md-skip";
const STOPS = "a[href], label[for]";
const BUTTON = { role: "button", tabindex: "0" };

/** Click a label at the keys at which a button is clicked; Material knows Enter only, and would click it again. */
function clickByKey(event) {
  if ((event.key !== "Enter" && event.key !== " ") || event.currentTarget.getAttribute("role") !== "button") return;
  event.preventDefault();
  event.stopPropagation();
  event.currentTarget.click();
}

/** Set attributes, or take away those that are null. */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

/**
 * @param {Element} menu
 * @returns {{box: HTMLInputElement, opener: Element, back: Element | null, title: string}[]} its parts that open and close
 */
function partsOf(menu) {
  const found = Array.from(menu.querySelectorAll("input.md-nav__toggle"), (box) => {
    const item = box.parentElement;
    const title = item.querySelector(".md-nav__link .md-ellipsis")?.textContent.trim() ?? "";
    const opener = item.querySelector(`label.md-nav__link[for="${box.id}"]`);
    return { box, opener, back: item.querySelector(":scope > .md-nav > .md-nav__title"), title };
  });
  return found.filter(({ opener }) => opener);
}

/** Turn the labels of a part into buttons in a drawer, and back into what they were beside a wide page. */
function dress({ box, opener, back, title }, isNarrow) {
  const name = box.id === "__toc" ? `${title}: on this page` : `${title}: pages`;
  const plain = { role: null, tabindex: null, "aria-label": null, "aria-expanded": null };
  set(opener, isNarrow ? { ...BUTTON, "aria-label": name, "aria-expanded": String(box.checked) } : plain);
  if (back) set(back, isNarrow ? { ...BUTTON, "aria-label": `Back from ${title}` } : plain);
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
  set(label, { ...BUTTON, "aria-label": "Menu", "aria-controls": menu.id });

  const sync = () => {
    set(label, { "aria-expanded": String(isOpen()) });
    menu.inert = narrow.matches && !box.checked;
    for (const part of page.querySelectorAll(BEHIND)) part.inert = isOpen();
    for (const part of parts) dress(part, narrow.matches);
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
    else if (narrow.matches) label.focus();
  });
  for (const part of parts) {
    part.box.addEventListener("change", () => {
      sync();
      if (isOpen()) requestAnimationFrame(() => (part.box.checked ? enter() : part.opener.focus()));
    });
  }
  for (const it of [label, ...parts.flatMap(({ opener, back }) => [opener, back])]) it?.addEventListener("keydown", clickByKey);
  page.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && isOpen()) box.click();
  });
}

function focusFirst(part) {
  const stops = [...part.querySelectorAll(`a[href], [role="button"]`)];
  stops.find((stop) => !stop.inert && (stop.checkVisibility?.({ visibilityProperty: true }) ?? true))?.focus();
}
