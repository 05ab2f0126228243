// breaks: eslint(no-restricted-properties)
import { expect, test, vi } from "vitest";

vi.mock("../../lib/core/good.ts");

test("a mock", () => {
  expect(vi.isFakeTimers()).toBe(false);
});
