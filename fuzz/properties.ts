import { describeDocument } from '#lib/artifact/describe.ts';
import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadArtifact, ReadDocument } from '#lib/artifact/types.ts';
import { isTrusted, requiredChecks, verifyDocument } from '#lib/artifact/verify.ts';
import { assess } from '#lib/detect/assess.ts';
import { NO_ALIAS_TABLE } from '#lib/device/statement/alias-table.ts';
import { NO_ISSUER_POLICY } from '#lib/device/statement/issuer-policy.ts';
import type { Submission } from '#lib/device/submission-types.ts';
import { DEFAULT_POLICY } from '#lib/present/assay-file.ts';
import { inspectDocument } from '#lib/present/inspect-document.ts';
import { traceDocument, traceLines } from '#lib/present/trace-document.ts';
import { unpackPart } from '#lib/store/document-parts.ts';
import { packDocument, unpackDocument } from '#lib/store/packed-document.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import type { Draw } from './draw.ts';
import { examineEvidence, examineLogs, examineQuote } from './examine-attestation.ts';
import { PropertyBroken } from './property-broken.ts';
import { valueText } from './value-text.ts';

/** Takes a file through the program. @throws what no file may bring about: a native error, or PropertyBroken */
export type Examine = (bytes: Uint8Array, options: { readonly thorough: boolean; readonly draw: Draw }) => void;

const AT = '2026-06-01T00:00:00.000Z';
const authorities = makeSampleAuthorities();
const device = makeSampleDevice(1);
const anchors = [authorities.tpmVendor, authorities.vendor].map(({ certificate }) => ({ certificate: parseCertificate(certificate) }));
const honest = [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device)].map(readArtifact);

export const examine: Examine = (bytes, { thorough, draw }) => {
  const read = readArtifact(bytes);
  if (read.documents.length === 0) throw new PropertyBroken('every file gives a document or a refusal', 'none');
  for (const document of read.documents) examineDocument(document, bytes.length);
  if (!thorough) return;
  const again = readArtifact(bytes);
  if (valueText(again) !== valueText(read))
    throw new PropertyBroken('the same bytes give the same documents', read.documents.map(({ kind }) => kind).join());
  for (const document of read.documents) examineKeeping(document);
  examineOctets(read, bytes, draw);
  examineJudgement(read);
};

function examineDocument(read: ReadDocument, size: number): void {
  const { document, error, kind } = read;
  if ((error === null) !== (document !== undefined)) throw new PropertyBroken('a document is read or refused', kind);
  if (error !== null && !/\w+ \w+/.test(error.message)) throw new PropertyBroken('a refusal is said in words', error.code);
  const at = error?.offset;
  if (at !== undefined && !(Number.isSafeInteger(at) && at >= 0 && at <= size)) {
    throw new PropertyBroken('an offset lies in the file', `${error?.code ?? ''} of ${kind} at ${at} of ${size}`);
  }
  if (document?.kind === 'tpm-event-log') examineLogs(document);
  if (document?.kind === 'tpm-quote') examineQuote(document);
  if (document?.kind === 'attestation-evidence') examineEvidence(document);
  describeDocument(read);
  JSON.stringify(inspectDocument(document));
  const checks = verifyDocument({ read, anchors, intermediates: [], endorsementKeyCertificates: [], at: AT });
  const required = requiredChecks(kind);
  const unknown = checks.find(({ id, status }) => required.includes(id) && status !== 'pass');
  if (unknown !== undefined && isTrusted(kind, checks))
    throw new PropertyBroken('what is unknown is not trusted', `${unknown.id} of ${kind}`);
}

function examineKeeping(read: ReadDocument): void {
  const { body, parts } = packDocument(read);
  const kept = unpackDocument(
    body,
    parts.map((part) => unpackPart(part.body)),
  );
  if (valueText(kept) !== valueText(read)) throw new PropertyBroken('a document is kept as it was read', read.kind);
}

/** One octet of each platform certificate is turned: either it is refused, or it says something else. */
function examineOctets({ documents }: ReadArtifact, bytes: Uint8Array, draw: Draw): void {
  const [only] = documents;
  if (documents.length !== 1 || only?.document === undefined || !('form' in only.document) || bytes[0] !== 0x30) return;
  const at = draw(bytes.length);
  const turned = Uint8Array.from(bytes);
  turned[at] = (turned[at] ?? 0) ^ (1 << draw(8));
  const [other] = readArtifact(turned).documents;
  if (other?.document !== undefined && saidBy(other) === saidBy(only)) {
    throw new PropertyBroken('every octet of a certificate says something', `octet ${at} of ${bytes.length} in a ${only.kind}`);
  }
}

/** Without the fields that repeat the octets. */
function saidBy({ document, warnings }: ReadDocument): string {
  return valueText([{ ...document, der: undefined, tbs: undefined, id: undefined }, warnings]);
}

/** Control characters but the line break, and characters that turn or hide text. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The whole way, beside an honest device. */
function examineJudgement(artifact: ReadArtifact): void {
  const all = [...honest, artifact];
  const result = assess({
    submissions: all.map(({ sha256 }, index) => submission(sha256, index)),
    statements: [],
    artifacts: new Map(all.map(({ sha256, documents }) => [sha256, documents])),
    anchors,
    issuerPolicy: NO_ISSUER_POLICY,
    aliases: NO_ALIAS_TABLE,
    policy: { ...DEFAULT_POLICY, freshnessDays: 365 },
    at: AT,
    deviceIds: new Map(),
  });
  const failed = result.assessed.flatMap(({ findings }) => findings).find(({ rule }) => rule === 'rule-failed');
  if (failed !== undefined) throw new PropertyBroken('no rule fails', failed.subject);
  if (UNSEEN.test(traceLines(result).join('\n')))
    throw new PropertyBroken('output shows what is invisible', artifact.documents[0]?.kind ?? '');
  JSON.stringify(traceDocument(result));
}

function submission(sha256: string, index: number): Submission {
  const receivedAt = `2026-02-0${index + 1}T00:00:00.000Z`;
  return {
    id: `s-${index}`,
    sha256,
    receivedAt,
    observedAt: null,
    submittedBy: 'stranger',
    device: null,
    role: null,
    mayAttachTo: 'any',
    fileName: '\u202efdp.exe',
  };
}
