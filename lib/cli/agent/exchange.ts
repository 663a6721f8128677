import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { networkReason } from '../network-reason.ts';
import { AGENT_EXIT, AgentProblem } from './problem.ts';
import { retryAfterMs } from './retry-after.ts';

const REQUEST_MS = 60_000;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 300;
/** A challenge holds five minutes: for longer than this no request waits, and the round is over. */
const MAX_PAUSE_MS = 30_000;
/** Octets of an answer: a credential of an RSA key has 700 in Base64. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** What tpm2-tools take for PCRs; nothing else of an answer becomes a word of a command. */
const SELECTION = /^(?:sha1|sha256|sha384|sha512|sm3_256|sha3_256|sha3_384|sha3_512):\d{1,2}(?:,\d{1,2})*$/;
/** A nonce has 16 octets at least; a TPM takes 64 at most. */
const NONCE = /^(?:[0-9a-f]{2}){16,64}$/;
const ID = /^[0-9A-Za-z_-]{1,100}$/;

/** The server, and what lets the agent in. */
export interface AgentTarget {
  /** Without a slash at its end. */
  readonly server: string;
  readonly token: string;
}

/** What the server wants to be told, once. */
export interface Challenge {
  readonly id: string;
  readonly nonce: Uint8Array;
  /** As tpm2-tools write it, one bank after the other. */
  readonly selection: string;
}

/** The public parts of the keys of one TPM. */
export interface EnrolmentRequest {
  /** TPM2B_PUBLIC. */
  readonly endorsementKey: Uint8Array;
  readonly endorsementCertificate: Uint8Array | null;
  /** TPM2B_PUBLIC. */
  readonly attestationKey: Uint8Array;
}

/** @returns null where the server doesn't know the key: it has to be enrolled first */
export async function askChallenge(
  target: AgentTarget,
  attestationKey: string,
  /** A log of what the running system measures is at hand: its PCRs may be asked for too. */
  { runtimeLog = false }: { readonly runtimeLog?: boolean } = {},
): Promise<Challenge | null> {
  const json = { attestationKey, ...(runtimeLog ? { runtimeLog } : {}) };
  const answer = await post(target, { path: '/api/v1/attestation/challenges', json });
  if (answer.status === 404) return null;
  const body = taken(answer);
  return {
    id: textOf(body, { member: 'id', form: ID }),
    nonce: fromHex(textOf(body, { member: 'nonce', form: NONCE })),
    selection: checkedSelection(textOf(body, { member: 'selection', form: /^[0-9a-z_:,+]{1,500}$/ })),
  };
}

/** One bank after the other, with a plus between them. @throws AgentProblem for what tpm2-tools don't take */
export function checkedSelection(text: string): string {
  if (text.split('+').every((bank) => SELECTION.test(bank))) return text;
  throw new AgentProblem(AGENT_EXIT.refused, `${text.slice(0, 100)} is no selection of PCRs such as sha256:0,1,7`);
}

/** What the server wants to be shown, once, in one of two ways. */
export interface BegunEnrolment {
  readonly id: string;
  /** What only this TPM can read, in the file format of tpm2-tools. */
  readonly credential: Uint8Array;
  /** What a certification by another key has to be over. */
  readonly nonce: Uint8Array;
}

/** Begins an enrolment. */
export async function beginEnrolment(target: AgentTarget, request: EnrolmentRequest): Promise<BegunEnrolment> {
  const { endorsementKey, endorsementCertificate, attestationKey } = request;
  const certificate = endorsementCertificate === null ? {} : { endorsementCertificate: toBase64(endorsementCertificate) };
  const json = { endorsementKey: toBase64(endorsementKey), ...certificate, attestationKey: toBase64(attestationKey) };
  const body = taken(await post(target, { path: '/api/v1/attestation/enrolments', json }));
  const credential = textOf(body, { member: 'credential', form: /^[0-9A-Za-z+/]{1,8000}={0,2}$/ });
  return {
    id: textOf(body, { member: 'id', form: ID }),
    credential: new Uint8Array(Buffer.from(credential, 'base64')),
    nonce: fromHex(textOf(body, { member: 'nonce', form: NONCE })),
  };
}

/** Ends it with the secret that was in the credential. */
export async function endEnrolment(
  target: AgentTarget,
  { id, secret }: { readonly id: string; readonly secret: Uint8Array },
): Promise<void> {
  taken(await post(target, { path: `/api/v1/attestation/enrolments/${id}/activation`, json: { secret: toHex(secret) } }));
}

/** What another key of the TPM says of the attestation key. */
export interface CertificationAnswer {
  readonly endorsementCertificate: Uint8Array;
  /** TPM2B_PUBLIC. */
  readonly certifyingKey: Uint8Array;
  /** Null where the server has it. */
  readonly certifyingCertificate: Uint8Array | null;
  /** TPMS_ATTEST. */
  readonly certification: Uint8Array;
  /** TPMT_SIGNATURE. */
  readonly signature: Uint8Array;
}

/** Ends it with what a key that has a certificate says. */
export async function endByCertification(target: AgentTarget, id: string, answer: CertificationAnswer): Promise<void> {
  const json = Object.fromEntries(
    Object.entries(answer).flatMap(([member, octets]) => (octets === null ? [] : [[member, toBase64(octets)]])),
  );
  taken(await post(target, { path: `/api/v1/attestation/enrolments/${id}/certification`, json }));
}

/** Hands the evidence in, as the answer to a challenge. @returns the submission */
export async function handIn(
  target: AgentTarget,
  { challenge, bundle }: { readonly challenge: Challenge; readonly bundle: string },
): Promise<string> {
  const query = new URLSearchParams({ challenge: challenge.id, fileName: 'evidence.json' });
  return textOf(taken(await post(target, { path: `/api/v1/artifacts?${query}`, bytes: bundle })), { member: 'id', form: ID });
}

interface Call {
  readonly path: string;
  readonly json?: Readonly<Record<string, string | boolean>>;
  readonly bytes?: string;
}

interface Answer {
  readonly server: string;
  readonly status: number;
  readonly body: unknown;
  /** As `AgentProblem` has it. */
  readonly retryAfterMs: number;
}

/** The same key over all attempts: a retry is recognized as the same act. */
async function post({ server, token }: AgentTarget, { path, json, bytes }: Call): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': json === undefined ? 'application/octet-stream' : 'application/json',
    'idempotency-key': randomUUID(),
  };
  const body = json === undefined ? (bytes ?? '') : JSON.stringify(json);
  for (let attempt = 1; ; attempt += 1) {
    // An answer that leads elsewhere is not followed: the token is for this server.
    const request = fetch(`${server}${path}`, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const answer = await request.then((response) => readAnswer(server, response)).catch((error: unknown) => unreachable(server, error));
    if (!(answer instanceof AgentProblem) && !isBusy(answer)) return answer;
    const problem = answer instanceof AgentProblem ? answer : notTaken(answer);
    if (attempt === ATTEMPTS || problem.exitCode !== AGENT_EXIT.unreachable || problem.retryAfterMs > MAX_PAUSE_MS) throw problem;
    await pause(pauseBefore(problem, attempt));
  }
}

/** Never sooner than the server asks, and up to half as much later: those who were turned away together don't come back together. */
function pauseBefore({ retryAfterMs: asked }: AgentProblem, attempt: number): number {
  return Math.max(asked, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (1 + Math.random() / 2);
}

/** It may answer otherwise soon. */
const isBusy = ({ status }: Answer): boolean => status === 429 || status >= 500;

function unreachable(server: string, error: unknown): AgentProblem {
  if (error instanceof AgentProblem) return error;
  const reason = error instanceof Error && error.name === 'TimeoutError' ? 'there was no answer in time' : networkReason(error);
  return new AgentProblem(AGENT_EXIT.unreachable, `${server} can't be reached: ${reason}`);
}

async function readAnswer(server: string, response: Response): Promise<Answer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  // The DOM's type lacks the async iterator that Node's streams have.
  for await (const piece of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length;
    if (size > MAX_ANSWER_BYTES) throw new AgentProblem(AGENT_EXIT.refused, `${server} answers with more than ${MAX_ANSWER_BYTES} octets`);
    pieces.push(piece);
  }
  const asked = retryAfterMs(response.headers.get('retry-after'), Date.now()) ?? 0;
  return { server, status: response.status, body: jsonOf(Buffer.concat(pieces).toString('utf8')), retryAfterMs: asked };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function taken(answer: Answer): unknown {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  throw notTaken(answer);
}

function notTaken(answer: Answer): AgentProblem {
  const { server, status, body, retryAfterMs: asked } = answer;
  const [detail, fix] = ['detail', 'fix'].map((member) => memberOf(body, member));
  const message = [`${server} answers ${status}:`, detail, fix].filter((text) => typeof text === 'string').join(' ');
  return isBusy(answer)
    ? new AgentProblem(AGENT_EXIT.unreachable, message, { retryAfterMs: asked })
    : new AgentProblem(AGENT_EXIT.refused, message);
}

function textOf(body: unknown, { member, form }: { readonly member: string; readonly form: RegExp }): string {
  const value = memberOf(body, member);
  if (typeof value === 'string' && form.test(value)) return value;
  throw new AgentProblem(AGENT_EXIT.refused, `the server's answer has no ${member}, or not in its form`);
}

function memberOf(body: unknown, member: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, member) : undefined;
}
