import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a contracts folder whose one feed reads this topic, and gives the folder. The feed is called like the topic. */
export function writeContract(folder: string, topic: string, partitions: number): string {
  const feedFolder = join(folder, topic);
  mkdirSync(feedFolder, { recursive: true });
  cpSync(join(import.meta.dirname, "contract", "event.schema.json"), join(feedFolder, "event.schema.json"));
  const settings = [
    `name: ${topic}`,
    "kind: stream",
    "domain: bench",
    "title: Shop events",
    "description: What visitors of a made-up shop do.",
    "owner: { name: Bench, email: bench@headwater.example }",
    "terms: Made up.",
    "pii: []",
    "freshness: { warn_after: 1h, error_after: 2h }",
    `topic: ${topic}`,
    "epoch: 1",
    `partitions: ${partitions}`,
    "key: event_id",
    "event_time: occurred_at",
    "allowed_lateness: 1h",
  ];
  writeFileSync(join(feedFolder, "feed.yml"), `${settings.join("\n")}\n`);
  return folder;
}
