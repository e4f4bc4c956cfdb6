// Packages and inner modules that come without types; only what is used here.

declare module "snappyjs" {
  export function compress(bytes: Buffer): Buffer;
  export function uncompress(bytes: Buffer): Buffer;
}

declare module "lz4js" {
  export function compress(bytes: Uint8Array): Uint8Array;
  export function decompress(bytes: Uint8Array): Uint8Array;
}

declare module "kafkajs/src/network/requestQueue/index.js" {
  const RequestQueue: {
    readonly prototype: {
      scheduleCheckPendingRequests(): void;
      checkPendingRequests(): void;
      pending: readonly unknown[];
      throttledUntil: number;
      throttleCheckTimeoutId: NodeJS.Timeout | null;
    };
  };
  export default RequestQueue;
}

declare module "kafkajs/src/protocol/recordBatch/v0/index.js" {
  interface Encoded {
    readonly buffer: Buffer;
  }
  export function RecordBatch(batch: {
    readonly compression: number;
    readonly firstOffset: number;
    readonly firstTimestamp: number;
    readonly maxTimestamp: number;
    readonly lastOffsetDelta: number;
    readonly transactional: boolean;
    readonly producerId: number;
    readonly records: readonly Encoded[];
  }): Promise<Encoded>;
}

declare module "kafkajs/src/protocol/recordBatch/record/v0/index.js" {
  export default function encodeRecord(record: {
    readonly offsetDelta: number;
    readonly timestampDelta: number;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Readonly<Record<string, Buffer | readonly Buffer[]>>;
  }): { readonly buffer: Buffer };
}

declare module "kafkajs/src/protocol/decoder.js" {
  const Decoder: new (bytes: Buffer) => object;
  export default Decoder;
}

declare module "kafkajs/src/protocol/recordBatch/v0/decoder.js" {
  export default function decodeRecordBatch(decoder: object): Promise<{
    readonly records: readonly {
      readonly offset: string;
      readonly timestamp: string;
      readonly key: Buffer | null;
      readonly value: Buffer | null;
      readonly headers: Readonly<Record<string, Buffer | readonly Buffer[]>>;
    }[];
  }>;
}
