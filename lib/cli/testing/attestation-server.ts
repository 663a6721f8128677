import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { toBase64, toHex } from '#lib/encoding/bytes.ts';
import { credentialFile, makeCredential } from '#lib/tpm/make-credential.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';

/** What came in, in its order. */
export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly body: string;
}

/** A server that speaks what the agent speaks, in memory. */
export interface AttestationServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** The bundles that were handed in, with the nonce that each answers. */
  readonly evidence: readonly { readonly nonce: string; readonly text: string }[];
  /** Answers in place of the real ones: taken from the front, one a request; null lets the real one through. */
  readonly instead: (Answer | null)[];
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const bytesOf = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64'));

/** Starts it on a free port. @param selection  what every challenge asks for */
export async function startAttestationServer(selection = 'sha256:0,1,2,3,4,5,6,7,8,9'): Promise<AttestationServer> {
  const seen: SeenRequest[] = [];
  const evidence: { nonce: string; text: string }[] = [];
  const instead: (Answer | null)[] = [];
  const answer = attestationAnswers(selection, evidence);
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const { url: path = '', headers } = request;
    seen.push({ path, authorization: headers.authorization, idempotencyKey: String(headers['idempotency-key']), body });
    const given = instead.shift() ?? answer(path, body);
    response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers });
    response.end(JSON.stringify(given.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, seen, evidence, instead, close: () => closeServer(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** Enrols by credential activation, gives nonces out once, keeps what answers them. */
function attestationAnswers(selection: string, evidence: { nonce: string; text: string }[]): (path: string, body: string) => Answer {
  const enrolled = new Set<string>();
  const pending = new Map<string, { readonly name: string; readonly secret: string }>();
  const challenges = new Map<string, string>();
  const refused = (status: number, detail: string): Answer => ({ status, body: { detail, fix: 'Enrol first.' } });

  const enrol = (body: string): Answer => {
    const { endorsementKey, attestationKey } = JSON.parse(body);
    const name = nameOf(parsePublicArea(bytesOf(attestationKey))) ?? new Uint8Array();
    const secret = new Uint8Array(randomBytes(32));
    const random = (octets: number): Uint8Array => new Uint8Array(randomBytes(octets));
    const made = makeCredential({ endorsementKey: parsePublicArea(bytesOf(endorsementKey)), attestationKeyName: name, secret, random });
    if ('refused' in made) return refused(400, made.refused);
    const id = randomUUID();
    pending.set(id, { name: toHex(name), secret: toHex(secret) });
    return {
      status: 201,
      body: { id, credential: toBase64(credentialFile(made)), nonce: '00'.repeat(32), expiresAt: '2030-01-01T00:00:00Z' },
    };
  };
  const activate = (id: string, body: string): Answer => {
    const asked = pending.get(id);
    pending.delete(id);
    if (asked === undefined || JSON.parse(body).secret !== asked.secret) return refused(400, 'The secret is another one.');
    enrolled.add(asked.name);
    return { status: 200, body: { attestationKey: asked.name } };
  };
  const challenge = (body: string): Answer => {
    if (!enrolled.has(JSON.parse(body).attestationKey)) return refused(404, 'No such key is enrolled.');
    const [id, nonce] = [randomUUID(), toHex(new Uint8Array(randomBytes(32)))];
    challenges.set(id, nonce);
    return { status: 201, body: { id, nonce, selection, expiresAt: '2030-01-01T00:00:00Z' } };
  };
  const take = (query: URLSearchParams, text: string): Answer => {
    const id = query.get('challenge') ?? '';
    const nonce = challenges.get(id);
    challenges.delete(id);
    if (nonce === undefined) return refused(409, 'This challenge was answered before.');
    evidence.push({ nonce, text });
    return { status: 201, body: { id: randomUUID() } };
  };
  return (path, body) => {
    const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
    const [, , , area, noun, id] = pathname.split('/');
    if (area === 'artifacts') return take(searchParams, body);
    if (noun === 'challenges') return challenge(body);
    return id === undefined ? enrol(body) : activate(id, body);
  };
}
