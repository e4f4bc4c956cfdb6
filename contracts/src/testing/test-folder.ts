import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { stringify } from "yaml";

/** A new folder that goes away with the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "headwater-contracts-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a feed's two files below `contractsDir`; texts are written as they are. */
export async function writeContract(
  contractsDir: string,
  name: string,
  settings: object | string,
  schema: object | string,
): Promise<void> {
  const folder = path.join(contractsDir, name);
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, "feed.yml"),
    typeof settings === "string" ? settings : stringify(settings),
  );
  await writeFile(
    path.join(folder, "event.schema.json"),
    typeof schema === "string" ? schema : JSON.stringify(schema),
  );
}
