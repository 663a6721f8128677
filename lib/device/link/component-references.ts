import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import { compareReference } from '#lib/platform-cert/certificate-reference.ts';
import type { EndorsementKeyCertificate, PlatformCertificate } from '#lib/platform-cert/types.ts';
import { nameText } from '#lib/x509/name.ts';
import type { JudgedDocument, Of, Sorted } from './judged-document.ts';
import { ekCertificateKey, type NamedCertificate, namedCertificates, platformCertificateKey } from './keys.ts';
import { signatureKeys, soughtByDigest } from './signature-keys.ts';

/** References told in one check; more are counted. */
const MAX_TOLD = 5;

/** Adds to every platform certificate that names others whether they are at hand: a check `references`. */
export function withReferences({ platforms, endorsementKeys, ...others }: Sorted): Sorted {
  const candidates = candidatesOf(platforms, endorsementKeys);
  const told = platforms.map((each): Of<PlatformCertificate> => {
    const check = referencesCheck(each, candidates);
    return check === null ? each : { ...each, judged: { ...each.judged, checks: [...each.judged.checks, check] } };
  });
  return { ...others, endorsementKeys, platforms: told };
}

/** What these answers ask of a judged document. */
type Heard = Pick<JudgedDocument, 'convinces'>;

interface Candidate {
  readonly judged: Heard;
  readonly certificate: Parameters<typeof compareReference>[1];
}
type Candidates = ReadonlyMap<string, readonly Candidate[]>;

interface Asked<T> {
  readonly judged: Heard;
  readonly document: T;
}

/** The certificates that others may name, by the key under which they are looked for. */
export function candidatesOf(
  platforms: readonly Asked<PlatformCertificate>[],
  endorsementKeys: readonly Asked<EndorsementKeyCertificate>[],
): Candidates {
  const byKey = new Map<string, Candidate[]>();
  const enter = (key: string, candidate: Candidate): void => {
    byKey.set(key, [...(byKey.get(key) ?? []), candidate]);
  };
  const isByDigest = platforms.some(({ document }) => namedCertificates(document).some(isNamedByDigest));
  const keysOf = (name: string, certificate: Candidate['certificate']): readonly string[] =>
    isByDigest ? [name, ...signatureKeys(certificate)] : [name];
  for (const { judged, document } of platforms)
    for (const key of keysOf(platformCertificateKey(document), document)) enter(key, { judged, certificate: document });
  for (const {
    judged,
    document: { certificate },
  } of endorsementKeys)
    for (const key of keysOf(ekCertificateKey(certificate), certificate)) enter(key, { judged, certificate });
  return byKey;
}

const isNamedByDigest = ({ reference }: NamedCertificate): boolean => soughtByDigest(reference) !== null;

type Answer = 'found' | 'contradicts' | 'not-at-hand' | 'not-looked-for';

/** Whether the certificates that one names are at hand; null where it names none. */
export function referencesCheck({ judged, document }: Asked<PlatformCertificate>, candidates: Candidates): Check | null {
  const references = namedCertificates(document);
  if (references.length === 0) return null;
  const answers = references.map((each) => ({ ...each, answer: answerTo(each, candidates, judged) }));
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

/** What doesn't convince neither is nor contradicts what a convincing certificate names. */
function answerTo({ key, reference }: NamedCertificate, candidates: Candidates, judged: Heard): Answer {
  if (key === null) return 'not-looked-for';
  const heard = (candidates.get(key) ?? []).filter((candidate) => candidate.judged !== judged && candidate.judged.convinces);
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
