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
