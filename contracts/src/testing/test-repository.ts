import { execFileSync } from "node:child_process";
import path from "node:path";
import { STREAM_PROPERTIES, STREAM_SETTINGS, testSchema } from "./test-feed.ts";
import { writeContract } from "./test-folder.ts";

/** A git repository with contracts/ below its root, as in a project. */
export class TestRepository {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("config", "user.name", "Test");
    this.git("config", "user.email", "test@headwater.example");
    this.git("config", "commit.gpgsign", "false");
  }

  get contractsDir(): string {
    return path.join(this.root, "contracts");
  }

  git(...words: readonly string[]): string {
    return execFileSync("git", ["-C", this.root, ...words], { encoding: "utf8" });
  }

  /** Writes the feed `readings` with further properties, or another feed. */
  async write(
    properties: object,
    settings: object | string = STREAM_SETTINGS,
    name = "readings",
  ): Promise<void> {
    const schema = testSchema({ ...STREAM_PROPERTIES, ...properties }, Object.keys(STREAM_PROPERTIES));
    await writeContract(this.contractsDir, name, settings, schema);
  }

  commit(message: string): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
  }
}
