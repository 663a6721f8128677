import type { Check } from '#lib/encoding/check.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { verifyCertificate } from '#lib/x509/chain.ts';
import { isOfDeviceKey } from '#lib/x509/device-key.ts';
import { nameText } from '#lib/x509/name.ts';
import { isValidAt } from '#lib/x509/path-rules.ts';
import { NOT_CHECKED } from '#lib/x509/revocation-check.ts';
import { signerOf } from '#lib/x509/signer.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { type ManifestTrust, type SignatureTrial, trySigners } from './signers.ts';
import type { ManifestSignature, ReferenceManifest } from './types.ts';

/** What must pass for a manifest's values to count. */
export const REQUIRED_CHECKS: readonly string[] = ['signature', 'chain', 'validity'];

/** A manifest and the trust that it is judged by. */
export interface ManifestQuestion extends ManifestTrust {
  readonly document: ReferenceManifest;
}

const SPECS: Readonly<Record<ReferenceManifest['format'], string>> = {
  'swid-rim': 'TCG PC Client Reference Integrity Manifest 1.1 section 4.5; XML Signature 1.1 section 3.2',
  coswid: 'RFC 9393 section 7',
  corim: 'draft-ietf-rats-corim section 4.2; RFC 9052 section 4.4',
};
const PATH_SPEC = 'RFC 5280 section 6.1';
/** Whose certificates may sign manifests where they name purposes: software, or anything. */
const PURPOSES: readonly string[] = ['1.3.6.1.5.5.7.3.3', '2.5.29.37.0'];
/** Purposes of the TCG. */
const TCG_ARC = '2.23.133.';
const SIGNING_USES: readonly string[] = ['digitalSignature', 'nonRepudiation', 'contentCommitment'];

/**
 * Asks whether a manifest was signed by somebody whom an anchor vouches for. A key that stands in the file alone is no ground: the
 * signer is a certificate, in the file or at hand, with a path to an anchor. Never throws for what a file holds.
 * @returns the checks `signature`, `chain`, `validity` and `revocation`
 * @spec TCG PC Client Reference Integrity Manifest 1.1 section 4.5; RFC 5280 section 6.1
 */
export function verifyReferenceManifest({ document, ...trust }: ManifestQuestion): readonly Check[] {
  const { signature, format } = document;
  const spec = SPECS[format];
  if (signature === null) return unsigned(spec);
  if (signature.problems.length > 0) return unjudged({ status: 'fail', detail: signature.problems.join('; '), spec });
  if (signature.status === 'invalid') return unjudged({ status: 'fail', detail: signature.detail, spec });
  const trials = trySigners(signature, trust).map((trial) => judge(trial, trust));
  const best = trials.find(({ chain }) => chain.status === 'pass') ?? trials.find(({ chain }) => chain.status === 'unknown') ?? trials[0];
  if (best === undefined) {
    const status = signature.status === 'valid' ? 'pass' : 'unknown';
    return unjudged({ status, detail: `${signature.detail}${weakness(signature.weak)}`, spec, ...withoutSigner(signature) });
  }
  return [
    { id: 'signature', status: 'pass', detail: `signed by ${nameOf(best.signer)}: ${best.detail}${weakness(best.weak)}`, spec },
    best.chain,
    validityOf(best.signer, document, trust.at),
    best.revocation,
  ];
}

/** Code of the check `chain` where the next thing to have is the certificate of the signer: no anchor helps before it. */
export const SIGNER_NOT_AT_HAND = 'signer-not-at-hand';
/** Of hints to a key that are told. */
const MAX_HINTS_TOLD = 3;

/** Where the file carries a certificate, or no key could verify what it has, another certificate would not help. */
function withoutSigner(signature: ManifestSignature): Pick<Unjudged, 'chain' | 'code'> {
  const { status, open, certificates } = signature;
  if (certificates.length > 0 || (status !== 'valid' && open === null)) return { chain: 'not judged: the signature could not be verified' };
  const chain = `the certificate of its signer is not at hand${namedKey(signature)}; the key in the file alone proves nothing`;
  return { chain, code: SIGNER_NOT_AT_HAND };
}

function namedKey({ keyIdentifiers, publicKey }: ManifestSignature): string {
  if (keyIdentifiers.length > 0) return ` (the file names its key by the identifier ${keyIdentifiers.slice(0, MAX_HINTS_TOLD).join(', ')})`;
  return publicKey === null ? ' (the file does not name its key)' : ` (SHA-256 of its key: ${sha256Hex(Buffer.from(publicKey, 'base64'))})`;
}

const weakness = (weak: string | null): string => (weak === null ? '' : `; weak: ${weak}`);
const nameOf = ({ subject }: Certificate): string => nameText(subject) || 'an empty name';

function unsigned(spec: string): readonly Check[] {
  const detail = 'the manifest is not signed: anybody can have written it';
  return [
    { id: 'signature', status: 'unknown', detail, spec },
    { id: 'chain', status: 'unknown', detail, spec: PATH_SPEC },
    { id: 'validity', status: 'not-applicable', detail: 'nobody signed it', spec: PATH_SPEC },
    NOT_CHECKED,
  ];
}

interface Unjudged extends Pick<Check, 'status' | 'detail' | 'spec'> {
  readonly chain?: string;
  readonly code?: string;
}

/** No certificate to judge: the signature is told, and the chain stays open. */
function unjudged({ chain = 'not judged: the signature does not verify', code, ...signature }: Unjudged): readonly Check[] {
  return [
    { id: 'signature', ...signature },
    { id: 'chain', status: 'unknown', detail: chain, spec: PATH_SPEC, ...(code === undefined ? {} : { code }) },
    { id: 'validity', status: 'unknown', detail: chain, spec: PATH_SPEC },
    NOT_CHECKED,
  ];
}

interface Judged extends SignatureTrial {
  readonly chain: Check;
  readonly revocation: Check;
}

function judge(trial: SignatureTrial, { intermediates, ...trust }: ManifestTrust): Judged {
  const { signer, carried } = trial;
  const checks = verifyCertificate({ certificate: signer, ...trust, intermediates: [...carried, ...intermediates] });
  const answer = (id: string): Check | undefined => checks.find((check) => check.id === id);
  const chain = answer('chain');
  const revocation = answer('revocation') ?? NOT_CHECKED;
  const purpose = problemOfPurpose(signer);
  if (chain === undefined) throw new RangeError('a certificate is always asked for its chain');
  if (purpose !== null) return { ...trial, chain: { ...chain, status: 'fail', detail: `${nameOf(signer)} ${purpose}` }, revocation };
  const own = answer('signature');
  // A path whose first signature was not verified is none.
  const told =
    own !== undefined && own.status !== 'pass' && chain.status === 'pass' ? { ...chain, status: own.status, detail: own.detail } : chain;
  return { ...trial, chain: { ...told, signers: [signerOf(signer), ...(told.signers ?? [])] }, revocation };
}

/** @spec RFC 5280 sections 4.2.1.3 and 4.2.1.12 */
function problemOfPurpose(signer: Certificate): string | null {
  const { keyUsage, extendedKeyUsage } = signer;
  if (isOfDeviceKey(signer)) return 'has a certificate of a key that a device holds, and devices give no reference values';
  if (keyUsage !== null && !keyUsage.some((use) => SIGNING_USES.includes(use)))
    return 'has a certificate that is not for signing documents';
  if (extendedKeyUsage === null || extendedKeyUsage.some((oid) => PURPOSES.includes(oid) || oid.startsWith(TCG_ARC))) return null;
  return `has a certificate for other purposes (${extendedKeyUsage.slice(0, 5).join(', ')}), not for signing software`;
}

/** The signer's certificate, and what the manifest says of its own time, must both hold. */
function validityOf(signer: Certificate, { validity }: ReferenceManifest, at: string): Check {
  const told = `the signer's certificate is valid from ${signer.notBefore} to ${signer.notAfter}`;
  const spec = 'RFC 5280 section 4.1.2.5; draft-ietf-rats-corim section 4.1.5';
  const isSignerValid = isValidAt(signer, at);
  if (validity === null)
    return { id: 'validity', status: isSignerValid ? 'pass' : 'fail', detail: `${told}${isSignerValid ? '' : `, not at ${at}`}`, spec };
  const { notBefore, notAfter } = validity;
  const isManifestValid = isValidAt({ notBefore: notBefore ?? FIRST_TIME, notAfter: notAfter ?? LAST_TIME }, at);
  const own = `the manifest ${notBefore === null ? '' : `from ${notBefore} `}${notAfter === null ? 'without an end' : `to ${notAfter}`}`;
  const isValid = isSignerValid && isManifestValid;
  return { id: 'validity', status: isValid ? 'pass' : 'fail', detail: `${told}, ${own}${isValid ? '' : `; not both at ${at}`}`, spec };
}

const [FIRST_TIME, LAST_TIME] = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];
