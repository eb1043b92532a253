import assert from "node:assert/strict";
import { test } from "node:test";

import { makeSay } from "../../docs/assets/copy.mjs";

test("each press says its word for two seconds, and takes back the one before it", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const [status, first, second] = [{ textContent: "" }, { dataset: {} }, { dataset: {} }];
  const say = makeSay(status);
  say(first, "Copied");
  assert.deepEqual([first.dataset.said, status.textContent], ["Copied", "Copied"]);
  context.mock.timers.tick(1500);
  say(second, "Selected");
  assert.deepEqual([first.dataset.said, second.dataset.said, status.textContent], [undefined, "Selected", "Selected"]);
  context.mock.timers.tick(1500);
  assert.deepEqual([second.dataset.said, status.textContent], ["Selected", "Selected"]);
  context.mock.timers.tick(500);
  assert.deepEqual([second.dataset.said, status.textContent], [undefined, ""]);
});
