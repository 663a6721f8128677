import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeIn } from '#lib/ingest/take-in.ts';
import { openStore } from '#lib/store/open-store.ts';

/**
 * Hands in every file of a folder, several at a time, and writes a line for every receipt: what a web server acknowledges.
 * Started again it hands in everything again, under the same idempotency keys, as a client does that lost its connection.
 */
const [url = '', folder = '', receipts = '', ...rounds] = process.argv.slice(2);
const PARALLEL = 8;
const store = openStore(url);
/** Each round hands in all files anew. */
const acts = rounds.flatMap((round) => readdirSync(folder).map((name) => ({ round, name })));

async function one({ round, name }: { round: string; name: string }): Promise<void> {
  const receipt = await takeIn(store, {
    stream: bytesOf(join(folder, name)),
    submittedBy: 'uploader',
    fileName: name,
    device: null,
    role: null,
    observedAt: null,
    mayAttachTo: 'any',
    idempotencyKey: `${round}/${name}`,
    receivedAt: new Date(),
  });
  appendFileSync(receipts, `${JSON.stringify(receipt)}\n`);
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path);
}

async function lane(): Promise<void> {
  for (let act = acts.shift(); act !== undefined; act = acts.shift()) await one(act);
}

await Promise.all(Array.from({ length: PARALLEL }, lane));
await store.close();
