import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The version of the broker of the tests, see e2e/rig/kafka/pom.xml. */
export const kafkaVersion = "4.3.1";
export const sparkVersion = "4.0.0";
export const confluentVersion = "2.16.1";

/** Where the peers are kept from run to run: outside of the tree. */
export const defaultCache = join(homedir(), ".cache", "headwater-bench");

/** Folders that are filled by what they are named after, once. */
export interface InstalledPeers {
  /** Jars of Kafka Connect. */
  readonly connect: string;
  /** Jars by which Spark reads Kafka. */
  readonly sparkKafka: string;
  /** Python environments. */
  readonly pyspark: string;
  readonly librdkafka: string;
}

/** Fetches what is not in the cache yet: jars by Maven, Python packages by pip. */
export function installPeers(cache: string, say: (message: string) => void): InstalledPeers {
  const install = (name: string, fill: (folder: string) => readonly (readonly string[])[]): string => {
    const folder = join(cache, name);
    if (existsSync(folder)) return folder;
    say(`installing ${name} into ${cache}`);
    const filling = `${folder}.part`;
    rmSync(filling, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    for (const [program = "", ...words] of fill(filling)) {
      const done = spawnSync(program, words, { encoding: "utf8" });
      if (done.status !== 0) {
        throw new Error(
          `${name} cannot be installed: ${done.error?.message ?? ""}${done.stdout}${done.stderr}`,
        );
      }
    }
    renameSync(filling, folder);
    return folder;
  };
  const jars = (pom: string, version: string) => (folder: string) => [
    [
      "mvn",
      "--batch-mode",
      "--quiet",
      `--file=${join(import.meta.dirname, "peers", pom)}`,
      `-Dpeer.version=${version}`,
      "dependency:copy-dependencies",
      "-DincludeScope=runtime",
      `-DoutputDirectory=${folder}`,
    ],
  ];
  const python = (packageSpec: string) => (folder: string) => [
    ["python3", "-m", "venv", folder],
    [join(folder, "bin", "python"), "-m", "pip", "install", "--quiet", packageSpec],
  ];
  return {
    connect: install(`connect-${kafkaVersion}`, jars("connect-pom.xml", kafkaVersion)),
    sparkKafka: install(`spark-kafka-${sparkVersion}`, jars("spark-pom.xml", sparkVersion)),
    pyspark: install(`pyspark-${sparkVersion}`, python(`pyspark==${sparkVersion}`)),
    librdkafka: install(
      `confluent-kafka-${confluentVersion}`,
      python(`confluent-kafka==${confluentVersion}`),
    ),
  };
}
