import type * as z from 'zod';
import { attestationKeyOf, attestedKeysOf, endorsementKeyOf } from '#lib/device/link/attestation-keys.ts';
import type { GoverningKind, Statement } from '#lib/device/statement/statement-types.ts';
import { isGoverning, isOwnCause, statementsInForce } from '#lib/device/statement/statements.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { identifyStatement, statementSchema } from '#lib/present/assay-file.ts';
import { joinKeys, nameArtifact } from '#lib/store/closure.ts';
import { findDeviceRecords, keysOfDevices } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import { enqueue, inJobTransaction } from '#lib/store/queue.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { findStatement, governingStatements, placeOfStatement, type StatementPlace, saveStatement } from '#lib/store/statements.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { loadPublicKey } from '#lib/x509/public-keys.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { certificateAtHand, parseBase64 } from './certificate-at-hand.ts';
import { foldJobOfDevice, foldJobsFor } from './fold-jobs.ts';
import { refoldAfter } from './refold-after.ts';

/** A statement as it comes in: the program adds the id. */
export type NewStatement = z.input<typeof statementSchema>;

export type StatementProblem =
  | 'no-such-device'
  | 'no-such-submission'
  | 'no-such-statement'
  | 'not-a-certificate'
  | 'wrong-digest'
  | 'not-a-key'
  | 'own-statement'
  | 'settled'
  | 'control-character';

/** A statement that can't be recorded. Nothing was kept. */
export class StatementRefused extends Error {
  readonly code: StatementProblem;
  constructor(code: StatementProblem, message: string) {
    super(message);
    this.name = 'StatementRefused';
    this.code = code;
  }
}

/**
 * Records what a person says, and asks for the folds that follow, in one transaction. Whether the author may say it is
 * decided before, by the table of rights. Saying the same again changes nothing.
 * @throws StatementRefused, ZodError
 */
export async function recordStatement(store: Store, said: NewStatement): Promise<Statement> {
  const statement = identifyStatement(await completed(store, statementSchema.parse(said)));
  if (JSON.stringify(statement).includes('\\u0000'))
    throw new StatementRefused('control-character', 'A statement can’t contain the character U+0000.');
  const place = await placeOf(store, statement);
  const consequences = await consequencesOf(store, statement, place);
  await inJobTransaction(store, async (db) => {
    if (!(await saveStatement(db, statement, place))) return;
    await consequences(db);
  });
  return statement;
}

type Parsed = z.output<typeof statementSchema>;

/** An anchor carries its certificate; where only a digest was given, it is taken from the files at hand. */
async function completed(store: Store, parsed: Parsed): Promise<Parsed> {
  if (parsed.kind === 'verifier-key') return withKeyChecked(parsed);
  if (parsed.kind !== 'anchor' || parsed.action === 'remove') return parsed;
  const certificate = parsed.certificate === null ? await certificateAtHand(store, parsed.sha256) : parseGiven(parsed.certificate);
  if (certificate === undefined)
    throw new StatementRefused(
      'not-a-certificate',
      `No certificate with the SHA-256 ${parsed.sha256} was handed in. Hand it in, or send it with the statement.`,
    );
  if (certificate.id !== parsed.sha256)
    throw new StatementRefused('wrong-digest', `The certificate's SHA-256 is ${certificate.id}, not ${parsed.sha256}.`);
  return { ...parsed, certificate: Buffer.from(certificate.der).toString('base64') };
}

/** A key carries itself, and has to be one that signatures can be verified with. */
function withKeyChecked(parsed: Extract<Parsed, { readonly kind: 'verifier-key' }>): Parsed {
  if (parsed.action === 'remove') return parsed;
  const key = Buffer.from(parsed.publicKey ?? '', 'base64');
  if (loadPublicKey(key).key === null)
    throw new StatementRefused('not-a-key', 'This is no public key that signatures can be verified with.');
  if (sha256Hex(key) !== parsed.sha256)
    throw new StatementRefused('wrong-digest', `The SHA-256 of the key is ${sha256Hex(key)}, not ${parsed.sha256}.`);
  return parsed;
}

function parseGiven(base64: string): Certificate {
  try {
    return parseBase64(base64);
  } catch (error) {
    if (error instanceof ParseError) throw new StatementRefused('not-a-certificate', `This is no certificate in DER: ${error.message}.`);
    throw error;
  }
}

/** Checks what the statement names, and finds the device that it is about. */
async function placeOf(store: Store, statement: Statement): Promise<StatementPlace> {
  switch (statement.kind) {
    case 'lifecycle':
    case 'decision':
    case 'base-choice':
    case 'identity-continuity':
      return { device: await existingDevice(store, statement.device), submission: null, target: null };
    case 'baseline':
    case 'link':
      await existingSubmission(store, statement.submission);
      return { device: await existingDevice(store, statement.device), submission: statement.submission, target: null };
    case 'approval':
    case 'withdrawal':
      return targetPlace(store, statement);
    case 'issuer-policy':
    case 'manufacturer-alias':
    case 'attestation-policy':
      if (statement.change.action === 'end') await existingLine(store, { kind: statement.kind, id: statement.change.line });
      return { device: null, submission: null, target: null };
    case 'attestation-key':
      return { device: null, submission: statement.id, target: linkKeysOfEnrolment(statement).attestationKey };
    case 'anchor':
    case 'verifier-key':
    case 'policy':
      return { device: null, submission: null, target: null };
    default:
      return statement satisfies never;
  }
}

type Enrolment = Extract<Statement, { readonly kind: 'attestation-key' }>;

/** @throws StatementRefused for what is no key of a TPM */
function linkKeysOfEnrolment(enrolment: Enrolment): {
  readonly attestationKey: string;
  readonly endorsementKey: string;
  /** The attestation key by its numbers, as results of other verifiers name it, and the key that certified it. */
  readonly attestedKeys: readonly string[];
} {
  const [ak, ek] = [attestationKeyOf(enrolment.attestationKey), endorsementKeyOf(enrolment.endorsementKey)];
  const attestedKeys = attestedKeysOf(enrolment);
  const isComplete = attestedKeys.length === (enrolment.certification === undefined ? 1 : 2);
  if (ak !== undefined && ek !== undefined && isComplete) return { attestationKey: ak, endorsementKey: ek, attestedKeys };
  throw new StatementRefused('not-a-key', 'What is named as a key is no public area of a TPM.');
}

async function existingDevice(store: Store, id: string): Promise<string> {
  const [device] = await findDeviceRecords(store.pool, [id]);
  if (device === undefined) throw new StatementRefused('no-such-device', `There is no device ${id}.`);
  return device.id;
}

async function existingSubmission(store: Store, id: string): Promise<void> {
  if ((await findSubmission(store, id)) === undefined) throw new StatementRefused('no-such-submission', `There is no submission ${id}.`);
}

const LINE_NAMES: Readonly<Record<GoverningLine['kind'], string>> = {
  'issuer-policy': 'policy line',
  'manufacturer-alias': 'manufacturer alias',
  'attestation-policy': 'attestation policy line',
};

interface GoverningLine {
  readonly kind: GoverningKind;
  /** Of the statement that proposed it. */
  readonly id: string;
}

/** A line ends that was proposed once; whether it is in force is told by the fold. */
async function existingLine(store: Store, { kind, id }: GoverningLine): Promise<void> {
  const added = await findStatement(store, id);
  if (added?.kind !== kind || added.change.action !== 'add')
    throw new StatementRefused('no-such-statement', `There is no ${LINE_NAMES[kind]} ${id}.`);
}

async function targetPlace(
  store: Store,
  statement: Extract<Statement, { readonly kind: 'approval' | 'withdrawal' }>,
): Promise<StatementPlace> {
  const target = await findStatement(store, statement.statement);
  const place = await placeOfStatement(store.pool, statement.statement);
  if (target === undefined || place === undefined)
    throw new StatementRefused('no-such-statement', `There is no statement ${statement.statement}.`);
  if (statement.kind === 'approval' && isOwnCause(target, statement.author)) {
    throw new StatementRefused('own-statement', 'Somebody else has to approve it: it needs two people.');
  }
  if (statement.kind === 'withdrawal') await refuseSettled(store, target);
  return { device: place.device, submission: place.submission, target: target.id };
}

/** What two people put into a governing table, or the approval that did it. */
async function refuseSettled(store: Store, target: Statement): Promise<void> {
  const changed = target.kind === 'approval' ? await findStatement(store, target.statement) : target;
  if (changed === undefined || !isGoverning(changed)) return;
  const { inForce } = statementsInForce(await governingStatements(store.pool));
  if (inForce.some(({ id }) => id === changed.id))
    throw new StatementRefused(
      'settled',
      'Two people put this into force, so nobody alone takes it back: propose its end, and another person approves.',
    );
}

type Consequences = (db: Queryable) => Promise<void>;

async function consequencesOf(store: Store, statement: Statement, { device, submission, target }: StatementPlace): Promise<Consequences> {
  if (device !== null) return foldsOf(store, { statement, device, submission });
  if (submission !== null) return foldsOfKey(store, { statement, node: submission });
  const job = await refoldAfter(store, statement, target);
  return (db) => enqueue(store, db, { queue: 'refold', jobs: job === null ? [] : [{ data: job }] });
}

async function foldsOf(
  store: Store,
  { statement, device, submission }: { statement: Statement; device: string; submission: string | null },
): Promise<Consequences> {
  const keys = (await keysOfDevices(store.pool, [device])).map(({ key }) => key);
  const sha256 = submission === null ? undefined : (await findSubmission(store, submission))?.sha256;
  return async (db) => {
    if (sha256 !== undefined && statement.kind === 'link') await nameArtifact(db, { sha256, device });
    await enqueue(store, db, { queue: 'fold', jobs: [foldJobOfDevice(device, keys)] });
    if (sha256 !== undefined) await enqueue(store, db, { queue: 'fold', jobs: await foldJobsFor(db, [sha256]) });
  };
}

/** What was enrolled, and what takes it back, concerns the devices that either key leads to. */
async function foldsOfKey(store: Store, { statement, node }: { statement: Statement; node: string }): Promise<Consequences> {
  const keys = statement.kind === 'attestation-key' ? Object.values(linkKeysOfEnrolment(statement)).flat() : [];
  return async (db) => {
    await joinKeys(db, { node, keys });
    await enqueue(store, db, { queue: 'fold', jobs: await foldJobsFor(db, [node]) });
  };
}
