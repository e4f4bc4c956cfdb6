import type { KafkaConfig } from "kafkajs";

/** How a client shows brokers who it is, and knows who they are. */
export interface KafkaSecurity {
  /** Encryption; without it everything goes over the wire as it is. */
  readonly tls?: KafkaTls;
  readonly sasl?: KafkaSasl;
}

/** Texts in PEM form. */
export interface KafkaTls {
  /** The authorities to believe instead of those that Node knows. */
  readonly ca?: string;
  /** The client's own certificate and its key, where brokers ask for them. */
  readonly cert?: string;
  readonly key?: string;
}

export const saslMechanisms = ["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"] as const;

/** Secrets are asked for at every log-in, so that a changed one is taken up without a restart. */
export type KafkaSasl =
  | {
      readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
      readonly username: string;
      readonly readPassword: () => string;
    }
  | { readonly mechanism: "oauthbearer"; readonly readToken: () => Promise<string> };

/** The same in kafkajs' words. */
export function toKafkaJsSecurity(security: KafkaSecurity | undefined): Pick<KafkaConfig, "ssl" | "sasl"> {
  if (!security) return {};
  const { tls, sasl } = security;
  return { ...(tls ? { ssl: { ...tls } } : {}), ...(sasl ? { sasl: toKafkaJsSasl(sasl) } : {}) };
}

function toKafkaJsSasl(sasl: KafkaSasl): NonNullable<KafkaConfig["sasl"]> {
  if (sasl.mechanism === "oauthbearer") {
    return {
      mechanism: "oauthbearer",
      oauthBearerProvider: async () => ({ value: await sasl.readToken() }),
    };
  }
  return {
    mechanism: sasl.mechanism,
    username: sasl.username,
    // kafkajs reads the property at every log-in.
    get password() {
      return sasl.readPassword();
    },
    // For the type only: each of the three mechanisms has just these properties.
  } as NonNullable<KafkaConfig["sasl"]>;
}
