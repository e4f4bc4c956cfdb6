import { expect, it } from "vitest";

import { observeLoading } from "./observe-loading.ts";

it("a loader that waits for a pipe shows how many files are not loaded", async () => {
  const observation = await observeLoading({ version: "1.2.3", metricsPort: 0 });
  try {
    observation.onBacklog({ feed: "readings", files: 3, sizeBytes: 4096 });
    const response = await fetch(`${observation.address}/metrics`);
    const text = await response.text();
    expect(text).toContain('headwater_snowpipe_backlog_files{feed="readings"} 3');
    expect(text).toContain('headwater_snowpipe_backlog_bytes{feed="readings"} 4096');
    observation.onBacklog({ feed: "readings", files: 0, sizeBytes: 0 });
    const later = await fetch(`${observation.address}/metrics`);
    expect(await later.text()).toContain('headwater_snowpipe_backlog_files{feed="readings"} 0');
  } finally {
    await observation.close();
  }
});
