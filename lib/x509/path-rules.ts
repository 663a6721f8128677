import { nameKey, nameText } from './name.ts';
import { type NamedSubject, problemOfNames } from './name-constraints.ts';
import { EXTENSION } from './oids.ts';
import { problemOfPolicies } from './policy-graph.ts';
import type { Certificate, Extension } from './types.ts';

/** What speaks against a path: `fail` contradicts a rule, `unknown` could not be evaluated. One sentence each. */
export interface PathProblem {
  readonly status: 'fail' | 'unknown';
  readonly detail: string;
}

/** What a path is asked for. */
export interface PathUse {
  /** ISO 8601. */
  readonly at: string;
  /** What the first certificate of the path signed; certificates unless told otherwise. */
  readonly signs?: 'certificates' | 'revocation-lists' | 'ocsp-responses' | undefined;
  /** The document, where it is a certificate with names that an authority above may constrain; absent for what has none. */
  readonly named?: NamedSubject | undefined;
}

/** Critical extensions that are evaluated here, or that restrict nothing that is asked here. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.basicConstraints,
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.inhibitAnyPolicy,
  EXTENSION.nameConstraints,
  EXTENSION.crlDistributionPoints,
  EXTENSION.authorityInfoAccess,
]);

/**
 * What speaks against a path whose signatures verify.
 * @param path  from the issuer of the document to the anchor
 * @spec  RFC 5280 section 6.1.4; the last certificate is an anchor and owes less, because somebody trusts it for what it signs
 */
export function problemsOfPath(path: readonly Certificate[], use: PathUse): readonly PathProblem[] {
  if (use.named !== undefined) return judgePath(path, use);
  const { signs = 'certificates' } = use;
  if (last !== null && last.at === use.at && last.signs === signs && isSamePath(last.path, path)) return last.problems;
  const problems = judgePath(path, use);
  last = { path, at: use.at, signs, problems };
  return problems;
}

/** What was judged last, of a document without names: most of those that follow have the same issuer and are judged at the same time. */
let last:
  | (Pick<Place, 'signs'> & { readonly at: string; readonly path: readonly Certificate[]; readonly problems: readonly PathProblem[] })
  | null = null;

/** Of the same objects: a certificate that was read twice is judged twice. */
function isSamePath(a: readonly Certificate[], b: readonly Certificate[]): boolean {
  return a.length === b.length && a.every((certificate, index) => certificate === b[index]);
}

function judgePath(path: readonly Certificate[], { at, signs = 'certificates', named }: PathUse): readonly PathProblem[] {
  const problems = path.flatMap((certificate, index) => {
    const isAnchor = index === path.length - 1;
    return [
      ...problemOfValidity(certificate, at),
      ...problemsOfAuthority(certificate, { isAnchor, isDirect: index === 0, signs, isNamed: named !== undefined }),
      ...problemOfLength(certificate, path.slice(0, index)),
      ...problemsOfNames(certificate, { below: path.slice(0, index), named }),
      ...(isAnchor ? [] : problemsOfCriticalExtensions(certificate)),
    ];
  });
  return [...problems, ...problemsOfPolicies(path, named)];
}

/** Whether an instant is within a validity, bounds included. @spec RFC 5280 section 4.1.2.5 */
export function isValidAt({ notBefore, notAfter }: { readonly notBefore: string; readonly notAfter: string }, at: string): boolean {
  const instant = Date.parse(at);
  return Date.parse(notBefore) <= instant && instant <= Date.parse(notAfter);
}

function problemOfValidity(certificate: Certificate, at: string): readonly PathProblem[] {
  if (isValidAt(certificate, at)) return [];
  return [failed(`${textOf(certificate)} is valid from ${certificate.notBefore} to ${certificate.notAfter}, not at ${at}`)];
}

interface Place {
  readonly isAnchor: boolean;
  /** Whether it issued the document itself. */
  readonly isDirect: boolean;
  readonly signs: NonNullable<PathUse['signs']>;
  /** Whether the document has a subject: an attribute certificate has none. */
  readonly isNamed: boolean;
}

/**
 * An anchor that issued the document needs no CA flag: an issuer of attribute certificates is no CA (RFC 5755 section 4.5).
 * Neither does who signs lists or responses in the place of an authority.
 */
function problemsOfAuthority(certificate: Certificate, place: Place): readonly PathProblem[] {
  const { basicConstraints, keyUsage } = certificate;
  const problems: PathProblem[] = [];
  const mayLackFlag = (place.isAnchor && (place.isDirect || basicConstraints === null)) || isAppointed(place);
  if (isUnreadable(certificate, EXTENSION.basicConstraints, basicConstraints)) {
    problems.push(unknown(`the basic constraints of ${textOf(certificate)} can't be read`));
  } else if (basicConstraints?.ca !== true && !mayLackFlag) {
    const hint = place.isDirect && !place.isNamed ? ATTRIBUTE_ISSUER_HINT : '';
    problems.push(failed(`${textOf(certificate)} is no certificate authority by its basic constraints${hint}`));
  }
  if (isUnreadable(certificate, EXTENSION.keyUsage, keyUsage)) {
    problems.push(unknown(`the key usage of ${textOf(certificate)} can't be read`));
  } else if (keyUsage !== null && !keyUsage.some((usage) => usagesFor(place).includes(usage))) {
    problems.push(
      failed(
        `the key usage of ${textOf(certificate)} doesn't allow signing ${isAppointed(place) ? place.signs.replace('-', ' ') : 'certificates'}`,
      ),
    );
  }
  return problems;
}

/** Else every certificate below an anchor could issue attribute certificates. @spec RFC 5755 sections 4.5 and 5, item 4 */
const ATTRIBUTE_ISSUER_HINT = '; who issues attribute certificates and is no authority has to be a trust anchor itself';

const isAppointed = ({ isDirect, signs }: Pick<Place, 'isDirect' | 'signs'>): boolean => isDirect && signs !== 'certificates';

function usagesFor(place: Place): readonly string[] {
  if (isAppointed(place)) return place.signs === 'revocation-lists' ? ['cRLSign'] : ['digitalSignature', 'keyCertSign'];
  return place.isAnchor && place.isDirect ? ['keyCertSign', 'digitalSignature'] : ['keyCertSign'];
}

/** Certificates below that are issued by their own subject don't count. */
function problemOfLength(certificate: Certificate, below: readonly Certificate[]): readonly PathProblem[] {
  const allowed = certificate.basicConstraints?.pathLength ?? null;
  const counted = below.filter((each) => !isSelfIssued(each)).length;
  if (allowed === null || counted <= allowed) return [];
  return [failed(`${textOf(certificate)} allows ${allowed} certificate authorities below it, and there are ${counted}`)];
}

interface Below {
  readonly below: readonly Certificate[];
  readonly named: NamedSubject | undefined;
}

/** Certificates that are issued by their own subject are free, but for the last. @spec RFC 5280 section 6.1.3 (b); RFC 5937 for anchors */
function problemsOfNames(certificate: Certificate, { below, named }: Below): readonly PathProblem[] {
  if (!certificate.extensions.some(({ oid }) => oid === EXTENSION.nameConstraints)) return [];
  const constrained = below.filter((each) => !isSelfIssued(each));
  return [...(named === undefined ? [] : [named]), ...constrained].flatMap((each) => {
    const problem = problemOfNames(certificate, each);
    return problem === null ? [] : [{ ...problem, detail: `the name constraints of ${textOf(certificate)}: ${problem.detail}` }];
  });
}

/** An anchor's own are not asked: whoever trusts it says for what. @spec RFC 5280 section 6.1 */
function problemsOfPolicies(path: readonly Certificate[], named: NamedSubject | undefined): readonly PathProblem[] {
  const authorities = path.slice(0, -1).toReversed();
  const policed = authorities.map((each) => ({ extensions: each.extensions, isSelfIssued: isSelfIssued(each), text: () => textOf(each) }));
  const last =
    named === undefined
      ? []
      : [{ extensions: named.extensions, isSelfIssued: false, text: () => nameText(named.subject) || 'the document' }];
  const problem = problemOfPolicies([...policed, ...last]);
  return problem === null ? [] : [{ ...problem, detail: `certificate policies: ${problem.detail}` }];
}

const isSelfIssued = ({ issuer, subject }: Certificate): boolean => nameKey(issuer) === nameKey(subject);

function problemsOfCriticalExtensions({ extensions, ...certificate }: Certificate): readonly PathProblem[] {
  return extensions
    .filter(({ critical, oid }) => critical && !UNDERSTOOD.has(oid))
    .map(({ oid }) => unknown(`${textOf(certificate)} has the critical extension ${oid}, which is not evaluated`));
}

/** Present and without a value: its parser warned, and nobody knows what it says. */
function isUnreadable({ extensions }: { readonly extensions: readonly Extension[] }, oid: string, value: unknown): boolean {
  return value === null && extensions.some((extension) => extension.oid === oid);
}

function textOf({ subject, id }: Pick<Certificate, 'subject' | 'id'>): string {
  return nameText(subject) || `the certificate ${id.slice(0, 16)} without a name`;
}

function failed(detail: string): PathProblem {
  return { status: 'fail', detail };
}

function unknown(detail: string): PathProblem {
  return { status: 'unknown', detail };
}
