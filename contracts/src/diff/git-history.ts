import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { ContractsError } from "../errors.ts";
import { SCHEMA_FILE, SETTINGS_FILE } from "../load-feeds.ts";
import type { ContractTexts } from "./contract-version.ts";

/** A feed's two files as they were after one commit; undefined when the commit took the feed away. */
export interface CommittedContract {
  readonly feed: string;
  readonly commit: string;
  readonly texts: ContractTexts | undefined;
}

/**
 * Every version of every contract in the history of `ref`, newest first, read by the git command. It follows the
 * first parent only: what a branch tried out before it was merged was never the base's contract.
 */
export async function readContractHistory(
  contractsDir: string,
  ref: string,
): Promise<readonly CommittedContract[]> {
  const tip = await resolveCommit(contractsDir, ref);
  await requireFullHistory(contractsDir);
  const log = await git(contractsDir, [
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--no-renames",
    "--relative",
    "--name-only",
    "--format=commit %H",
    tip,
    "--",
    `*/${SETTINGS_FILE}`,
    `*/${SCHEMA_FILE}`,
  ]);
  const changes = parseLog(log);
  const names = changes.flatMap(({ commit, feed }) => [
    `${commit}:./${feed}/${SETTINGS_FILE}`,
    `${commit}:./${feed}/${SCHEMA_FILE}`,
  ]);
  const contents = parseBatch(
    await git(contractsDir, ["cat-file", "--batch"], `${names.join("\n")}\n`),
    names,
  );
  return changes.map(({ commit, feed }, index) => {
    const settings = contents[2 * index];
    const schema = contents[2 * index + 1];
    const texts = settings === undefined || schema === undefined ? undefined : { settings, schema };
    return { feed, commit, texts };
  });
}

async function resolveCommit(contractsDir: string, ref: string): Promise<string> {
  const words = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const commit = await git(contractsDir, words).catch((cause: unknown) => {
    throw gitError(
      `There is no commit named "${ref}" in a git repository around ${contractsDir}.`,
      "Name a branch, tag or commit that is here; fetch the base branch first if it is not.",
      cause,
    );
  });
  return commit.toString("utf8").trim();
}

async function requireFullHistory(contractsDir: string): Promise<void> {
  const isShallow = (await git(contractsDir, ["rev-parse", "--is-shallow-repository"])).toString().trim();
  if (isShallow === "true") {
    throw gitError(
      "The repository is a shallow clone, so earlier versions of the contracts are missing.",
      "Run `git fetch --unshallow` first.",
    );
  }
}

interface FeedCommit {
  readonly commit: string;
  readonly feed: string;
}

/** Reads `git log --name-only`: which commits changed which feeds. */
function parseLog(log: Buffer): readonly FeedCommit[] {
  const changes = new Map<string, FeedCommit>();
  let commit = "";
  for (const line of log.toString("utf8").split("\n")) {
    if (line.startsWith("commit ")) {
      commit = line.slice("commit ".length);
      continue;
    }
    const [feed, file, ...rest] = line.split("/");
    if (feed !== undefined && file !== undefined && rest.length === 0) {
      changes.set(`${commit} ${feed}`, { commit, feed });
    }
  }
  return [...changes.values()];
}

/** Reads `git cat-file --batch`: for each name its content, or undefined when there is no such file. */
function parseBatch(output: Buffer, names: readonly string[]): readonly (string | undefined)[] {
  let position = 0;
  return names.map(() => {
    const lineEnd = output.indexOf("\n", position);
    const header = output.toString("utf8", position, lineEnd);
    position = lineEnd + 1;
    const sizeBytes = / blob (\d+)$/.exec(header)?.[1];
    if (sizeBytes === undefined) {
      return undefined;
    }
    const content = output.toString("utf8", position, position + Number(sizeBytes));
    position += Number(sizeBytes) + 1;
    return content;
  });
}

async function git(folder: string, words: readonly string[], input = ""): Promise<Buffer> {
  const child = spawn("git", ["-C", folder, "-c", "core.quotePath=false", ...words], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A command that needs no input may end before it has read it.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const [chunks, problem, exitCode] = await Promise.all([
    child.stdout.toArray() as Promise<Buffer[]>, // no encoding is set, so these are buffers
    text(child.stderr),
    ended.catch((cause: unknown) => {
      throw gitError(
        "The git command cannot be started.",
        "Install git, and see that it is on the PATH.",
        cause,
      );
    }),
  ]);
  if (exitCode !== 0) {
    const reason = problem.trim().split("\n")[0] ?? "";
    throw gitError(
      `git ${words[0]} ended with exit code ${exitCode}: ${reason}`,
      "Contracts are compared within a git repository; see what git says.",
    );
  }
  return Buffer.concat(chunks);
}

function gitError(message: string, hint: string, cause?: unknown): ContractsError {
  return new ContractsError("CONTRACTS_GIT_FAILED", message, hint, cause);
}
