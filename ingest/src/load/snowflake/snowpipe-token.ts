import { createSign, type KeyObject } from "node:crypto";

import { keyFingerprint } from "./private-key.ts";

export interface TokenSource {
  /** A token that is valid for some minutes at least; the same one until it has to be renewed. */
  current(): string;
  /** Makes the next `current` sign a new one: the server did not accept the last. */
  renew(): void;
}

export interface TokenOptions {
  readonly account: string;
  readonly user: string;
  readonly key: KeyObject;
  readonly now: () => Date;
}

/** Snowflake takes no token an hour after it was issued, whatever the token says. */
const lifetimeSeconds = 59 * 60;
const renewedSecondsBefore = 5 * 60;

/** Signs tokens for the REST API with the user's key pair, and renews them before they end. */
export function keyPairTokens({ account, user, key, now }: TokenOptions): TokenSource {
  const subject = `${claimedAccount(account)}.${user.toUpperCase()}`;
  const issuer = `${subject}.${keyFingerprint(key)}`;
  let token = "";
  let endsAtSeconds = 0;
  return {
    current() {
      const nowSeconds = Math.floor(now().getTime() / 1000);
      if (nowSeconds >= endsAtSeconds - renewedSecondsBefore) {
        endsAtSeconds = nowSeconds + lifetimeSeconds;
        token = sign(key, { iss: issuer, sub: subject, iat: nowSeconds, exp: endsAtSeconds });
      }
      return token;
    },
    renew() {
      endsAtSeconds = 0;
    },
  };
}

/** The account as tokens name it: upper case, and a locator without its region. */
function claimedAccount(account: string): string {
  return account.toUpperCase().split(".", 1)[0] ?? "";
}

function sign(key: KeyObject, claims: Readonly<Record<string, string | number>>): string {
  const parts = [{ alg: "RS256", typ: "JWT" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const text = parts.join(".");
  return `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}`;
}
