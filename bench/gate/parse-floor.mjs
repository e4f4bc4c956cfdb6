// The floor that the gate is compared with: reads the files and parses them, and nothing else. It is JavaScript, because
// Node would first load what strips types, which costs more than parsing a small manifest.
import { readFileSync } from "node:fs";

for (const file of process.argv.slice(2)) JSON.parse(readFileSync(file, "utf8"));
