import { issueToken } from '#lib/auth/tokens.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { createUser } from '#lib/store/users.ts';
import { AT_ONCE } from './acknowledge.ts';
import { makeBareTransactions } from './bare-transactions.ts';
import type { BenchServer } from './bench-server.ts';
import { concurrently } from './concurrently.ts';
import { compare, type Figure } from './harness.ts';
import { describeUploadMix, makeUploadMix } from './upload-mix.ts';
import { buildProblem, startWeb } from './web-server.ts';

const FILES = 400;
/** The server lets one caller make so many requests in a minute; the files come from several. */
const SUBMITTERS = 10;

/** The same as `acknowledge`, through the production web server. Without a target: HTTP, sessions and streams are in it. */
export async function benchHttp(server: BenchServer, { rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const problem = buildProblem();
  if (problem !== undefined) {
    console.error(`acknowledge over HTTP: not measured, because the web application could not be built: ${problem}`);
    return [];
  }
  const url = await server.makeDatabase('http');
  const store = openStore(url, { connections: 2 });
  const bare = await makeBareTransactions(url, { connections: AT_ONCE });
  const { address, process: web } = await startWeb({ url, folder: server.folder });
  server.beforeEnd(web.stop);
  const makeFiles = makeUploadMix();
  let uploads: readonly Upload[] = [];
  try {
    const tokens = await makeTokens(store);
    return [
      await compare({
        name: 'acknowledge over HTTP',
        ours: `POST /api/v1/artifacts of the production web server, ${AT_ONCE} at a time: ${describeUploadMix()}`,
        yardstick: `a transaction that inserts the same bytes and one job, ${AT_ONCE} at a time, without HTTP`,
        direction: 'at-least',
        target: null,
        rounds,
        perRound: FILES,
        prepare: async () => {
          uploads = makeFiles(FILES).map((bytes, index) => ({ bytes, token: tokens[index % tokens.length] ?? '' }));
        },
        runOurs: () => concurrently(uploads, { atOnce: AT_ONCE }, (upload) => post(address, upload)),
        runYardstick: () =>
          bare.run(
            uploads.map(({ bytes }) => bytes),
            { atOnce: AT_ONCE },
          ),
      }),
    ];
  } finally {
    await web.stop();
    await bare.close();
    await store.close();
  }
}

interface Upload {
  readonly bytes: Uint8Array;
  readonly token: string;
}

async function post(address: string, { bytes, token }: Upload): Promise<void> {
  const response = await fetch(`${address}/api/v1/artifacts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: Buffer.from(bytes),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`an upload was answered with ${response.status}: ${text}`);
}

async function makeTokens(store: Store): Promise<readonly string[]> {
  const at = new Date();
  const tokens: string[] = [];
  for (let number = 1; number <= SUBMITTERS; number += 1) {
    const name = `bench-${number}`;
    const { id } = await createUser(store, { name, passwordHash: 'none', role: 'operator', mustChangePassword: false, at });
    const outcome = await issueToken(store, { ownerId: id, name, scopes: ['artifact.submit'], days: 1 }, { actor: name, at });
    if (outcome.kind !== 'done') throw new Error(`no token was made: ${outcome.code}`);
    tokens.push(outcome.token);
  }
  return tokens;
}
