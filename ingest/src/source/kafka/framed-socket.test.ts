import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";

import { array, assert, integer, property, uint8Array } from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";

import { connectFramed, FrameAssembler } from "./framed-socket.ts";

function frameOf(content: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(content.byteLength);
  return Buffer.concat([size, content]);
}

describe("FrameAssembler", () => {
  it("gives the frames as they were sent, however the bytes are cut", () => {
    const contents = array(uint8Array({ maxLength: 30 }), { maxLength: 10 });
    assert(
      property(contents, array(integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
        const frames = sent.map(frameOf);
        const bytes = Buffer.concat(frames);
        const assembler = new FrameAssembler();
        const received: Buffer[] = [];
        // Always the same memory, as a socket reads it.
        const memory = Buffer.alloc(40);
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const piece = bytes.subarray(at, at + (cuts[turn % cuts.length] ?? 1));
          piece.copy(memory);
          received.push(...assembler.add(memory.subarray(0, piece.length)));
          at += piece.length;
        }
        expect(received).toEqual(frames);
      }),
    );
  });

  it.each([-1, 0x48_54_54_50])("refuses a size of %i, which no broker sends", (size) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(size);
    expect(() => [...new FrameAssembler().add(bytes)]).toThrow("is not Kafka's");
  });
});

describe("connectFramed", () => {
  /** A connection to a server that sends these bytes. */
  async function connect(sent: readonly Uint8Array[]): Promise<Socket> {
    const server = createServer((peer) => {
      for (const bytes of sent) peer.write(bytes);
      peer.end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    // A server that listens on a port has an address of this kind.
    const { port } = server.address() as AddressInfo;
    // kafkajs gives undefined for a connection without encryption, though its types do not say so.
    return connectFramed({ host: "127.0.0.1", port, ssl: undefined as never, onConnect: () => undefined });
  }

  it("gives each answer as a whole", async () => {
    const frames = [
      frameOf(Buffer.from("a")),
      frameOf(Buffer.alloc(1_000_000, "b")),
      frameOf(Buffer.alloc(0)),
    ];
    const bytes = Buffer.concat(frames);
    const socket = await connect([bytes.subarray(0, 3), bytes.subarray(3, 500_000), bytes.subarray(500_000)]);
    const received: Buffer[] = [];
    socket.on("data", (frame: Buffer) => received.push(frame));
    await once(socket, "end");
    expect(received.map(({ length }) => length)).toEqual(frames.map(({ length }) => length));
    expect(Buffer.concat(received).equals(bytes)).toBe(true);
  });

  it("breaks the connection to what is no broker", async () => {
    const socket = await connect([Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")]);
    socket.on("data", () => undefined);
    const [error] = await once(socket, "error");
    expect(String(error)).toContain("is not Kafka's");
  });
});
