import { IngestError } from "../../errors.ts";

/** How to reach a Snowflake account. The key itself is read from its file when it is needed. */
export interface SnowflakeSettings {
  /** `organization-account`, or an account locator with its region. */
  readonly account: string;
  readonly user: string;
  /** File with the private key as PKCS#8 in PEM. */
  readonly privateKeyPath: string;
  readonly passphrase?: string;
  readonly role?: string;
  readonly warehouse: string;
  readonly database: string;
  /** Address instead of the account's own: a private link, or a test's. */
  readonly accessUrl?: string;
  /** Address of Snowpipe's REST API, where it is another. */
  readonly pipesUrl?: string;
}

const required = ["SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER", "SNOWFLAKE_PRIVATE_KEY_PATH"] as const;

/**
 * Reads the settings from environment variables: secrets on a command line are seen by every process. The names are
 * those that dbt's profile uses. Throws SNOWFLAKE_SETTING_MISSING, naming all that are missing.
 */
export function readSnowflakeSettings(env: Readonly<Record<string, string | undefined>>): SnowflakeSettings {
  const missing = required.filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new IngestError(
      "SNOWFLAKE_SETTING_MISSING",
      `loading into Snowflake needs the environment ${missing.length === 1 ? "variable" : "variables"} ${missing.join(", ")}`,
      "Set them; SNOWFLAKE_PRIVATE_KEY_PATH names a PKCS#8 key file. docs/loading.md lists all settings.",
    );
  }
  const passphrase = env["SNOWFLAKE_PRIVATE_KEY_PASSPHRASE"] ?? env["DBT_ENV_SECRET_SNOWFLAKE_PASSPHRASE"];
  return {
    account: env["SNOWFLAKE_ACCOUNT"] ?? "",
    user: env["SNOWFLAKE_USER"] ?? "",
    privateKeyPath: env["SNOWFLAKE_PRIVATE_KEY_PATH"] ?? "",
    ...(passphrase ? { passphrase } : {}),
    ...(env["SNOWFLAKE_ROLE"] ? { role: env["SNOWFLAKE_ROLE"] } : {}),
    warehouse: env["SNOWFLAKE_WAREHOUSE"] || "LOADING",
    database: env["SNOWFLAKE_DATABASE"] || "HEADWATER",
    ...(env["SNOWFLAKE_ACCESS_URL"] ? { accessUrl: env["SNOWFLAKE_ACCESS_URL"] } : {}),
    ...(env["SNOWFLAKE_PIPES_URL"] ? { pipesUrl: env["SNOWFLAKE_PIPES_URL"] } : {}),
  };
}

/** The address that the account answers at, without a slash at its end. */
export function snowflakeUrl({ account, accessUrl }: SnowflakeSettings): string {
  return (
    accessUrl ?? `https://${account.toLowerCase().replaceAll("_", "-")}.snowflakecomputing.com`
  ).replace(/\/+$/, "");
}
