// Writes samples/ anew from the seeded generator: node scripts/make-samples.ts
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { sampleFiles } from "@headwater/ingest";

const samplesDir = path.join(import.meta.dirname, "..", "samples");

for (const file of sampleFiles()) {
  const target = path.join(samplesDir, file.path);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, file.text);
  console.log(`samples/${file.path}: ${Buffer.byteLength(file.text)} bytes`);
}
