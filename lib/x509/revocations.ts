import { nameKey } from './name.ts';
import type { OcspAnswer, OcspResponse, RevocationDocument } from './revocation-types.ts';
import type { Name } from './types.ts';

/** A list or a response that is at hand; whether anybody has to believe it is told by its signature. */
export interface RevocationSource<T extends RevocationDocument = RevocationDocument> {
  readonly document: T;
  /** SHA-256 of the artifact that it came in. */
  readonly artifact: string;
  /** ISO 8601, UTC: when it was first received. */
  readonly receivedAt: string;
  /** Who handed it in first. */
  readonly submittedBy: string;
}

/** One answer of a response that is at hand. */
export interface AnswerSource {
  readonly source: RevocationSource<OcspResponse>;
  readonly answer: OcspAnswer;
}

/** Of whom more was handed in than was tried. */
export interface UntriedRevocations {
  /** Issuers of lists, as `nameKey` writes them. */
  readonly issuers: readonly string[];
  /** Certificates that responses speak of, in decimal. */
  readonly serialNumbers: readonly string[];
}

/** Everything at hand about revocation, ready to be asked for one certificate. */
export interface Revocations {
  readonly isEmpty: boolean;
  /** Lists that bear the name of that issuer. */
  readonly listsOf: (issuer: Name) => readonly RevocationSource<Extract<RevocationDocument, { kind: 'certificate-revocation-list' }>>[];
  /** Answers about that serial number, of whatever issuer. */
  readonly answersAbout: (serialNumber: bigint) => readonly AnswerSource[];
  /** Whether something about that certificate was handed in and not tried: then nothing at hand shows that it is good. */
  readonly isCut: (certificate: { readonly issuer: Name; readonly serialNumber: bigint }) => boolean;
}

/** Nothing at hand. */
export const NO_REVOCATIONS: Revocations = { isEmpty: true, listsOf: () => [], answersAbout: () => [], isCut: () => false };
const NOTHING_UNTRIED: UntriedRevocations = { issuers: [], serialNumbers: [] };

/** Sorts what is at hand, once for many questions. Equal documents count once, with their first receipt. */
export function makeRevocations(sources: readonly RevocationSource[], untried: UntriedRevocations = NOTHING_UNTRIED): Revocations {
  const [issuers, serialNumbers] = [new Set(untried.issuers), new Set(untried.serialNumbers)];
  if (sources.length + issuers.size + serialNumbers.size === 0) return NO_REVOCATIONS;
  const lists = new Map<string, ReturnType<Revocations['listsOf']>[number][]>();
  const answers = new Map<bigint, AnswerSource[]>();
  for (const source of onceEach(sources)) {
    const { document } = source;
    if (document.kind === 'certificate-revocation-list') push(lists, nameKey(document.issuer), { ...source, document });
    else for (const answer of document.answers) push(answers, answer.certificate.serialNumber, { source: { ...source, document }, answer });
  }
  return {
    isEmpty: false,
    listsOf: (issuer) => lists.get(nameKey(issuer)) ?? [],
    answersAbout: (serialNumber) => answers.get(serialNumber) ?? [],
    isCut: ({ issuer, serialNumber }) => issuers.has(nameKey(issuer)) || serialNumbers.has(serialNumber.toString()),
  };
}

/** In order of receipt, so that what is told doesn't depend on the order in which they are given. */
function onceEach(sources: readonly RevocationSource[]): readonly RevocationSource[] {
  const inOrder = sources.toSorted((a, b) => order(a.receivedAt, b.receivedAt) || order(a.document.id, b.document.id));
  const known = new Set<string>();
  return inOrder.filter(({ document: { id } }) => !known.has(id) && known.add(id));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
