import { z } from 'zod';
import { pageQuery } from './queries.ts';
import { identifier, instant, reason, sha256 } from './values.ts';

const STATEMENT_KINDS = [
  'lifecycle',
  'baseline',
  'base-choice',
  'link',
  'decision',
  'approval',
  'withdrawal',
  'anchor',
  'verifier-key',
  'policy',
  'issuer-policy',
  'manufacturer-alias',
  'attestation-policy',
  'identity-continuity',
  'attestation-key',
] as const;

export const statementQuery = pageQuery.extend({ device: identifier.optional(), kind: z.enum(STATEMENT_KINDS).optional() });

/** A statement as it was recorded; further members depend on `kind`. */
export const statement = z.looseObject({ id: sha256, kind: z.string(), author: z.string(), at: instant, reason: z.string() });

export const approvalBody = z.strictObject({ reason });

export const anchor = z.object({
  sha256: sha256.describe('of the DER'),
  label: z.string(),
  subject: z.string(),
  issuer: z.string(),
  notBefore: instant,
  notAfter: instant,
  addedBy: z.string(),
  addedAt: instant,
});

export const anchorSet = z.object({
  offers: z.array(
    z.object({
      sha256: sha256.describe('of the DER'),
      subject: z.string(),
      issuer: z.string(),
      notBefore: instant,
      notAfter: instant,
      path: z.string().describe('where it stands in the archive'),
      key: z.string(),
      standing: z.enum(['root', 'intermediate', 'known', 'no-authority', 'expired']).describe('known: an anchor already'),
      weakness: z.string().nullable().describe('why its key, or the algorithm that signed it, is too weak to rely on'),
      certificate: z.string().describe('base64 of the DER, as `POST /api/v1/anchors` takes it'),
    }),
  ),
  unread: z.array(z.object({ path: z.string(), detail: z.string() })).describe('what can’t be read, and why'),
});

export const anchorBody = z.strictObject({
  certificate: z.string().min(1).max(48_000).describe('PEM, or base64 of the DER'),
  label: z.string().trim().min(1).max(200),
  reason,
});

export const verifierKey = z.object({
  sha256: sha256.describe('of the SubjectPublicKeyInfo'),
  label: z.string(),
  algorithm: z.string(),
  keyId: z.string().nullable(),
  issuer: z.string().nullable().describe('the issuer that it speaks for; null: any'),
  addedBy: z.string(),
  addedAt: instant,
});

export const verifierKeyBody = z.strictObject({
  key: z.string().min(1).max(48_000).describe('a JSON Web Key, a set of one, or PEM of a public key'),
  issuer: z.string().trim().min(1).max(2048).nullable().default(null).describe('the issuer that it speaks for; null: any'),
  label: z.string().trim().min(1).max(200),
  reason,
});

export const removalBody = z.strictObject({ reason });

export const unlinkedRow = z.object({
  submission: z.string(),
  documentId: z.string(),
  sha256,
  reason: z.string(),
  detail: z.string(),
  receivedAt: instant,
  submittedBy: z.string(),
  fileName: z.string().nullable(),
  kind: z.string().nullable(),
});

export const linkBody = z.strictObject({ device: identifier, reason });

export const health = z.object({
  status: z.enum(['ok', 'degraded']),
  database: z.enum(['ok', 'unreachable']),
  worker: z.enum(['ok', 'silent', 'unknown']),
});

/** What a recorded statement is answered with. */
export const recorded = z.object({
  statement: sha256.describe('id of the statement'),
  inForce: z.boolean().describe('false while a second person must approve it'),
});
