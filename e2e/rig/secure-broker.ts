import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { freePort } from "./free-port.ts";
import { kafkaTools, startKafkaBroker, type KafkaBroker } from "./kafka-broker.ts";

const run = promisify(execFile);

/** The programs that a test with a secured broker needs; see `describeWithTools`. */
export const secureKafkaTools = [...kafkaTools, "keytool"];

/** Made up for the test, like the certificate. */
export const testUser = { username: "lander", password: "correct horse battery" };
const keystorePassword = "only-for-this-test";

export interface SecureBroker extends KafkaBroker {
  /** Encrypted, and open to everybody. */
  readonly tlsAddress: string;
  /** Encrypted, and only for `testUser`: by plain, scram and oauthbearer. */
  readonly saslAddress: string;
  /** PEM file with the certificate that the broker signed itself. */
  readonly caFile: string;
}

/** Starts a broker that takes clients without encryption, with it, and with log-in; its key is made in the folder. */
export async function startSecureBroker(folder: string): Promise<SecureBroker> {
  const keystore = join(folder, "broker.p12");
  const caFile = join(folder, "broker.pem");
  const access = ["-alias", "broker", "-keystore", keystore, "-storepass", keystorePassword];
  const names = ["-dname", "CN=127.0.0.1", "-ext", "SAN=IP:127.0.0.1"];
  const key = ["-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2", "-storetype", "PKCS12"];
  await run("keytool", ["-genkeypair", ...access, ...names, ...key]);
  const { stdout: certificate } = await run("keytool", ["-exportcert", "-rfc", ...access]);
  await writeFile(caFile, certificate);
  const [tlsAddress, saslAddress] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  const { username, password } = testUser;
  const broker = await startKafkaBroker(
    {
      ...keystoreOf("tls", keystore),
      ...keystoreOf("login", keystore),
      "listener.name.login.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
      ...moduleOf("plain", "plain.PlainLoginModule", `user_${username}="${password}"`),
      ...moduleOf("scram-sha-256", "scram.ScramLoginModule"),
      ...moduleOf("scram-sha-512", "scram.ScramLoginModule"),
      ...moduleOf(
        "oauthbearer",
        "oauthbearer.OAuthBearerLoginModule",
        'unsecuredLoginStringClaim_sub="broker"',
      ),
    },
    {
      listeners: [
        { name: "TLS", address: tlsAddress, protocol: "SSL" },
        { name: "LOGIN", address: saslAddress, protocol: "SASL_SSL" },
      ],
      formatOptions: ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
        "--add-scram",
        `${mechanism}=[name=${username},password="${password}"]`,
      ]),
    },
  );
  return { ...broker, tlsAddress, saslAddress, caFile };
}

/** A token that nobody has signed, which this broker believes. */
export function unsignedToken(nowMs: number): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const nowS = Math.floor(nowMs / 1000);
  return `${part({ alg: "none" })}.${part({ sub: testUser.username, iat: nowS, exp: nowS + 600 })}.`;
}

function keystoreOf(listener: string, location: string): Record<string, string> {
  const prefix = `listener.name.${listener}.ssl.keystore`;
  return {
    [`${prefix}.location`]: location,
    [`${prefix}.type`]: "PKCS12",
    [`${prefix}.password`]: keystorePassword,
  };
}

function moduleOf(mechanism: string, name: string, options = ""): Record<string, string> {
  const module = `org.apache.kafka.common.security.${name}`;
  return { [`listener.name.login.${mechanism}.sasl.jaas.config`]: `${module} required ${options};` };
}
