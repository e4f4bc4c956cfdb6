import net from "node:net";
import tls from "node:tls";

import type { ISocketFactory } from "kafkajs";

const readBytes = 256 * 1024;
const keepAliveDelayMs = 60_000;
const sizeBytes = 4;
/** What says that it is longer is no Kafka broker. */
const maxFrameBytes = 1024 * 1024 * 1024;

/**
 * A connection to a broker for kafkajs that gives each answer as a whole. kafkajs would put it together itself, from
 * buffers that Node makes for each 64 KiB and throws away: with large answers the most garbage of all.
 */
export const connectFramed: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const assembler = new FrameAssembler();
  const onread = {
    buffer: Buffer.allocUnsafeSlow(readBytes),
    callback(count: number, buffer: Uint8Array): boolean {
      try {
        for (const frame of assembler.add(buffer.subarray(0, count))) socket.emit("data", frame);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
      return true;
    },
  };
  const options = { host, port, onread };
  const socket: net.Socket = ssl
    ? tls.connect({ ...options, ...(net.isIP(host) ? {} : { servername: host }), ...ssl }, onConnect)
    : net.connect(options, onConnect);
  return socket.setKeepAlive(true, keepAliveDelayMs);
};

/** Puts together frames of Kafka's protocol, which begin with their size, from pieces of any length. */
export class FrameAssembler {
  readonly #size = Buffer.alloc(sizeBytes);
  /** The frame that is being filled; only its size while that is not complete. */
  #frame = this.#size;
  #filled = 0;

  /** The frames that the bytes complete. The bytes may be overwritten afterwards. */
  *add(bytes: Uint8Array): Generator<Buffer> {
    for (let at = 0; at < bytes.byteLength;) {
      const count = Math.min(this.#frame.length - this.#filled, bytes.byteLength - at);
      this.#frame.set(bytes.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled === sizeBytes && this.#frame === this.#size) this.#begin();
      if (this.#filled < this.#frame.length || this.#frame === this.#size) continue;
      const frame = this.#frame;
      this.#frame = this.#size;
      this.#filled = 0;
      yield frame;
    }
  }

  #begin(): void {
    const length = this.#size.readInt32BE();
    if (length < 0 || length > maxFrameBytes)
      throw new RangeError(`an answer of ${length} bytes is not Kafka's`);
    this.#frame = Buffer.allocUnsafeSlow(sizeBytes + length);
    this.#frame.set(this.#size);
  }
}
