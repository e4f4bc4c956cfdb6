import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { convertFeed, writeEvents, type LandReport } from "@headwater/ingest";
import { afterAll, beforeAll, expect, it } from "vitest";

import { root, runHeadwater, temporaryFolder } from "./rig/headwater.ts";
import {
  secureKafkaTools,
  startSecureBroker,
  testUser,
  unsignedToken,
  type SecureBroker,
} from "./rig/secure-broker.ts";
import { describeWithTools } from "./rig/tools.ts";

describeWithTools("headwater and a broker that wants encryption and a log-in", secureKafkaTools, () => {
  const folder = temporaryFolder("kafka-security");
  const file = join(folder.path, "events.ndjson");
  const passwordFile = join(folder.path, "password");
  const tokenFile = join(folder.path, "token");
  let broker: SecureBroker;
  let eventCount = 0;

  beforeAll(async () => {
    const { events } = await convertFeed("climate_records", join(root, "samples"));
    eventCount = events.length;
    await writeEvents(file, events);
    await writeFile(passwordFile, `${testUser.password}\n`);
    await chmod(passwordFile, 0o600);
    broker = await startSecureBroker(folder.path);
  });
  afterAll(async () => {
    await broker.stop();
    folder[Symbol.dispose]();
  });

  let runs = 0;
  const land = async (words: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const place = ["--state", join(folder.path, `state-${runs++}`), "--group", `group-${runs}`];
    return await runHeadwater(["land", "climate_records", "--once", "--json", ...place, ...words], env);
  };
  const landed = async (...call: Parameters<typeof land>): Promise<number | undefined> => {
    const { exitCode, stdout, stderr } = await land(...call);
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stderr}`);
    // The command's own report.
    return (JSON.parse(stdout) as readonly LandReport[])[0]?.records;
  };

  it("sends events over an encrypted connection", async () => {
    const to = ["--brokers", broker.tlsAddress, "--tls-ca", broker.caFile];
    const { exitCode, stdout } = await runHeadwater(["produce", "climate_records", "--from", file, ...to]);
    expect(stdout).toContain(`${eventCount} events sent`);
    expect(exitCode).toBe(0);
  });

  it("lands over an encrypted connection", async () => {
    expect(await landed(["--brokers", broker.tlsAddress, "--tls-ca", broker.caFile])).toBe(eventCount);
  });

  it.each(["plain", "scram-sha-256", "scram-sha-512"])(
    "logs in by %s, with a password from a file",
    async (name) => {
      const user = ["--sasl-mechanism", name, "--sasl-username", testUser.username];
      const to = ["--brokers", broker.saslAddress, "--tls-ca", broker.caFile];
      expect(await landed([...to, ...user, "--sasl-password-file", passwordFile])).toBe(eventCount);
    },
  );

  it("logs in by oauthbearer, with a token that a command prints", async () => {
    await writeFile(tokenFile, unsignedToken(Date.now()));
    const settings = join(folder.path, "headwater.yml");
    const lines = [
      "land:",
      `  brokers: [${broker.saslAddress}]`,
      `  tls_ca: ${broker.caFile}`,
      "  sasl_mechanism: oauthbearer",
      `  sasl_token_command: cat ${tokenFile}`,
    ];
    await writeFile(settings, lines.join("\n"));
    expect(await landed(["--config", settings])).toBe(eventCount);
  });

  it("takes everything from the environment", async () => {
    const env = {
      HEADWATER_BROKERS: broker.saslAddress,
      HEADWATER_TLS_CA: broker.caFile,
      HEADWATER_SASL_MECHANISM: "scram-sha-512",
      HEADWATER_SASL_USERNAME: testUser.username,
      HEADWATER_SASL_PASSWORD: testUser.password,
    };
    expect(await landed([], env)).toBe(eventCount);
  });

  it("says so when the password is wrong, and does not show it", async () => {
    const user = ["--sasl-mechanism", "plain", "--sasl-username", testUser.username];
    const to = ["--brokers", broker.saslAddress, "--tls-ca", broker.caFile];
    const { exitCode, stdout, stderr } = await land([...to, ...user], {
      HEADWATER_SASL_PASSWORD: "a wrong one",
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("INGEST_SOURCE_UNREADABLE");
    expect(stderr).toMatch(/authentication failed/i);
    expect(stdout + stderr).not.toContain("a wrong one");
  });

  it("says so when the certificate is not to be believed", async () => {
    const { exitCode, stderr } = await land(["--brokers", broker.tlsAddress, "--tls"]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/INGEST_SOURCE_UNREADABLE.*self-signed certificate/s);
  });
});
