import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { kafkaSecuritySettings, readKafkaSecurity, type KafkaSecurityFlags } from "./kafka-settings.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-security-"));
  vi.stubEnv("HEADWATER_SASL_PASSWORD", undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe("Kafka's security", () => {
  it("is none without a setting", async () => {
    expect(await readKafkaSecurity({})).toBeUndefined();
  });

  it("takes a password from a file, anew at every log-in, or from the environment, but never from a flag", async () => {
    const saslPasswordFile = await file("password", "first\n");
    const flags: KafkaSecurityFlags = { saslMechanism: "plain", saslUsername: "u", saslPasswordFile };
    const security = await readKafkaSecurity(flags);
    if (security?.sasl?.mechanism !== "plain") expect.unreachable("plain was asked for");
    expect(security.sasl.readPassword()).toBe("first");
    await file("password", "second\n");
    expect(security.sasl.readPassword()).toBe("second");
    vi.stubEnv("HEADWATER_SASL_PASSWORD", "third");
    expect((await readKafkaSecurity(flags))?.sasl).toHaveProperty("readPassword", expect.any(Function));
    expect(kafkaSecuritySettings().map(({ long }) => long)).not.toContain("--sasl-password");
  });

  it("takes a token from a file or from what a command prints", async () => {
    const saslMechanism = "oauthbearer";
    const tokenOf = async (flags: KafkaSecurityFlags): Promise<string> => {
      const security = await readKafkaSecurity({ saslMechanism, ...flags });
      if (security?.sasl?.mechanism !== "oauthbearer") expect.unreachable("oauthbearer was asked for");
      return await security.sasl.readToken();
    };
    expect(await tokenOf({ saslTokenFile: await file("token", "abc\n") })).toBe("abc");
    expect(await tokenOf({ saslTokenCommand: "printf a; echo bc" })).toBe("abc");
    const failing = tokenOf({ saslTokenCommand: "echo secret; exit 3" });
    await expect(failing).rejects.toThrow("The command for the token failed (exit code 3).");
    await expect(failing).rejects.not.toThrow("secret");
  });

  it("reads certificates, which imply encryption", async () => {
    const [tlsCa, tlsCert, tlsKey] = [
      await file("ca", "CA"),
      await file("c", "CERT"),
      await file("k", "KEY"),
    ];
    expect(await readKafkaSecurity({ tlsCa, tlsCert, tlsKey })).toEqual({
      tls: { ca: "CA", cert: "CERT", key: "KEY" },
    });
    expect(await readKafkaSecurity({ tls: true })).toEqual({ tls: {} });
  });

  it.each<[KafkaSecurityFlags, string]>([
    [{ saslUsername: "u" }, "not how to log in"],
    [{ saslMechanism: "plain" }, "a user is needed"],
    [{ saslMechanism: "plain", saslUsername: "u" }, "There is no password"],
    [{ saslMechanism: "plain", saslUsername: "u", saslPasswordFile: "/no/such/file" }, "cannot be read"],
    [{ saslMechanism: "oauthbearer" }, "one place"],
    [{ saslMechanism: "oauthbearer", saslTokenFile: "a", saslTokenCommand: "b" }, "one place"],
    [{ tlsCert: "c" }, "belong together"],
    [{ tlsCa: "/no/such/file" }, "cannot be read"],
  ])("is refused where it is half said: %j", async (flags, message) => {
    await expect(readKafkaSecurity(flags)).rejects.toMatchObject({
      code: "INGEST_OPTION_INVALID",
      message: expect.stringContaining(message),
    });
  });
});
