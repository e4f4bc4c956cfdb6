import { describe, expect, it } from "vitest";

import {
  durationText,
  messageText,
  isError,
  isFailed,
  isKnown,
  ownerText,
  subjectOfResult,
} from "./run-results.ts";
import { model } from "./testing/nodes.ts";
import { project, runResult } from "./testing/project.ts";

const { graph } = project([model("orders")]);

describe("subjectOfResult", () => {
  it("gives the node, and what the id tells of an unknown one", () => {
    expect(subjectOfResult(graph, "model.shop.orders")).toBe(graph.node("model.shop.orders"));
    expect(subjectOfResult(graph, "test.shop.unique_x.1a2b")).toEqual({
      uniqueId: "test.shop.unique_x.1a2b",
      resourceType: "test",
      name: "unique_x.1a2b",
      packageName: "shop",
      originalFilePath: "",
    });
    expect(subjectOfResult(graph, "odd").name).toBe("odd");
  });
});

const result = (status: string) => runResult("x", { status });

describe("isFailed", () => {
  const failed = (status: string) => isFailed(result(status));

  it("is true of errors and failures only", () => {
    for (const status of ["error", "runtime error", "partial success"]) {
      expect(isError(status)).toBe(true);
      expect(failed(status)).toBe(true);
    }
    expect(isError("fail")).toBe(false);
    expect(failed("fail")).toBe(true);
    for (const status of ["success", "pass", "warn", "skipped", "no-op"]) {
      expect(isError(status)).toBe(false);
      expect(failed(status)).toBe(false);
    }
  });
});

describe("isKnown", () => {
  it.each([
    // dbt 1's for nodes, tests and sources, and dbt 2's.
    "success",
    "error",
    "skipped",
    "partial success",
    "no-op",
    "pass",
    "warn",
    "fail",
    "runtime error",
    "reused",
  ])("says yes to %s", (status) => {
    expect(isKnown(result(status))).toBe(true);
  });

  it("says no to what dbt does not write", () => {
    expect(isKnown(result("burnt"))).toBe(false);
  });
});

describe("messageText", () => {
  it("joins the first two lines that say something, and says where there are none", () => {
    expect(messageText("\n Database Error in model orders \n\n  no such table\n more")).toBe(
      "Database Error in model orders: no such table",
    );
    expect(messageText("hook failed, error:\n Catalog Error")).toBe("hook failed, error: Catalog Error");
    expect(messageText("one")).toBe("one");
    expect(messageText(undefined)).toBe("dbt gave no message");
  });

  it("is cut after 300 characters", () => {
    expect(messageText("x".repeat(300))).toBe("x".repeat(300));
    expect(messageText("x".repeat(301))).toBe(`${"x".repeat(299)}…`);
  });
});

describe("ownerText", () => {
  it("takes the name, else an address", () => {
    expect(ownerText({ name: "Ada", emails: ["a@shop.example"], extra: {} })).toBe("owner Ada");
    expect(ownerText({ name: undefined, emails: ["a@shop.example"], extra: {} })).toBe(
      "owner a@shop.example",
    );
    expect(ownerText({ name: undefined, emails: [], extra: {} })).toBe("no owner");
    expect(ownerText(undefined)).toBe("no owner");
  });
});

describe("durationText", () => {
  it.each([
    [0.26, "0.3 s"],
    [119.9, "119.9 s"],
    [120, "2 min"],
    [7199, "120 min"],
    [7200, "2 h"],
    [172_799, "48 h"],
    [172_800, "2 days"],
    [8_640_000_000, "100000 days"],
  ])("says %d seconds as %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
