import { Pool } from 'pg';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { AT_ONCE } from './acknowledge.ts';
import { type AgentClient, agentClient, agentTokens, enrol, keyName, type Question } from './agents.ts';
import type { BenchServer } from './bench-server.ts';
import { concurrently } from './concurrently.ts';
import { compare, type Figure } from './harness.ts';
import { keyOfDevice, makeAnswers } from './made-answers.ts';
import { buildProblem, startWeb } from './web-server.ts';

const ANSWERS = 400;
const DEVICES = 50;
/** The server lets one caller make so many requests in a minute. */
const ACCOUNTS = 10;
const RECORDS = 30;
const TARGET = 0.3;

interface Answer {
  readonly client: AgentClient;
  readonly question: Question;
  readonly file: Uint8Array;
}

/** Answers of agents through the production web server into PostgreSQL, against bare inserts of one row of the same octets. */
export async function benchPosts(server: BenchServer, { rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const problem = buildProblem();
  if (problem !== undefined) throw new Error(`the web application could not be built: ${problem}`);
  const url = await server.makeDatabase('posts');
  const store = openStore(url, { connections: 2 });
  const rows = await makeRows(url);
  const { address, process: web } = await startWeb({ url, folder: server.folder });
  server.beforeEnd(web.stop);
  const makeFile = makeAnswers(RECORDS);
  let answers: readonly Answer[] = [];
  try {
    await enrol(
      store,
      Array.from({ length: DEVICES }, (_, device) => device),
    );
    const clients = (await agentTokens(store, ACCOUNTS)).map((token) => agentClient({ address, token, connections: AT_ONCE }));
    const figure = await compare({
      name: 'attestation: posts of answers',
      ours: `POST /api/v1/artifacts?challenge= of the production web server, ${AT_ONCE} at a time: each answers a challenge of its own, with a log of ${RECORDS} records`,
      yardstick: `inserts of one row with the same octets, each committed, ${AT_ONCE} at a time, without HTTP`,
      direction: 'at-least',
      target: TARGET,
      rounds,
      perRound: ANSWERS,
      prepare: async () => {
        answers = await askedAndSigned(clients, makeFile);
      },
      runOurs: () => concurrently(answers, { atOnce: AT_ONCE }, ({ client, question, file }) => client.answer(question, file)),
      runYardstick: () => concurrently(answers, { atOnce: AT_ONCE }, ({ file }) => rows.insert(file)),
    });
    await expectKept(store, ANSWERS * (rounds + 1));
    for (const client of clients) client.close();
    return [figure];
  } finally {
    await web.stop();
    await rows.close();
    await store.close();
  }
}

/** Challenges are asked for, and quotes signed, before the clock starts. */
async function askedAndSigned(clients: readonly AgentClient[], makeFile: ReturnType<typeof makeAnswers>): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const indexes = Array.from({ length: ANSWERS }, (_, index) => index);
  await concurrently(indexes, { atOnce: AT_ONCE }, async (index) => {
    const device = index % DEVICES;
    const client = clients[index % clients.length];
    if (client === undefined) throw new Error('there is no client');
    const question = await client.ask(keyName(keyOfDevice(device)));
    answers.push({ client, question, file: makeFile(device, question.nonce) });
  });
  return answers;
}

async function makeRows(url: string) {
  const pool = new Pool({ connectionString: url, max: AT_ONCE });
  // Connections that end with the server are no error.
  pool.on('error', () => undefined);
  await pool.query('CREATE TABLE bare_answer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, bytes bytea NOT NULL)');
  return {
    insert: (bytes: Uint8Array) => pool.query({ name: 'answer', text: 'INSERT INTO bare_answer (bytes) VALUES ($1)', values: [bytes] }),
    close: () => pool.end(),
  };
}

/** A figure of work that wasn't done is no figure. */
async function expectKept(store: Store, count: number): Promise<void> {
  const { rows } = await store.pool.query(
    `SELECT count(*)::int AS kept, (SELECT count(*)::int FROM challenge WHERE consumed_at IS NOT NULL) AS answered
     FROM submission WHERE challenge IS NOT NULL`,
  );
  if (rows[0].kept !== count || rows[0].answered !== count) throw new Error(`of ${count} answers, ${JSON.stringify(rows[0])}`);
}
