import { createHash, createVerify, type KeyObject } from "node:crypto";

/** Whose tokens are accepted. */
export interface TokenOwner {
  /** As tokens name them: in upper case. */
  readonly account: string;
  readonly user: string;
  readonly publicKey: KeyObject;
}

const longestLifeSeconds = 3600;
/** How far the two clocks may be apart. */
const clockSkewSeconds = 60;

/** What is wrong with an Authorization header, by the rules that Snowflake publishes; undefined if nothing is. */
export function checkSnowpipeToken(
  authorization: string | undefined,
  { account, user, publicKey }: TokenOwner,
  now: Date,
): string | undefined {
  const [, token = ""] = /^Bearer (\S+)$/i.exec(authorization ?? "") ?? [];
  const [header = "", payload = "", signature = ""] = token.split(".");
  if (readPart(header)?.["alg"] !== "RS256") return "the token is not signed by RS256";
  const isSigned = createVerify("RSA-SHA256")
    .update(`${header}.${payload}`)
    .verify(publicKey, signature, "base64url");
  if (!isSigned) return "the signature does not belong to the user's key";
  const claims = readPart(payload) ?? {};
  const subject = `${account}.${user}`;
  if (claims["sub"] !== subject) return `sub is ${String(claims["sub"])}, expected ${subject}`;
  // Not by the signer's own function, which would agree with itself.
  const der = publicKey.export({ type: "spki", format: "der" });
  const issuer = `${subject}.SHA256:${createHash("sha256").update(der).digest("base64")}`;
  if (claims["iss"] !== issuer) return `iss is ${String(claims["iss"])}, expected ${issuer}`;
  const nowSeconds = now.getTime() / 1000;
  const [issuedAt, endsAt] = [Number(claims["iat"]), Number(claims["exp"])];
  if (!(issuedAt <= nowSeconds + clockSkewSeconds)) return "iat is in the future";
  if (!(nowSeconds < Math.min(endsAt, issuedAt + longestLifeSeconds))) return "the token has expired";
  return undefined;
}

function readPart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    // Any JSON object serves: each member is checked where it is read.
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
