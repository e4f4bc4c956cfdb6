import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const tools = join(import.meta.dirname, "..", "..", ".tools");

/**
 * A folder under .tools/ that a command fills once, ever. `commandFor` gets the folder to fill; tests that fill it at
 * the same time do so in folders of their own, and the first one's is kept.
 */
export async function cachedTool(
  name: string,
  commandFor: (folder: string) => { readonly command: readonly string[]; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  const folder = join(tools, name);
  if (await isThere(folder)) return folder;
  await mkdir(tools, { recursive: true });
  const filling = await mkdtemp(join(tools, `${name}-`));
  const { command, env } = commandFor(filling);
  const [program = "", ...words] = command;
  try {
    await run(program, words, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
    await rename(filling, folder);
  } catch (error) {
    await rm(filling, { recursive: true, force: true });
    if (!(await isThere(folder))) throw error;
  }
  return folder;
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
