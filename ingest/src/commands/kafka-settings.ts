import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

import type { Option } from "commander";

import { IngestError } from "../errors.ts";
import {
  saslMechanisms,
  type KafkaSasl,
  type KafkaSecurity,
  type KafkaTls,
} from "../source/kafka/kafka-security.ts";
import { setting } from "./settings.ts";

export interface KafkaSecurityFlags {
  readonly tls?: boolean;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly saslMechanism?: (typeof saslMechanisms)[number];
  readonly saslUsername?: string;
  readonly saslPasswordFile?: string;
  readonly saslTokenFile?: string;
  readonly saslTokenCommand?: string;
}

const tokenTimeoutMs = 30_000;

/** How a command is told to log in to Kafka. A password is never an argument, which every user of a machine can see. */
export function kafkaSecuritySettings(): readonly Option[] {
  return [
    setting("--tls", "encrypt the connections to the brokers"),
    setting("--tls-ca <file>", "believe the authorities in this PEM file; implies --tls"),
    setting("--tls-cert <file>", "show the brokers this PEM certificate; implies --tls"),
    setting("--tls-key <file>", "the certificate's key, PEM"),
    setting("--sasl-mechanism <name>", "log in to the brokers").choices(saslMechanisms),
    setting("--sasl-username <name>", "user for plain and scram"),
    setting("--sasl-password-file <file>", "file with the password, or set HEADWATER_SASL_PASSWORD"),
    setting("--sasl-token-file <file>", "file with the token for oauthbearer"),
    setting("--sasl-token-command <command>", "shell command that prints the token for oauthbearer"),
  ];
}

/** What the settings say together. Throws INGEST_OPTION_INVALID for settings that do not fit, or unreadable files. */
export async function readKafkaSecurity(flags: KafkaSecurityFlags): Promise<KafkaSecurity | undefined> {
  const tls = await readTls(flags);
  const sasl = readSasl(flags);
  if (!tls && !sasl) return undefined;
  return { ...(tls ? { tls } : {}), ...(sasl ? { sasl } : {}) };
}

async function readTls({ tls, tlsCa, tlsCert, tlsKey }: KafkaSecurityFlags): Promise<KafkaTls | undefined> {
  if (tls !== true && tlsCa === undefined && tlsCert === undefined && tlsKey === undefined) return undefined;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw invalid("A certificate and its key belong together.", "Give both --tls-cert and --tls-key.");
  }
  const [ca, cert, key] = await Promise.all(
    [tlsCa, tlsCert, tlsKey].map(async (path) => (path === undefined ? undefined : await readPem(path))),
  );
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

function readSasl(flags: KafkaSecurityFlags): KafkaSasl | undefined {
  const { saslMechanism: mechanism, saslUsername: username } = flags;
  if (mechanism === undefined) {
    if (username === undefined) return undefined;
    throw invalid(
      "A user is given, but not how to log in.",
      `Give --sasl-mechanism, one of ${saslMechanisms.join(", ")}.`,
    );
  }
  if (mechanism === "oauthbearer") return { mechanism, readToken: tokenReader(flags) };
  if (username === undefined)
    throw invalid(`To log in by ${mechanism} a user is needed.`, "Give --sasl-username.");
  return { mechanism, username, readPassword: passwordReader(flags) };
}

function passwordReader({ saslPasswordFile: file }: KafkaSecurityFlags): () => string {
  const fromEnvironment = process.env["HEADWATER_SASL_PASSWORD"];
  if (fromEnvironment !== undefined) return () => fromEnvironment;
  if (file === undefined) {
    throw invalid("There is no password.", "Set HEADWATER_SASL_PASSWORD, or give --sasl-password-file.");
  }
  const read = (): string => readSecret(file);
  read();
  return read;
}

function tokenReader({
  saslTokenFile: file,
  saslTokenCommand: command,
}: KafkaSecurityFlags): () => Promise<string> {
  if ((file === undefined) === (command === undefined)) {
    throw invalid(
      "To log in by oauthbearer there must be one place where the token comes from.",
      "Give one of --sasl-token-file and --sasl-token-command.",
    );
  }
  if (file !== undefined) return async () => readSecret(file);
  return async () => {
    try {
      const { stdout } = await promisify(execFile)("sh", ["-c", command ?? ""], { timeout: tokenTimeoutMs });
      return stdout.trim();
    } catch (error) {
      // Neither its output nor its error stream is shown: they may hold the token.
      const status = error instanceof Error && "code" in error ? ` (exit code ${String(error.code)})` : "";
      throw invalid(
        `The command for the token failed${status}.`,
        "Run the command of --sasl-token-command by hand.",
      );
    }
  };
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw invalid(`${path} cannot be read.`, "Give a PEM file that this user may read.", error);
  }
}

/** A secret without the line break that editors leave at its end. */
function readSecret(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw invalid(`The secret in ${path} cannot be read.`, "Give a file that this user may read.", error);
  }
}

function invalid(message: string, hint: string, cause?: unknown): IngestError {
  return new IngestError("INGEST_OPTION_INVALID", message, hint, cause);
}
