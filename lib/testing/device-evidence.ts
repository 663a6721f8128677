import type { Document, ReadDocument } from '#lib/artifact/types.ts';
import type { VerifyInput } from '#lib/artifact/verify.ts';
import type { Property, Unit } from '#lib/component/types.ts';
import type { BomComponent, CycloneDxBom } from '#lib/cyclonedx/types.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import { ekCertificateKey } from '#lib/device/link/keys.ts';
import { NO_ALIAS_TABLE } from '#lib/device/statement/alias-table.ts';
import { governedTable } from '#lib/device/statement/governed-lines.ts';
import { type IssuerPolicy, NO_ISSUER_POLICY } from '#lib/device/statement/issuer-policy.ts';
import type { IssuerPolicyLine } from '#lib/device/statement/issuer-policy-types.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { statementsInForce } from '#lib/device/statement/statements.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import type { Check, CheckStatus, Signer } from '#lib/encoding/check.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import type { Inventory, InventoryComponent } from '#lib/inventory/types.ts';
import type { CertifiedComponent, IssuerSerial } from '#lib/platform-cert/trait-types.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { nameText } from '#lib/x509/name.ts';
import {
  AT,
  artifactId,
  makeCertificate,
  makeCheck,
  makeEkCertificate,
  makeInventory,
  makeName,
  makePlatformCertificate,
  makeUnit,
  POLICY,
} from './device-states.ts';

/** Authorities that hand-made documents are trusted for; every other name is a stranger. */
export const TRUSTED_ISSUERS: readonly string[] = ['Integrator CA', 'Vendor CA', 'TPM Vendor CA'];
/** An authority that nobody trusts. */
export const STRANGER = makeName('Stranger CA');

type Part = Partial<Unit>;

/** A document as `readArtifact` would give it; its label makes its id and the SHA-256 of its artifact. */
export function readOf(label: string, document: Document): ReadDocument {
  return { id: artifactId(label), kind: document.kind, document, warnings: [], error: null, offset: 0 };
}

/** A file that can't be read. */
export function unreadable(label: string, code: 'truncated' | 'unsupported-version' = 'truncated'): ReadDocument {
  return { ...readOf(label, makeInventory()), kind: 'unknown', document: undefined, error: { code, message: `${label} is ${code}` } };
}

/** An EK certificate; the label is also its key. */
export function ekOf(label: string, { serialNumber = 7n, issuer = 'TPM Vendor CA', key = label, signature = '' } = {}): ReadDocument {
  const signatureValue = new TextEncoder().encode(signature);
  const certificate = makeCertificate({ id: artifactId(label), serialNumber, issuer: makeName(issuer), signatureValue });
  return readOf(label, makeEkCertificate({ certificate, keyDigest: artifactId(`${key} key`) }));
}

/** Another document that says the same, under a signature that the issuer named never made. */
export const forged = (read: ReadDocument): ReadDocument => ({
  ...read,
  id: artifactId(`forged ${read.id}`),
  warnings: [{ code: FORGED, detail: 'made by a stranger' }],
});
const FORGED = 'forged';

/** A certificate of an authority. */
export const authorityOf = (label: string): ReadDocument =>
  readOf(label, { kind: 'certificate', certificate: makeCertificate({ id: artifactId(label) }) });

/** A base that certifies these parts; serial 42 of the integrator, held by EK certificate 7, unless told otherwise. */
export function baseOf(label: string, parts: readonly Part[], over: Partial<PlatformCertificate> = {}): ReadDocument {
  return readOf(label, makePlatformCertificate({ id: artifactId(label), components: parts.map(certifiedPart), ...over }));
}

interface DeltaParts {
  /** The certificate that it continues. */
  readonly of: ReadDocument | IssuerSerial;
  readonly added?: readonly Part[];
  readonly removed?: readonly Part[];
  readonly modified?: readonly Part[];
  readonly properties?: readonly Property[];
  readonly over?: Partial<PlatformCertificate>;
}

/** A delta by the integrator; its serial number is made from its label. */
export function deltaOf(
  label: string,
  { of, added = [], removed = [], modified = [], properties = [], over = {} }: DeltaParts,
): ReadDocument {
  const lines = [
    ...removed.map((part) => certifiedPart({ ...part, status: 'removed' })),
    ...modified.map((part) => certifiedPart({ ...part, status: 'modified' })),
    ...added.map((part) => certifiedPart({ ...part, status: 'added' })),
  ];
  return readOf(
    label,
    makePlatformCertificate({
      kind: 'delta-platform-certificate',
      id: artifactId(label),
      serialNumber: BigInt(`0x${artifactId(label).slice(0, 8)}`),
      holder: 'issuer' in of ? of : issuerSerialOf(of),
      components: lines,
      properties,
      notBefore: '2026-02-01T00:00:00Z',
      ...over,
    }),
  );
}

function issuerSerialOf({ document }: ReadDocument): IssuerSerial {
  if (document === undefined || !('holder' in document)) throw new Error('no platform certificate');
  return { issuer: document.issuer, serialNumber: document.serialNumber };
}

const NOWHERE = { platformCertificate: null, platformCertificateUri: null, traits: [], offset: 0 };
/** A part as a certificate lists it. */
export const certifiedPart = (part: Part): CertifiedComponent => ({ ...makeUnit(), ...part, ...NOWHERE });

/** An inventory of these parts on the platform that `baseOf` certifies. */
export function inventoryOf(label: string, parts: readonly Part[], over: Partial<Inventory> = {}): ReadDocument {
  const components = parts.map(
    (part, index): InventoryComponent => ({ ...makeUnit(), ...part, path: `COMPONENTS[${index}]`, raw: null, from: {} }),
  );
  const digest = artifactId(JSON.stringify([...parts].map((part) => JSON.stringify(part)).sort()));
  return readOf(label, makeInventory({ components, digest, ...over }));
}

/** A complete hardware BOM of the same platform. */
export function bomOf(label: string, parts: readonly Part[], over: Partial<CycloneDxBom> = {}): ReadDocument {
  const rest = { type: 'device', bomRef: null, group: null, purl: null, cpe: null, swidTagId: null, quantity: 1, properties: [] };
  const components = parts.map((part, index): BomComponent => ({ ...makeUnit(), ...rest, ...part, path: `components[${index}]` }));
  return readOf(label, {
    kind: 'cyclonedx-bom',
    form: 'json',
    signatures: [],
    sections: [],
    specVersion: '1.6',
    serialNumber: null,
    version: 1,
    timestamp: null,
    subject: { manufacturer: 'Pomelo', model: 'Rack 2', version: 'A', serial: 'P-100', type: 'device', bomRef: null },
    tools: [{ name: 'bom-maker', version: '1' }],
    components,
    completeness: 'complete',
    digest: artifactId(JSON.stringify(parts)),
    schemaValid: true,
    signed: false,
    problems: [],
    warnings: [],
    ...over,
  });
}

/** One act of handing in a document; its id is made from everything in it. */
export interface HandedIn {
  readonly read: ReadDocument;
  readonly submission: Submission;
}

/** Hands a document in: by olga, who may submit for any device, unless told otherwise. `at` is the time of receipt. */
export function handIn(read: ReadDocument, at = '2026-03-01T00:00:00Z', over: Partial<Submission> = {}): HandedIn {
  const submission = {
    sha256: read.id,
    receivedAt: at,
    observedAt: null,
    submittedBy: 'olga',
    device: null,
    role: null,
    mayAttachTo: 'any' as const,
    fileName: null,
    ...over,
  };
  const { challenge, ...plain } = submission;
  const asked = challenge === undefined ? {} : { challenge: challenge.id };
  return { read, submission: { id: digestOfJson({ ...plain, ...asked, label: read.id }), ...submission } };
}

/** Evidence of what was handed in and said; anchors stay empty because `verifyByIssuer` asks for none. */
export function evidenceOf(handedIn: readonly HandedIn[], over: Partial<Evidence> = {}): Evidence {
  return {
    submissions: handedIn.map(({ submission }) => submission),
    statements: [],
    artifacts: new Map(handedIn.map(({ read, submission }) => [submission.sha256, [read]])),
    anchors: [],
    policy: POLICY,
    issuerPolicy: NO_ISSUER_POLICY,
    aliases: NO_ALIAS_TABLE,
    at: AT,
    deviceIds: new Map(),
    ...over,
  };
}

/** What a statement says, without its head. */
export type Said<T = Statement> = T extends Statement ? Omit<T, 'id' | 'author' | 'at' | 'reason'> : never;

/** A statement by an author at a time, with its address. */
export function say(author: string, at: string, said: Said): Statement {
  const head = { author, at, reason: 'because' };
  // Spreading a union of statements keeps the member; the compiler can't follow it.
  return { ...said, ...head, id: digestOfJson({ ...head, kind: said.kind, said: JSON.stringify(said) }) } as Statement;
}

/** An authority of hand-made documents, known by its name. */
export const signerNamed = (commonName: string): Signer => ({
  key: artifactId(`${commonName} key`),
  certificate: artifactId(commonName),
  name: `CN=${commonName}`,
});

/** A policy of lines that ann proposed and carol approved; each lets an issuer say what the line says, and is limited by nothing else. */
export function policyOf(...lines: readonly Partial<IssuerPolicyLine>[]): IssuerPolicy {
  const said = lines.flatMap((line) => {
    const adding = say('ann', '2026-01-01T00:00:00Z', { kind: 'issuer-policy', change: { action: 'add', line: policyLine(line) } });
    return [adding, say('carol', '2026-01-02T00:00:00Z', { kind: 'approval', statement: adding.id })];
  });
  return governedTable('issuer-policy', statementsInForce(said));
}

/** A line that lets the integrator sign deltas, unless told otherwise. */
export const policyLine = (over: Partial<IssuerPolicyLine> = {}): IssuerPolicyLine => ({
  who: issuerNamed('Integrator CA'),
  rights: ['delta'],
  manufacturers: [],
  models: [],
  devices: [],
  categories: [],
  actions: [],
  from: null,
  until: null,
  ...over,
});

export const issuerNamed = (commonName: string): IssuerPolicyLine['who'] => ({ kind: 'issuer', ...signerNamed(commonName) });

/**
 * Judges by issuer name and holder alone, as real checks would: pass for `TRUSTED_ISSUERS`, unknown for others, and a failed
 * signature for what is `forged`.
 */
export function verifyByIssuer({ read: { document, warnings }, endorsementKeyCertificates, at }: VerifyInput): readonly Check[] {
  if (document === undefined) return [makeCheck('readable', 'fail')];
  if (!('certificate' in document) && !('holder' in document)) return [];
  const certificate = 'certificate' in document ? document.certificate : document;
  const issuer = nameText(certificate.issuer).replace(/^CN=/, '');
  const validity: CheckStatus = Date.parse(at) > Date.parse(certificate.notAfter) ? 'unknown' : 'pass';
  return [
    makeCheck('signature', warnings.some(({ code }) => code === FORGED) ? 'fail' : TRUSTED_ISSUERS.includes(issuer) ? 'pass' : 'unknown'),
    { ...makeCheck('chain', TRUSTED_ISSUERS.includes(issuer) ? 'pass' : 'unknown'), signers: [signerNamed(issuer)] },
    makeCheck('validity', validity),
    makeCheck('revocation', 'unknown'),
    ...(document.kind === 'platform-certificate' || document.kind === 'rebase-platform-certificate'
      ? [makeCheck('holder', holderStatus(document, endorsementKeyCertificates))]
      : []),
  ];
}

function holderStatus({ holder, boundKey }: PlatformCertificate, candidates: VerifyInput['endorsementKeyCertificates']): CheckStatus {
  if (boundKey !== null) return 'pass';
  if (holder === null) return 'unknown';
  return candidates.filter(({ certificate }) => ekCertificateKey(certificate) === ekCertificateKey(holder)).length === 1
    ? 'pass'
    : 'unknown';
}
