import type { ReadDocument } from '#lib/artifact/types.ts';
import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import type { AttestationResult } from '#lib/attestation/types.ts';
import { platformKey } from '#lib/component/normalize.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { isBoundByPredecessor } from '#lib/platform-cert/holder.ts';
import { PREVIOUS_CATEGORIES, TRAIT_CATEGORY } from '#lib/platform-cert/trait-oids.ts';
import { anchorReferences, previousReferences } from '#lib/platform-cert/trait-rules.ts';
import type { ComponentCertificateReference, IssuerSerial } from '#lib/platform-cert/trait-types.ts';
import type { EndorsementKeyCertificate, PlatformCertificate } from '#lib/platform-cert/types.ts';
import { nameKey } from '#lib/x509/name.ts';
import { attestationLinkKey, attestedLinkKey, endorsementLinkKey } from './attestation-keys.ts';
import { platformText } from './platform-text.ts';
import { signatureKeys, soughtByDigest } from './signature-keys.ts';
import { addressSubjectKeys, agentIdKey, inventorySubjectKeys, soughtSubject } from './subject-keys.ts';

/** What ties a document to other documents. All plain texts, without control characters. */
export interface LinkKeys {
  /** Identities that the document itself carries. */
  readonly strong: readonly string[];
  /** Strong keys and signatures of other documents that it points to. */
  readonly references: readonly string[];
  /** Digests of its own signature, by which others may point to it: no identity, because anybody can copy a signature. */
  readonly signatures: readonly string[];
  /** Manufacturer, model and serial: attaches to a device, never forms one. */
  readonly weak: readonly string[];
  /**
   * Strong keys and signatures of certificates that it only names, such as those of its components: whoever judges it looks whether they
   * are at hand. They connect nothing, so that nobody ties the devices of others together by naming them.
   */
  readonly names: readonly string[];
  /**
   * By which the devices of a list are looked for, each apart: a list speaks of each of them and says nothing of them together. They connect
   * nothing either.
   */
  readonly lists: readonly string[];
}

const NONE: LinkKeys = { strong: [], references: [], signatures: [], weak: [], names: [], lists: [] };

/**
 * The keys by which a document meets others. Documents connected by any of them, in any of the lists but `names` and `lists`, are judged
 * together: a store indexes all of them and folds the closure, with what its documents name beside it.
 * @returns empty lists for what can't be read and for plain certificates
 * @spec TCG Platform Certificate Profile 1.1 sections 2.2 and 3.1; TCG EK Credential Profile 2.5
 */
export function linkKeysOf({ document }: ReadDocument): LinkKeys {
  switch (document?.kind) {
    case undefined:
    case 'certificate':
    case 'certificate-revocation-list':
    case 'ocsp-response':
    case 'tpm-event-log':
    case 'tpm-quote':
    case 'tpm-runtime-log':
    case 'reference-manifest':
      return NONE;
    case 'attestation-result':
      return document.isFleet ? { ...NONE, lists: listedKeys(document) } : { ...NONE, references: resultKeys(document) };
    case 'endorsement-key-certificate':
      return endorsementCertificateKeys(document);
    case 'attestation-key-certificate':
      return document.keyDigest === null ? NONE : { ...NONE, references: [attestedLinkKey(document.keyDigest)] };
    case 'platform-certificate':
    case 'rebase-platform-certificate':
      return baseKeys(document);
    case 'delta-platform-certificate':
      return deltaKeys(document);
    case 'attestation-evidence':
      return { ...NONE, references: evidenceKeys(document) };
    case 'cyclonedx-bom':
      return { ...NONE, weak: weakKeys(document.subject) };
    case 'inventory':
      return { ...NONE, references: inventorySubjectKeys(document), weak: weakKeys(document.platform) };
    default:
      return document satisfies never;
  }
}

/** What a result says that it is about. */
function resultKeys(result: AttestationResult): readonly string[] {
  const { keys, names } = soughtSubject(result.subjects);
  return [...attestedLinkKeys(result), ...keys, ...names.map(deviceNameKey)].slice(0, MAX_NAMED);
}

/** All that a list is about: its reader takes no longer ones. */
function listedKeys({ subjects }: AttestationResult): readonly string[] {
  const { keys, names } = soughtSubject(subjects);
  return [...keys, ...names.map(deviceNameKey)];
}

/** The key by which a device is looked for that was handed in under a name. The store's index has it from whoever handed in. */
const deviceNameKey = (name: string): string => `device:${name}`;

/** The attestation keys that a result names. */
export const attestedLinkKeys = ({ subjects }: AttestationResult): readonly string[] =>
  subjects.flatMap(({ kind, value }) => (kind === 'attestation-key' ? [attestedLinkKey(value)] : [])).slice(0, MAX_NAMED);

/** By its attestation key, and the endorsement key that it says to be of: who proved that they belong together is a statement. */
function evidenceKeys({ attestationKey, endorsementKey }: AttestationEvidence): readonly string[] {
  return [attestationLinkKey(attestationKey), endorsementKey === null ? undefined : endorsementLinkKey(endorsementKey)].filter(
    (key) => key !== undefined,
  );
}

/** The key of an EK certificate by its issuer and serial: a reference, never an identity, because real issuers repeat serials. */
export const ekCertificateKey = (reference: IssuerSerial): string => `ek-cert:${issuerSerialText(reference)}`;

/** The key of a platform certificate by its issuer and serial: a reference, never an identity. */
export const platformCertificateKey = (reference: IssuerSerial): string => `platform-cert:${issuerSerialText(reference)}`;

/** The identity of a platform: its holder together with what the certificate says that it is. */
export function platformIdentityKey(certificate: PlatformCertificate): string {
  const { holder, platform } = certificate;
  const bound = holder === null ? (bindingKey(certificate) ?? `unbound:${issuerSerialText(certificate)}`) : issuerSerialText(holder);
  return `platform:${sha256Hex(`${bound}\n${platformText(platform)}`)}`;
}

/**
 * What a certificate is bound to: the name of its EK certificate, or in the public-key form its own key. Null for a holder that
 * names nothing, and for a delta of 1.x, which is bound by the certificate before it.
 */
export function bindingKey(certificate: PlatformCertificate): string | null {
  const { holder, boundKey } = certificate;
  if (isBoundByPredecessor(certificate)) return null;
  if (boundKey !== null) return boundKey.keyDigest === null ? null : `bound-key:${boundKey.keyDigest}`;
  return holder === null ? null : ekCertificateKey(holder);
}

/**
 * The link keys of the EK certificates by which a certificate says whose it is: its holder, or in the public-key form those among its
 * anchors, by issuer and serial or, where it gives nothing else, by the digest of their signature.
 */
export function namedEndorsementKeys(certificate: PlatformCertificate): readonly string[] {
  if (isBoundByPredecessor(certificate)) return [];
  if (certificate.boundKey === null) return certificate.holder === null ? [] : [ekCertificateKey(certificate.holder)];
  return anchorReferences(certificate)
    .flatMap(({ category, reference }) => (category === TRAIT_CATEGORY.ekCertificate ? [soughtBy(reference, ekCertificateKey)] : []))
    .filter((key) => key !== null)
    .slice(0, MAX_ENDORSED);
}

/** EK certificates that bind one certificate: a TPM has one for each kind of key, of which real ones have up to four. */
const MAX_ENDORSED = 8;

/** Issuer and serial number as one text, the same for names that are equal. */
export const issuerSerialText = ({ issuer, serialNumber }: IssuerSerial): string => `${nameKey(issuer)}|${serialNumber}`;

/** A certificate that another one names beside its holder and its predecessor. */
export interface NamedCertificate {
  /** Such as `component 3` or `an anchor`. */
  readonly whose: string;
  readonly reference: ComponentCertificateReference;
  /** The link key of what is named; null where only a digest names it by which nothing is looked for. */
  readonly key: string | null;
}

/** Named certificates that are looked for, so that no certificate makes its fold load thousands of others. Real ones name a few. */
export const MAX_NAMED = 64;

/**
 * The platform certificates of the components, and the EK and platform certificates among the anchors. Certificates of other kinds
 * aren't looked for: they lead to no device. At most MAX_NAMED, anchors first.
 */
export function namedCertificates(certificate: PlatformCertificate): readonly NamedCertificate[] {
  const components = certificate.components.flatMap(({ platformCertificate }, index) =>
    platformCertificate === null ? [] : [named(`component ${index + 1}`, platformCertificate, platformCertificateKey)],
  );
  const anchors = anchorReferences(certificate).flatMap(({ category, reference }) => {
    if (category === TRAIT_CATEGORY.ekCertificate) return [named('an anchor', reference, ekCertificateKey)];
    return PREVIOUS_CATEGORIES.includes(category) ? [named('an anchor', reference, platformCertificateKey)] : [];
  });
  return [...anchors, ...components].slice(0, MAX_NAMED);
}

function named(whose: string, reference: ComponentCertificateReference, keyOf: typeof platformCertificateKey): NamedCertificate {
  return { whose, reference, key: soughtBy(reference, keyOf) };
}

/** The link key under which what a reference means is looked for; null where it gives a digest alone by which nothing is. */
const soughtBy = (reference: ComponentCertificateReference, keyOf: typeof platformCertificateKey): string | null =>
  reference.issuerSerial === null ? soughtByDigest(reference) : keyOf(reference.issuerSerial);

function endorsementCertificateKeys(document: EndorsementKeyCertificate): LinkKeys {
  const agent = agentIdKey(document);
  const references = agent === null ? [] : [agent];
  return { ...NONE, strong: endorsementKeys(document), references, signatures: signatureKeys(document.certificate) };
}

function endorsementKeys({ certificate, keyDigest }: EndorsementKeyCertificate): readonly string[] {
  const byName = ekCertificateKey(certificate);
  return keyDigest === null ? [byName] : [`ek-key:${keyDigest}`, byName];
}

function baseKeys(base: PlatformCertificate): LinkKeys {
  const own = base.boundKey === null ? null : bindingKey(base);
  return {
    strong: [platformIdentityKey(base), platformCertificateKey(base), ...(own === null ? [] : [own])],
    references: [...new Set([...namedEndorsementKeys(base), ...previousKeys(base), ...addressSubjectKeys(base)])],
    signatures: signatureKeys(base),
    weak: weakKeys(base.platform),
    names: namedKeys(base),
    lists: [],
  };
}

/** From specification 2.x on a delta also points to what its base is bound to, so that a digest by any algorithm leads to it. */
function deltaKeys(delta: PlatformCertificate): LinkKeys {
  const bound = bindingKey(delta);
  const held = delta.holder === null || bound !== null ? [] : [platformCertificateKey(delta.holder)];
  return {
    strong: [platformCertificateKey(delta)],
    references: [...new Set([...held, ...(bound === null ? [] : [bound]), ...namedEndorsementKeys(delta), ...previousKeys(delta)])],
    signatures: signatureKeys(delta),
    weak: weakKeys(delta.platform),
    names: namedKeys(delta),
    lists: [],
  };
}

/** What the check of references looks for. */
function namedKeys(certificate: PlatformCertificate): readonly string[] {
  return [...new Set(namedCertificates(certificate).flatMap(({ key }) => key ?? []))];
}

/** The last of the previous certificates is the one that is continued. */
function previousKeys(certificate: PlatformCertificate): readonly string[] {
  const reference = previousReferences(certificate).at(-1);
  if (reference === undefined) return [];
  const key = soughtBy(reference, platformCertificateKey);
  return key === null ? [] : [key];
}

function weakKeys(identity: PlatformIdentity | null): readonly string[] {
  const key = identity === null ? null : platformKey(identity);
  return key === null ? [] : [`serial:${key}`];
}
