import { readFile } from "node:fs/promises";
import path from "node:path";
import { ContractsError } from "../errors.ts";
import { loadFeeds, SCHEMA_FILE, SETTINGS_FILE } from "../load-feeds.ts";
import { type BaseFeed, compareContracts } from "./compare-contracts.ts";
import { type ContractVersion, readVersion } from "./contract-version.ts";
import type { Finding } from "./finding.ts";
import { type CommittedContract, readContractHistory } from "./git-history.ts";

/** The outcome of a comparison, as `--json` prints it. */
export interface DiffReport {
  readonly base: string;
  readonly comparedVersions: number;
  /** Versions in the history that are no valid contract, so nothing can have been read by them. */
  readonly skipped: readonly { readonly feed: string; readonly commit: string }[];
  readonly findings: readonly Finding[];
}

/** Compares the contracts on disk with every version of them in the history of the git ref `base`. */
export async function diffContracts(contractsDir: string, base: string): Promise<DiffReport> {
  const head = await readHead(contractsDir);
  const history = await readContractHistory(contractsDir, base);
  const versions = history.map((entry) => ({
    ...entry,
    version: entry.texts === undefined ? undefined : readVersion(entry.texts),
  }));
  const skipped = versions.filter(({ texts, version }) => texts !== undefined && version === undefined);
  const names = [...new Set(history.map(({ feed }) => feed))].sort();
  const feeds = names.map((name): BaseFeed => {
    const newest = history.find(({ feed }) => feed === name);
    const unreadable = skipped.find(({ commit, feed }) => feed === name && commit === newest?.commit);
    if (unreadable !== undefined) {
      throw unreadableBase(unreadable, base);
    }
    return {
      name,
      isPresent: newest?.texts !== undefined,
      versions: versions.flatMap(({ feed, commit, version }) =>
        feed === name && version !== undefined ? [{ commit, version }] : [],
      ),
    };
  });
  return {
    base,
    comparedVersions: feeds.reduce((sum, feed) => sum + feed.versions.length, 0),
    skipped: skipped.map(({ feed, commit }) => ({ feed, commit })),
    findings: compareContracts(feeds, head),
  };
}

async function readHead(contractsDir: string): Promise<ReadonlyMap<string, ContractVersion>> {
  const head = new Map<string, ContractVersion>();
  for (const feed of await loadFeeds(contractsDir)) {
    const folder = path.join(contractsDir, feed.name);
    const version = readVersion({
      settings: await readFile(path.join(folder, SETTINGS_FILE), "utf8"),
      schema: await readFile(path.join(folder, SCHEMA_FILE), "utf8"),
    });
    if (version !== undefined) {
      head.set(feed.name, version);
    }
  }
  return head;
}

function unreadableBase({ feed, commit }: CommittedContract, base: string): ContractsError {
  return new ContractsError(
    "CONTRACTS_BASE_UNREADABLE",
    `The contract of ${feed} on ${base} (commit ${commit.slice(0, 10)}) is not valid, so no change of it can be judged.`,
    "Mend the contract on the base branch first; `headwater contracts generate --check` there says what is wrong.",
  );
}
