import type { Check, CheckStatus } from '#lib/encoding/check.ts';
import { type ChainQuestion, type ChainResult, type ChainTrust, verifyChain } from '#lib/x509/chain.ts';
import { readPublicNumbers } from '#lib/x509/key.ts';
import type { NamedSubject } from '#lib/x509/name-constraints.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import { certificateSubject } from '#lib/x509/revocation-context.ts';
import type { RevocationSubject } from '#lib/x509/revocation-words.ts';
import { signatureAlgorithmName, verifySignature } from '#lib/x509/signature.ts';
import { findSignatureAlgorithm } from '#lib/x509/signature-algorithms.ts';
import type { AlgorithmIdentifier, AuthorityKeyIdentifier, Certificate, Extension, Name } from '#lib/x509/types.ts';
import { verifyHolder } from './holder.ts';
import { keyIdentifierFromText } from './key-identifier-text.ts';
import { CREDENTIAL_TYPE, USER_NOTICE } from './oids.ts';
import type { EndorsementKeyCertificate, PlatformCertificate } from './types.ts';

/**
 * Checks that must all pass before a document of that kind is trusted. A `fail` of `signature`, `chain`, `validity`,
 * `holder` or `revocation` defeats whether it is required or not.
 */
export const REQUIRED_CHECKS = {
  'platform-certificate': ['signature', 'chain', 'validity', 'holder'],
  'delta-platform-certificate': ['signature', 'chain', 'validity'],
  'rebase-platform-certificate': ['signature', 'chain', 'validity', 'holder'],
  'endorsement-key-certificate': ['signature', 'chain', 'validity'],
  'attestation-key-certificate': ['signature', 'chain', 'validity'],
} as const;

const PROFILE = 'TCG Platform Certificate Profile 1.1';

/** What platform certificates are judged by. */
export interface PlatformTrust extends ChainTrust {
  /** Those at hand, among which the holder is looked for. */
  readonly endorsementKeyCertificates: readonly EndorsementKeyCertificate[];
}

/** Critical extensions that this program acts on or may leave to others without harm. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.subjectDirectoryAttributes,
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.keyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.extendedKeyUsage,
  EXTENSION.targetInformation,
]);

/**
 * Judges a platform, delta or rebase certificate. Bad evidence is a failed check, missing evidence an unknown one.
 * @returns checks `signature`, `chain`, `validity`, `revocation`, `holder`, `strength`, `specification`, `extensions`
 * @spec   RFC 5755 section 5; TCG Platform Certificate Profile 1.1 sections 2.1.6 and 3.2
 */
export function verifyPlatformCertificate(document: PlatformCertificate, trust: PlatformTrust): readonly Check[] {
  const { endorsementKeyCertificates } = trust;
  const isVouchedFor = (candidate: EndorsementKeyCertificate) =>
    chainOf(candidate.certificate, trust, endorsementKeySubject(candidate)).chain.status === 'pass';
  const chain = chainOf(document, trust, {
    type: document.form === 'AC' ? 'attribute-certificates' : 'user-certificates',
    text: `${document.kind === 'delta-platform-certificate' ? 'delta' : 'platform'} certificate ${document.serialNumber}`,
    named: document.boundKey === null ? undefined : { subject: document.boundKey.subject, extensions: document.extensions },
  });
  return [
    ...commonChecks(document, { chain, at: trust.at }),
    verifyHolder({ document, endorsementKeyCertificates, isVouchedFor }),
    strengthOf(document, chain),
    specificationOf(document),
    extensionsOf(document),
  ];
}

/**
 * Judges an endorsement key certificate.
 * @returns checks `signature`, `chain`, `validity`, `revocation`, `strength`, `key-usage`
 * @spec   RFC 5280 section 6.1; TCG EK Credential Profile 2.5 section 3.2
 */
export function verifyEndorsementKeyCertificate(document: EndorsementKeyCertificate, trust: ChainTrust): readonly Check[] {
  const { certificate } = document;
  const chain = chainOf(certificate, trust, endorsementKeySubject(document));
  return [...commonChecks(certificate, { chain, at: trust.at }), strengthOf(certificate, chain), keyUsageOf(certificate)];
}

/** What attribute certificates and public-key certificates have in common. */
interface SignedDocument {
  readonly issuer: Name;
  readonly serialNumber: bigint;
  readonly tbs: Uint8Array;
  readonly innerSignatureAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signatureValue: Uint8Array;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  readonly extensions: readonly Extension[];
  readonly notBefore: string;
  readonly notAfter: string;
}

/** What a certificate is called, and the names that an authority above it may constrain: an attribute certificate has none. */
interface Told extends Pick<RevocationSubject, 'type' | 'text'> {
  readonly named: NamedSubject | undefined;
}

/** The path from a document to an anchor. */
export function chainOf(document: SignedDocument, trust: ChainTrust, told: Told): ChainResult {
  const question: ChainQuestion = {
    issuer: document.issuer,
    authorityKeyIdentifier: readableKeyIdentifier(document.authorityKeyIdentifier),
    leaf: certificateSubject(document, told),
    named: told.named,
    verifyLeaf: ({ subjectPublicKeyInfo }) =>
      verifySignature({
        algorithm: document.signatureAlgorithm,
        innerAlgorithm: document.innerSignatureAlgorithm,
        subjectPublicKeyInfo,
        tbs: document.tbs,
        signature: document.signatureValue,
      }),
  };
  return verifyChain(question, trust);
}

const endorsementKeySubject = ({ certificate }: EndorsementKeyCertificate) =>
  ({ type: 'user-certificates', text: `EK certificate ${certificate.serialNumber}`, named: certificate }) as const;

function readableKeyIdentifier(identifier: AuthorityKeyIdentifier | null): AuthorityKeyIdentifier | null {
  if (identifier === null || identifier.keyIdentifier === null) return identifier;
  const { issuer, serialNumber } = identifier;
  return { keyIdentifier: keyIdentifierFromText(identifier.keyIdentifier), issuer, serialNumber };
}

/** The checks `signature`, `chain`, `validity` and `revocation`. */
export function commonChecks(document: SignedDocument, { chain, at }: { chain: ChainResult; at: string }): readonly Check[] {
  return [chain.signature, withCriticalExtensions(document, chain.chain), validityOf(document, at), chain.revocation];
}

/** A critical extension that isn't understood may change the meaning of everything else. @spec RFC 5280 section 4.2 */
function withCriticalExtensions({ extensions }: SignedDocument, chain: Check): Check {
  const unknown: string[] = [];
  for (const { oid, critical } of extensions) if (critical && !UNDERSTOOD.has(oid)) unknown.push(oid);
  if (unknown.length === 0 || chain.status !== 'pass') return chain;
  const detail = `the critical extension ${unknown.join(', ')} is not understood, so the certificate can't be relied upon; ${chain.detail}`;
  return { ...chain, status: 'unknown', detail };
}

function validityOf({ notBefore, notAfter }: SignedDocument, at: string): Check {
  const answer = (status: CheckStatus, detail: string): Check => ({ id: 'validity', status, detail, spec: 'RFC 5755 section 4.2.6' });
  const begin = Date.parse(notBefore);
  const end = Date.parse(notAfter);
  const instant = Date.parse(at);
  if (Number.isNaN(instant)) return answer('unknown', `${at} is no time at which dates can be judged`);
  if (end < begin) return answer('fail', `ends at ${notAfter}, before it begins at ${notBefore}`);
  if (instant < begin) return answer('fail', `begins at ${notBefore}, which is after ${at}`);
  if (instant > end) return answer('unknown', `expired at ${notAfter}, before ${at}; whether it still counts is for the policy to decide`);
  return answer('pass', `valid from ${notBefore} to ${notAfter}, judged at ${at}`);
}

/** The check `strength`. */
export function strengthOf({ signatureAlgorithm: { oid } }: SignedDocument, { signature, weak }: ChainResult): Check {
  const answer = (status: CheckStatus, detail: string): Check => ({
    id: 'strength',
    status,
    detail,
    spec: 'NIST SP 800-131A Rev. 2 section 3',
  });
  if (weak.length > 0) return answer('fail', weak.join('; '));
  if (findSignatureAlgorithm(oid)?.hash === 'sha1') return answer('fail', 'the signature uses SHA-1, for which collisions can be made');
  const name = signatureAlgorithmName(oid);
  if (signature.status === 'pass') return answer('pass', `${name}, and no weak algorithm or key on the path`);
  return answer('unknown', `${name}; the signer's key is not known`);
}

/** Deltas state a specification only when it is newer than the base's. */
function specificationOf({ kind, specVersion, credentialSpecification }: PlatformCertificate): Check {
  const answer = (status: CheckStatus, detail: string): Check => ({
    id: 'specification',
    status,
    detail,
    spec: `${PROFILE} section 3.1.5`,
  });
  if (credentialSpecification === null) {
    const status = kind === 'delta-platform-certificate' ? 'not-applicable' : 'unknown';
    return answer(status, `declares no specification; the body is written by ${specVersion}`);
  }
  const { major, minor, revision } = credentialSpecification;
  const matches = `${major}.${minor}` === specVersion || (specVersion === '2.x' && major === 2);
  const detail = `declares specification ${major}.${minor} revision ${revision}, and the body is written by ${specVersion}`;
  return answer(matches ? 'pass' : 'fail', detail);
}

function extensionsOf({ userNotice, authorityKeyIdentifier, platform }: PlatformCertificate): Check {
  const unnamed = (['manufacturer', 'model', 'version'] as const).filter((name) => platform[name] === null);
  const missing = [
    ...(userNotice === USER_NOTICE
      ? []
      : [
          userNotice === null
            ? `no policy says "${USER_NOTICE}"`
            : `the policy says ${JSON.stringify(userNotice)}, wanted "${USER_NOTICE}"`,
        ]),
    ...(authorityKeyIdentifier === null ? ['there is no authority key identifier'] : []),
    ...(unnamed.length === 0 ? [] : [`the subject alternative name gives no ${unnamed.join(', no ')} of the platform`]),
  ];
  const detail =
    missing.length === 0 ? `the policy says "${USER_NOTICE}", and the authority's key and the platform are named` : missing.join('; ');
  return { id: 'extensions', status: missing.length === 0 ? 'pass' : 'fail', detail, spec: `${PROFILE} section 3.2.2` };
}

/** What is missing is told and proves nothing: TPM vendors leave the key purpose out. */
function keyUsageOf({ extendedKeyUsage, keyUsage, subjectPublicKeyInfo }: Certificate): Check {
  const wanted = readPublicNumbers(subjectPublicKeyInfo)?.kind === 'ec' ? 'keyAgreement' : 'keyEncipherment';
  const missing = [
    ...(extendedKeyUsage?.includes(CREDENTIAL_TYPE.endorsementKey) === true
      ? []
      : [`the TCG EK key purpose ${CREDENTIAL_TYPE.endorsementKey}`]),
    ...(keyUsage?.includes(wanted) === true ? [] : [`the key usage ${wanted}`]),
  ];
  const detail = missing.length === 0 ? `has the TCG EK key purpose and the key usage ${wanted}` : `lacks ${missing.join(' and ')}`;
  return { id: 'key-usage', status: missing.length === 0 ? 'pass' : 'unknown', detail, spec: 'TCG EK Credential Profile 2.5 section 3.2' };
}
