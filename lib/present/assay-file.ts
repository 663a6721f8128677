import * as z from 'zod';
import { CATEGORIES } from '#lib/component/types.ts';
import type { Policy } from '#lib/device/policy.ts';
import type { AliasTable } from '#lib/device/statement/alias-table.ts';
import type { AttestationPolicyTable } from '#lib/device/statement/attestation-policy.ts';
import type { IssuerPolicy } from '#lib/device/statement/issuer-policy.ts';
import { ENROLMENT_METHODS, LIFECYCLES, type Statement } from '#lib/device/statement/statement-types.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { UntriedRevocations } from '#lib/x509/revocations.ts';
import {
  aliasTableSchema,
  attestationPolicyLine,
  attestationPolicySchema,
  issuerPolicyLine,
  issuerPolicySchema,
  lineChange,
  manufacturerAlias,
  namedLines,
} from './governing-schema.ts';

/** The list that says how the files of a folder were handed in. Also written into downloaded evidence. */
export const ASSAY_FILE = 'assay.json';

const MAX_ENTRIES = 1_000_000;
const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const text = z.string().min(1).max(4096);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const head = { id: sha256.optional(), author: text, at: time, reason: z.string().max(10_000).default('') };

/** Base64 of a TPM2B_PUBLIC: real ones have under 700 octets. */
const publicArea = z.base64().min(1).max(2048);
const hex = z
  .string()
  .regex(/^([0-9a-f]{2})+$/)
  .max(256);

const keyCertification = z.strictObject({
  certifyingKey: publicArea,
  parentKey: publicArea.optional(),
  attest: z.base64().min(1).max(2048),
  signature: z.base64().min(1).max(2048),
  nonce: hex,
});

const policy = z.strictObject({
  version: z.int().min(1),
  freshnessDays: z.int().min(1).max(36_500),
  requireRevocation: z.boolean(),
  acceptExpiredWhenReceived: z.boolean(),
  exemptCategories: z.array(z.enum(CATEGORIES)),
});

/** A statement as it stands in JSON; `id` may be left out. */
export const statementSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...head, kind: z.literal('lifecycle'), device: text, state: z.enum(LIFECYCLES) }),
  z.strictObject({ ...head, kind: z.literal('baseline'), device: text, submission: text }),
  z.strictObject({ ...head, kind: z.literal('base-choice'), device: text, certificate: sha256 }),
  z.strictObject({ ...head, kind: z.literal('link'), submission: text, device: text }),
  z.strictObject({
    ...head,
    kind: z.literal('decision'),
    device: text,
    finding: text,
    decision: z.enum(['accept-risk', 'false-alarm', 'investigating', 'resolved']),
    expiresAt: time.nullable(),
  }),
  z.strictObject({ ...head, kind: z.literal('approval'), statement: sha256 }),
  z.strictObject({ ...head, kind: z.literal('withdrawal'), statement: sha256 }),
  z.strictObject({
    ...head,
    kind: z.literal('anchor'),
    action: z.enum(['add', 'remove']),
    sha256,
    certificate: z.base64().max(2_000_000).nullable(),
    label: z.string().max(200),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('verifier-key'),
    action: z.enum(['add', 'remove']),
    sha256,
    publicKey: z.base64().max(8192).nullable(),
    keyId: z.string().max(512).nullable(),
    issuer: z.string().max(2048).nullable(),
    label: z.string().max(200),
  }),
  z.strictObject({ ...head, kind: z.literal('policy'), policy }),
  z.strictObject({ ...head, kind: z.literal('issuer-policy'), change: lineChange(issuerPolicyLine) }),
  z.strictObject({ ...head, kind: z.literal('manufacturer-alias'), change: lineChange(manufacturerAlias) }),
  z.strictObject({ ...head, kind: z.literal('attestation-policy'), change: lineChange(attestationPolicyLine) }),
  z.strictObject({
    ...head,
    kind: z.literal('attestation-key'),
    endorsementKey: publicArea,
    endorsementCertificate: sha256.nullable(),
    attestationKey: publicArea,
    method: z.enum(ENROLMENT_METHODS),
    attestationCertificate: sha256.optional(),
    certification: keyCertification.optional(),
  }),
  z.strictObject({ ...head, kind: z.literal('identity-continuity'), device: text, from: text, to: text }),
]);

const challenge = z.strictObject({
  id: text,
  nonce: hex,
  attestationKey: hex,
  selection: z.string().max(1024),
  issuedAt: time,
  expiresAt: time,
});

const submission = z.strictObject({
  file: text,
  receivedAt: time,
  observedAt: time.nullish(),
  submittedBy: text.default('unknown'),
  device: text.nullish(),
  role: text.nullish(),
  id: text.optional(),
  fileName: z.string().nullish(),
  mayAttachTo: z.union([z.literal('any'), z.array(text)]).default('any'),
  challenge: challenge.optional(),
});

const assayFile = z.strictObject({
  at: time.optional(),
  submissions: z.array(submission).max(MAX_ENTRIES),
  named: z.array(submission).max(MAX_ENTRIES).default([]),
  statements: z.array(statementSchema).max(MAX_ENTRIES).default([]),
  policy: policy.optional(),
  issuerPolicy: issuerPolicySchema.optional(),
  aliases: aliasTableSchema.optional(),
  attestationPolicy: attestationPolicySchema.optional(),
  deviceIds: z.record(text, text).default({}),
  untriedRevocations: z.strictObject({ issuers: z.array(z.string()), serialNumbers: z.array(text) }).optional(),
  olderLists: z.boolean().optional(),
});

/** One listed submission: its file in the folder, and the submission without the digest of the bytes. */
export interface ListedSubmission {
  readonly file: string;
  readonly submission: Omit<Submission, 'sha256'>;
}

/** `assay.json`, read: who handed in what and when, what people said, which policy. */
export interface AssayFile {
  readonly at: string | undefined;
  readonly submissions: readonly ListedSubmission[];
  /** Files that others only name: they are asked whether they are at hand, and make no device. */
  readonly named: readonly ListedSubmission[];
  readonly statements: readonly Statement[];
  readonly policy: Policy | undefined;
  readonly issuerPolicy: IssuerPolicy | undefined;
  readonly aliases: AliasTable | undefined;
  readonly attestationPolicy: AttestationPolicyTable | undefined;
  readonly deviceIds: ReadonlyMap<string, string>;
  readonly untriedRevocations: UntriedRevocations | undefined;
  /** More lists of many devices were handed in than are among the files. */
  readonly olderLists: boolean | undefined;
}

/** What holds until an administrator decides otherwise. */
export const DEFAULT_POLICY: Policy = {
  version: 1,
  freshnessDays: 90,
  requireRevocation: false,
  acceptExpiredWhenReceived: false,
  exemptCategories: [],
};

/** Gives a statement its address. @returns the statement with `id` = SHA-256 of its canonical JSON without `id` */
export function identifyStatement(statement: z.output<typeof statementSchema>): Statement {
  const { id: _, ...body } = statement;
  return { ...body, id: digestOfJson(body) };
}

/** Checks the shape of `assay.json`. @throws ParseError 'bad-value' with the path of the first thing that is wrong */
export function readAssayFile(value: unknown): AssayFile {
  const result = assayFile.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = issue?.path.join('.') ?? '';
    throw new ParseError('bad-value', `${ASSAY_FILE}: ${path}: ${issue?.message ?? 'not of the expected shape'}`, { path });
  }
  const {
    at,
    submissions,
    named,
    statements,
    policy: chosen,
    issuerPolicy,
    aliases,
    attestationPolicy,
    deviceIds,
    untriedRevocations,
    olderLists,
  } = result.data;
  return {
    at,
    submissions: submissions.map(listedSubmission),
    named: named.map(listedSubmission),
    statements: statements.map(identifyStatement),
    policy: chosen,
    issuerPolicy: issuerPolicy === undefined ? undefined : namedLines(issuerPolicy),
    aliases: aliases === undefined ? undefined : namedLines(aliases),
    attestationPolicy: attestationPolicy === undefined ? undefined : namedLines(attestationPolicy),
    deviceIds: new Map(Object.entries(deviceIds)),
    untriedRevocations,
    olderLists,
  };
}

function listedSubmission(entry: z.output<typeof submission>, index: number): ListedSubmission {
  const { file, receivedAt, submittedBy, mayAttachTo } = entry;
  return {
    file,
    submission: {
      id: entry.id ?? `submission-${index + 1}`,
      receivedAt,
      observedAt: entry.observedAt ?? null,
      submittedBy,
      device: entry.device ?? null,
      role: entry.role ?? null,
      mayAttachTo,
      fileName: entry.fileName ?? file,
      ...(entry.challenge === undefined ? {} : { challenge: entry.challenge }),
    },
  };
}
