import { defineConfig } from "vitest/config";

// Unit tests sit beside the code; whole-system tests live in e2e/ and may start processes.
export default defineConfig({
  test: {
    // Two cores: more workers than that only adds memory.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["*/src/**/*.test.ts", "scripts/**/*.test.ts", "lint/**/*.test.ts"],
          // Generous, as a busy machine is no failure of the code.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: "e2e", include: ["e2e/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
      },
      {
        // What takes minutes: `npm run e2e`, not part of `npm test`.
        extends: true,
        test: { name: "long", include: ["e2e/**/*.long.ts"], testTimeout: 900_000, hookTimeout: 300_000 },
      },
    ],
  },
});
