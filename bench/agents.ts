import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { issueToken } from '#lib/auth/tokens.ts';
import { toBase64, toHex } from '#lib/encoding/bytes.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import type { Store } from '#lib/store/open-store.ts';
import { createUser } from '#lib/store/users.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import type { MadeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';
import { concurrently } from './concurrently.ts';
import { keyOfDevice } from './made-answers.ts';

/** What an agent is told when it asks. */
export interface Question {
  readonly id: string;
  readonly nonce: Uint8Array;
}

/** Requests of simulated agents, over connections that stay open. */
export interface AgentClient {
  /** @throws Error when it is not asked for anything */
  readonly ask: (key: string) => Promise<Question>;
  /** @throws Error when the answer is not kept */
  readonly answer: (question: Question, file: Uint8Array) => Promise<void>;
  readonly close: () => void;
}

/** The name of a key, as challenges have it. */
export const keyName = ({ publicArea }: MadeAttestationKey): string => toHex(nameOf(parsePublicArea(publicArea)) ?? new Uint8Array());

const ENROL_AT_ONCE = 4;

/** Says that the key of each device lives beside the endorsement key of the sample device of that number, as an activated enrolment does. */
export async function enrol(store: Store, devices: readonly number[]): Promise<void> {
  await concurrently(devices, { atOnce: ENROL_AT_ONCE }, (device) =>
    recordStatement(store, {
      kind: 'attestation-key',
      endorsementKey: toBase64(makeTpmEndorsementKey('ec-p256', `ek-${device}`).publicArea),
      endorsementCertificate: null,
      attestationKey: toBase64(keyOfDevice(device).publicArea),
      method: 'credential-activation',
      author: 'bench',
      at: new Date().toISOString(),
      reason: 'benchmark',
    }),
  );
}

/** Tokens of as many accounts: the server lets one caller make so many requests in a minute. */
export async function agentTokens(store: Store, count: number): Promise<readonly string[]> {
  const at = new Date();
  const tokens: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const name = `agents-${number}`;
    const { id } = await createUser(store, { name, passwordHash: 'none', role: 'operator', mustChangePassword: false, at });
    const outcome = await issueToken(
      store,
      { ownerId: id, name, scopes: ['attestation.submit', 'artifact.submit'], days: 1 },
      { actor: name, at },
    );
    if (outcome.kind !== 'done') throw new Error(`no token was made: ${outcome.code}`);
    tokens.push(outcome.token);
  }
  return tokens;
}

export function agentClient({ address, token, connections }: { address: string; token: string; connections: number }): AgentClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post = (path: string, body: Uint8Array, type: string) => posted(new URL(path, address), { agent, token, body, type });
  return {
    async ask(key) {
      const told = await post('/api/v1/attestation/challenges', Buffer.from(JSON.stringify({ attestationKey: key })), 'application/json');
      const { id, nonce }: { id: string; nonce: string } = JSON.parse(told);
      return { id, nonce: Buffer.from(nonce, 'hex') };
    },
    async answer({ id }, file) {
      await post(`/api/v1/artifacts?challenge=${id}&fileName=evidence.json`, file, 'application/octet-stream');
    },
    close: () => agent.destroy(),
  };
}

interface Posting {
  readonly agent: Agent;
  readonly token: string;
  readonly body: Uint8Array;
  readonly type: string;
}

/** Without `fetch`, which would take a part of the machine that real agents don't take from the server. */
function posted(url: URL, { agent, token, body, type }: Posting, key: string = randomUUID()): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type, 'content-length': body.byteLength, 'idempotency-key': key };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        if (answer.statusCode === 201) resolve(text);
        else reject(new Error(`${url.pathname} was answered with ${answer.statusCode}: ${text}`));
      });
    });
    sent.on('error', (error) => {
      // The server closed a connection that was idle, just when it was used again: the same act, once more.
      if (sent.reusedSocket) resolve(posted(url, { agent, token, body, type }, key));
      else reject(error);
    });
    sent.end(body);
  });
}
