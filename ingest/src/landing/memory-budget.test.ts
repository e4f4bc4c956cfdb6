import { expect, it } from "vitest";

import { MemoryBudget, type BudgetMember, type OpenSegment } from "./memory-budget.ts";

const MiB = 1024 * 1024;

/** A member that holds open segments of these sizes, and moves what is rotated to what waits for the store. */
function holder(...sizes: readonly number[]) {
  let open: readonly number[] = sizes.map((size) => size * MiB);
  let sealedBytes = 0;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const member: BudgetMember = {
    heldBytes: () => sealedBytes + sum(open),
    openSegments: () =>
      open.map((bytes, index): OpenSegment => ({
        bytes,
        rotate: () => {
          open = open.map((size, at) => (at === index ? 0 : size));
          sealedBytes += bytes;
        },
      })),
  };
  return {
    member,
    openMiB: () => open.map((bytes) => bytes / MiB),
    write: () => {
      sealedBytes = 0;
    },
  };
}

it("begins with small fetches, and makes them longer while there is room", () => {
  const share = new MemoryBudget(512 * MiB).join(holder().member);
  const granted = Array.from({ length: 7 }, () => {
    const bytes = share.grant();
    share.fetched(bytes);
    return bytes / MiB;
  });
  expect(granted).toEqual([1, 2, 4, 8, 16, 16, 16]);
});

it("ends the largest open segment at half of the limit, before anything has to wait", () => {
  const holds = holder(10, 30, 5, 25);
  expect(new MemoryBudget(128 * MiB).join(holds.member).grant()).toBeGreaterThan(0);
  expect(holds.openMiB()).toEqual([10, 0, 5, 25]);
});

it("ends the largest segment of another feed, too", () => {
  const budget = new MemoryBudget(128 * MiB);
  const [small, large] = [holder(20, 20), holder(30)];
  budget.join(large.member);
  expect(budget.join(small.member).grant()).toBeGreaterThan(0);
  expect([small.openMiB(), large.openMiB()]).toEqual([[20, 20], [0]]);
});

it("lets nobody fetch while the store is behind, and everybody when it has caught up", () => {
  const budget = new MemoryBudget(64 * MiB);
  const [slow, quick] = [holder(60), holder()];
  const shares = [slow, quick].map(({ member }) => budget.join(member));
  expect(shares.map((share) => share.grant())).toEqual([0, 0]);
  expect(slow.openMiB()).toEqual([0]);
  slow.write();
  expect(shares.every((share) => share.grant() > 0)).toBe(true);
});

it("makes fetches shorter where a topic's compression hides how much there is", () => {
  const share = new MemoryBudget(64 * MiB).join(holder().member);
  const first = share.grant();
  share.fetched(20 * first);
  expect(share.grant() * (1 + 2 * 20)).toBeLessThanOrEqual(64 * MiB);
});

it("leaves room for one batch that is larger than what was asked for", () => {
  const budget = new MemoryBudget(64 * MiB);
  const share = budget.join(holder(31).member);
  for (let reads = 0; reads < 10; reads++) {
    const bytes = share.grant();
    expect(31 * MiB + 3 * bytes + 16 * MiB).toBeLessThanOrEqual(64 * MiB);
    share.fetched(bytes);
  }
});

it("counts what every feed was granted until it has come", () => {
  const budget = new MemoryBudget(64 * MiB);
  const shares = Array.from({ length: 40 }, () => budget.join(holder().member));
  const granted = shares.map((share) => share.grant());
  expect(granted.reduce((sum, bytes) => sum + 3 * bytes, 0)).toBeLessThanOrEqual(48 * MiB);
  expect(granted[0]).toBeGreaterThan(0);
  shares[0]?.fetched(0);
  shares[0]?.leave();
  expect(shares[39]?.grant()).toBeGreaterThan(0);
});

it("always lets somebody fetch who holds nothing, or a record larger than the budget would never come in", () => {
  expect(new MemoryBudget(1).join(holder().member).grant()).toBeGreaterThan(0);
});

it("keeps no feed out because of one huge record, while another one waits for its broker all the time", () => {
  const budget = new MemoryBudget(32 * MiB);
  const [idle, busy] = [budget.join(holder().member), budget.join(holder().member)];
  busy.grant();
  busy.fetched(200 * MiB);
  expect(idle.grant()).toBeGreaterThan(0);
  expect(busy.grant()).toBeGreaterThan(0);
});

it("wakes those who wait when memory comes free", async () => {
  const budget = new MemoryBudget(64 * MiB);
  const [one, two] = [budget.join(holder().member), budget.join(holder().member)];
  const waiting = one.whenFreed(60_000);
  two.freed();
  await expect(waiting).resolves.toBeUndefined();
});
