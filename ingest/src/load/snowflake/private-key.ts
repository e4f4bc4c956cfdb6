import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";

import { IngestError } from "../../errors.ts";
import type { SnowflakeSettings } from "./snowflake-settings.ts";

/** Reads the private key from its file. Throws SNOWFLAKE_KEY_UNREADABLE; the key is never in the message. */
export async function readPrivateKey({
  privateKeyPath,
  passphrase,
}: Pick<SnowflakeSettings, "privateKeyPath" | "passphrase">): Promise<KeyObject> {
  try {
    const pem = await readFile(privateKeyPath, "utf8");
    return createPrivateKey({ key: pem, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    throw new IngestError(
      "SNOWFLAKE_KEY_UNREADABLE",
      `cannot read a private key from ${privateKeyPath}: ${reasonOf(error)}`,
      "SNOWFLAKE_PRIVATE_KEY_PATH names a PKCS#8 key in PEM; an encrypted one needs SNOWFLAKE_PRIVATE_KEY_PASSPHRASE.",
    );
  }
}

/** How Snowflake names a key pair: SHA-256 of the public key's DER form, as DESCRIBE USER shows it. */
export function keyFingerprint(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey.export({ type: "pkcs8", format: "pem" })).export({
    type: "spki",
    format: "der",
  });
  return `SHA256:${createHash("sha256").update(der).digest("base64")}`;
}

/** OpenSSL's messages do not quote the key, but they need not be shown beyond their first line either. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0] ?? "";
}
