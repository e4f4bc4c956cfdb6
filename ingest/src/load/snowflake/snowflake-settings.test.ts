import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { landingUrl } from "./landing-url.ts";
import { readPrivateKey } from "./private-key.ts";
import { readSnowflakeSettings, snowflakeUrl } from "./snowflake-settings.ts";

const complete = {
  SNOWFLAKE_ACCOUNT: "Acme-Data_Team",
  SNOWFLAKE_USER: "loader",
  SNOWFLAKE_PRIVATE_KEY_PATH: "key.p8",
};

describe("the settings of Snowflake", () => {
  it("name every variable that is missing", () => {
    expect(() => readSnowflakeSettings({ SNOWFLAKE_USER: "loader" })).toThrow(
      /variables SNOWFLAKE_ACCOUNT, SNOWFLAKE_PRIVATE_KEY_PATH$/,
    );
  });

  it("fall back to a warehouse and a database of their own", () => {
    expect(readSnowflakeSettings(complete)).toEqual({
      account: "Acme-Data_Team",
      user: "loader",
      privateKeyPath: "key.p8",
      warehouse: "LOADING",
      database: "HEADWATER",
    });
  });

  it("take the passphrase that dbt's profile takes, too", () => {
    expect(
      readSnowflakeSettings({ ...complete, DBT_ENV_SECRET_SNOWFLAKE_PASSPHRASE: "open" }).passphrase,
    ).toBe("open");
  });

  it("give the account's address, in which an underscore is a hyphen", () => {
    expect(snowflakeUrl(readSnowflakeSettings(complete))).toBe(
      "https://acme-data-team.snowflakecomputing.com",
    );
    const proxied = readSnowflakeSettings({ ...complete, SNOWFLAKE_ACCESS_URL: "https://proxy.example/" });
    expect(snowflakeUrl(proxied)).toBe("https://proxy.example");
  });
});

describe("the address of a store for Snowflake", () => {
  it("is the bucket's as Snowflake names it", () => {
    expect(landingUrl("gs://bucket/landing/", undefined)).toBe("gcs://bucket/landing");
    expect(landingUrl("/data/store", "s3compat://bucket/landing")).toBe("s3compat://bucket/landing");
  });

  it("is refused for a folder, which Snowflake cannot read", () => {
    expect(() => landingUrl("/data/store", undefined)).toThrow(
      expect.objectContaining({ code: "LOAD_STORE_UNREADABLE" }),
    );
  });
});

describe("the private key", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "headwater-key-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is read with its passphrase, and never shown when it cannot be read", async () => {
    const privateKeyPath = join(folder, "key.p8");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "open",
    });
    writeFileSync(privateKeyPath, pem);
    expect((await readPrivateKey({ privateKeyPath, passphrase: "open" })).type).toBe("private");
    const failure = await readPrivateKey({ privateKeyPath, passphrase: "shut" }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: "SNOWFLAKE_KEY_UNREADABLE" });
    expect(String(failure)).not.toContain("shut");
    await expect(readPrivateKey({ privateKeyPath: join(folder, "none") })).rejects.toMatchObject({
      code: "SNOWFLAKE_KEY_UNREADABLE",
    });
  });
});
