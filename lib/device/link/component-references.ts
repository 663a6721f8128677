import type { Document } from '#lib/artifact/types.ts';
import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import { compareReference } from '#lib/platform-cert/certificate-reference.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { nameText } from '#lib/x509/name.ts';
import type { KnownDocument } from '../documents.ts';
import type { Of, Sorted } from './judged-document.ts';
import { ekCertificateKey, type NamedCertificate, namedCertificates, platformCertificateKey } from './keys.ts';
import { signatureKeys } from './signature-keys.ts';

/** References told in one check; more are counted. */
const MAX_TOLD = 5;

/** What may be named, and how it is judged by itself: what other documents of its own device say of it is no matter of who names it. */
export interface AtHand {
  readonly documents: readonly KnownDocument[];
  readonly convinces: (document: KnownDocument) => boolean;
}

/** Adds to every platform certificate that names others whether they are at hand: a check `references`. */
export function withReferences({ platforms, ...others }: Sorted, atHand: () => AtHand): Sorted {
  const wanted = new Set(platforms.flatMap(({ document }) => namedCertificates(document).flatMap(({ key }) => key ?? [])));
  const candidates: Candidates = wanted.size === 0 ? new Map() : candidatesAmong(wanted, atHand());
  const told = platforms.map((each): Of<PlatformCertificate> => {
    const check = referencesCheck(each.document, candidates);
    return check === null ? each : { ...each, judged: { ...each.judged, checks: [...each.judged.checks, check] } };
  });
  return { ...others, platforms: told };
}

/** Judges only what somebody names. */
function candidatesAmong(wanted: ReadonlySet<string>, { documents, convinces }: AtHand): Candidates {
  const named = documents.flatMap((known) => {
    const { document } = known.read;
    const certificate = document === undefined ? null : nameable(document);
    if (certificate === null || ![certificate.name, ...signatureKeys(certificate.certificate)].some((key) => wanted.has(key))) return [];
    return [{ ...certificate, convinces: convinces(known) }];
  });
  return candidatesOf(named);
}

/** A certificate that others may name, and the link key of its issuer and serial number. */
interface Nameable {
  readonly name: string;
  readonly certificate: Parameters<typeof compareReference>[1];
}

/** A platform or EK certificate as others name it; null for what nobody looks for. */
export function nameable(document: Document): Nameable | null {
  switch (document.kind) {
    case 'platform-certificate':
    case 'rebase-platform-certificate':
    case 'delta-platform-certificate':
      return { name: platformCertificateKey(document), certificate: document };
    case 'endorsement-key-certificate':
      return { name: ekCertificateKey(document.certificate), certificate: document.certificate };
    default:
      return null;
  }
}

interface Candidate extends Nameable {
  /** Its signature, chain and dates do; what its holder and the table of who may say what say of it is its own device's matter. */
  readonly convinces: boolean;
}
type Candidates = ReadonlyMap<string, readonly Candidate[]>;

/** The certificates that others may name, by the keys under which they are looked for. */
export function candidatesOf(nameables: readonly Candidate[]): Candidates {
  const byKey = new Map<string, Candidate[]>();
  for (const each of nameables)
    for (const key of [each.name, ...signatureKeys(each.certificate)]) byKey.set(key, [...(byKey.get(key) ?? []), each]);
  return byKey;
}

type Answer = 'found' | 'contradicts' | 'not-at-hand' | 'not-looked-for';

/** Whether the certificates that one names are at hand; null where it names none. */
export function referencesCheck(document: PlatformCertificate, candidates: Candidates): Check | null {
  const references = namedCertificates(document);
  if (references.length === 0) return null;
  const answers = references.map((each) => ({ ...each, answer: answerTo(each, candidates, document) }));
  const by = (answer: Answer) => answers.filter((each) => each.answer === answer);
  const parts = [
    tell(by('contradicts'), ['has the name that is given and another signature', 'have the names that are given and other signatures']),
    tell(by('not-at-hand'), ['is not at hand', 'are not at hand']),
    tell(by('not-looked-for'), [
      'is named by a digest alone, by an algorithm that is not looked for',
      'are named by digests alone, by algorithms that are not looked for',
    ]),
    tell(by('found'), ['is at hand', 'are at hand']),
  ].filter((part) => part !== null);
  const status: CheckStatus = by('contradicts').length > 0 ? 'fail' : by('found').length === answers.length ? 'pass' : 'unknown';
  const spec = 'TCG Platform Certificate Profile 1.1 section 3.1.6, 2.1 section 3.1 (CertificateIdentifier)';
  return { id: 'references', status, detail: parts.join('; '), spec };
}

/** What doesn't convince neither is nor contradicts what a certificate names. */
function answerTo({ key, reference }: NamedCertificate, candidates: Candidates, document: PlatformCertificate): Answer {
  if (key === null) return 'not-looked-for';
  const heard = (candidates.get(key) ?? []).filter(({ certificate, convinces }) => certificate !== document && convinces);
  const answers = heard.map(({ certificate }) => compareReference(reference, certificate));
  if (answers.includes('same')) return 'found';
  return answers.includes('contradicts') ? 'contradicts' : 'not-at-hand';
}

function tell(answers: readonly NamedCertificate[], what: readonly [one: string, several: string]): string | null {
  if (answers.length === 0) return null;
  const told = answers.slice(0, MAX_TOLD).map(({ whose, reference: { issuerSerial } }) => {
    const name = issuerSerial === null ? '' : ` (${issuerSerial.serialNumber} of ${nameText(issuerSerial.issuer)})`;
    return `the certificate of ${whose}${name}`;
  });
  const more = answers.length > told.length ? ` and ${answers.length - told.length} more` : '';
  return `${told.join(', ')}${more} ${what[answers.length === 1 ? 0 : 1]}`;
}
