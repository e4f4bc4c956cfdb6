// Reads a topic to a number of records with kafkajs and does nothing with them: BROKERS TOPIC GROUP COUNT.
import { Kafka, logLevel } from "kafkajs";

const [brokers = "", topic = "", groupId = "", count = "0"] = process.argv.slice(2);
const kafka = new Kafka({ brokers: [brokers], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId, maxBytesPerPartition: 4 * 1024 ** 2, maxBytes: 16 * 1024 ** 2 });
const done = Promise.withResolvers<void>();
let seen = 0;
consumer.on(consumer.events.GROUP_JOIN, () => {
  if (Number(count) === 0) done.resolve();
});
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch }) => {
    seen += batch.messages.length;
    if (seen >= Number(count)) done.resolve();
  },
});
await done.promise;
await consumer.disconnect();
process.stdout.write(`records=${seen}\n`);
