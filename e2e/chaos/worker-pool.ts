import { startHeadwater, type Running } from "../rig/headwater.ts";
import type { FaultProxy } from "./fault-proxy.ts";

interface Worker {
  readonly name: string;
  readonly running: Running;
  /** Why it is going to end; a worker that ends without a reason has crashed. */
  ending: "killed" | "told to leave" | undefined;
}

export interface WorkerPoolOptions {
  readonly proxy: FaultProxy;
  /** The command and its options for the worker of this number, all but the store's address. */
  readonly argsOf: (number: number) => readonly string[];
}

const leaveTimeoutMs = 60_000;

/** Real `headwater land` processes in one consumer group. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #alive = new Map<string, Worker>();
  readonly #all: Worker[] = [];
  readonly #crashes: string[] = [];
  readonly #ends: Promise<void>[] = [];
  #started = 0;
  #restarts = 0;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** Starts one more worker, and gives its name. It may take it a few seconds to join. */
  async start(): Promise<string> {
    const { proxy, argsOf } = this.#options;
    const number = ++this.#started;
    const name = `w${number}`;
    const running = startHeadwater([...argsOf(number), "--gcs-endpoint", await proxy.open(name)]);
    const worker: Worker = { name, running, ending: undefined };
    this.#all.push(worker);
    this.#alive.set(name, worker);
    this.#ends.push(this.#watch(worker));
    return name;
  }

  /** Workers that run, and were not told to end. */
  get names(): readonly string[] {
    return [...this.#alive.values()].filter(({ ending }) => ending === undefined).map(({ name }) => name);
  }

  /** Those of them that own partitions, or did. */
  get joined(): readonly string[] {
    return this.names.filter((name) => this.hasLogged(name, "partitions assigned"));
  }

  /** How often a worker had to be started again, because it found no broker when it started. */
  get restarts(): number {
    return this.#restarts;
  }

  /** Workers that ended without being told to, or badly. */
  get crashes(): readonly string[] {
    return this.#crashes;
  }

  /** kill -9. */
  kill(name: string): void {
    this.#find(name).ending = "killed";
    this.signal(name, "SIGKILL");
  }

  /** SIGTERM: it writes what it has, commits, and leaves the group. */
  async leave(name: string): Promise<void> {
    const worker = this.#find(name);
    worker.ending = "told to leave";
    this.signal(name, "SIGTERM");
    const timer = setTimeout(() => this.signal(name, "SIGKILL"), leaveTimeoutMs);
    await worker.running.exited;
    clearTimeout(timer);
  }

  signal(name: string, signal: NodeJS.Signals): void {
    this.#find(name).running.child.kill(signal);
  }

  /** Ends whatever still runs. */
  async killAll(): Promise<void> {
    for (const name of this.#alive.keys()) this.kill(name);
    await Promise.all(this.#ends);
  }

  /** How often the workers' logs say this. */
  countInLogs(message: string): number {
    return this.#all.reduce((sum, { running }) => sum + running.output().split(message).length - 1, 0);
  }

  /** Whether one worker's log says this. */
  hasLogged(name: string, message: string): boolean {
    return this.#find(name).running.output().includes(message);
  }

  async #watch(worker: Worker): Promise<void> {
    const { name, running } = worker;
    const { exitCode, signal, stderr } = await running.exited;
    this.#alive.delete(name);
    if (worker.ending === "killed" || (worker.ending === "told to leave" && exitCode === 0)) return;
    // A worker that is running is patient; one that finds no broker when it starts is its supervisor's business.
    if (worker.ending === undefined && /INGEST_SOURCE_UNREADABLE.*ECONNREFUSED/.test(stderr)) {
      this.#restarts++;
      await this.start();
      return;
    }
    this.#crashes.push(`${name} ended with ${exitCode ?? signal}: ${stderr.slice(-2000)}`);
  }

  /** How each worker ended, or what it has said last, for a test that fails. */
  lastWords(): string {
    const words = this.#all.map(({ name, running, ending }) => {
      const state = this.#alive.has(name) ? "runs" : `was ${ending ?? "not told to end"}`;
      return `${name} ${state}: ${running.output().slice(-600)}`;
    });
    return words.join("\n");
  }

  #find(name: string): Worker {
    const worker = this.#all.find((worker) => worker.name === name);
    if (!worker) throw new Error(`there is no worker ${name}`);
    return worker;
  }
}
