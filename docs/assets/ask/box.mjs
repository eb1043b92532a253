// The box in which people ask: it answers while they type, and opens the best page when they press Enter.
// What is typed is sent nowhere, kept nowhere, and stands in no address but in a short recognised form.

import { answerParts, spoken } from "./answer.mjs";
import { reply } from "./reply.mjs";
import { ROOT, loadTable } from "./tables.mjs";
import { build, h } from "./tree.mjs";

const TYPING = 30; // milliseconds without a key after which the answer is shown
const READING = 1000; // and after which a screen reader is told of it
/** The answer while the table cannot be had: the site's search takes over. */
const UNKNOWN = {
  seen: [], best: null, also: [], about: [], near: [], problem: "nothing-recognised",
  sentence: "The table of this site could not be loaded; try again in a moment.",
};

/** @typedef {{go(path: string): void, search(text: string): boolean, load?: () => Promise<object>}} Ways what leaves a box */

/** One box on a page: a form with a text field, and the answer below it. */
class Box {
  #typing = 0;
  #reading = 0;

  /**
   * @param {HTMLFormElement} form
   * @param {Ways} ways
   */
  constructor(form, { go, search, load = loadTable }) {
    Object.assign(this, { form, go, search, load, field: form.querySelector("textarea") });
    this.hint = form.querySelector(".atlas-ask__hint");
    this.hint.id = "ask-hint";
    this.answer = this.#add(h("div", { class: "atlas-ask__answer", id: "ask-answer" }));
    this.status = this.#add(h("p", { class: "atlas-ask__status", role: "status" }));
    this.answer.hidden = true;
    this.field.setAttribute("aria-describedby", "ask-hint");
    this.field.setAttribute("enterkeyhint", "go");
  }

  #add(part) {
    return this.form.appendChild(build(this.form.ownerDocument, ROOT, part));
  }

  connect() {
    this.field.addEventListener("focus", () => this.load().catch(() => {}), { once: true });
    this.field.addEventListener("input", () => this.#later());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#stop();
      this.#submit();
    });
    // What was typed before this script ran, and maybe sent: in a field of several lines Enter alone does not send.
    if (this.field.value.endsWith("\n")) this.form.requestSubmit();
    else if (this.field.value !== "") this.#later();
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.form.requestSubmit();
    } else if (event.key === "Escape" && this.field.value !== "") {
      event.stopPropagation();
      this.#clear();
    }
  }

  #later() {
    fit(this.field);
    this.#stop();
    this.#typing = setTimeout(() => this.#typed(), TYPING);
  }

  #stop() {
    clearTimeout(this.#typing);
    clearTimeout(this.#reading);
  }

  #clear() {
    this.#stop();
    this.field.value = "";
    fit(this.field);
    this.#show([]);
    this.#say("Cleared.");
  }

  async #typed() {
    const found = await this.#ask();
    if (found) this.#reading = setTimeout(() => this.#say(found.problem === "empty" ? "" : spoken(found)), READING);
  }

  async #submit() {
    const text = this.field.value;
    const found = await this.#ask();
    if (found === null) return;
    if (found.best) this.go(found.best.path);
    else if (found.problem !== "nothing-recognised" || !this.search(text)) {
      this.#show(answerParts(found));
      this.#say(spoken(found));
    }
  }

  /** Show the answer to what stands in the field; null when something else stands there by then. */
  async #ask() {
    const text = this.field.value;
    const found = await this.load().then((table) => reply(table, text), () => UNKNOWN);
    if (this.field.value !== text) return null;
    this.#show(text.trim() === "" ? [] : answerParts(found));
    return found;
  }

  #show(parts) {
    this.answer.replaceChildren(...parts.map((part) => build(this.form.ownerDocument, ROOT, part)));
    this.answer.hidden = parts.length === 0;
  }

  /** Tell a screen reader, but nothing twice. */
  #say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {Ways} ways
 */
export function connectBox(form, ways) {
  new Box(form, ways).connect();
}

/** Let the field grow with its text; the style sheet sets the limit. */
function fit(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
