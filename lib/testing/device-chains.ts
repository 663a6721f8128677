import type { ReadDocument } from '#lib/artifact/types.ts';
import type { Unit } from '#lib/component/types.ts';
import { digestOf } from '#lib/encoding/digest.ts';
import { TRAIT_CATEGORY, TRAIT_ID } from '#lib/platform-cert/trait-oids.ts';
import { NO_TRAITS } from '#lib/platform-cert/trait-rules.ts';
import type { ComponentCertificateReference, Trait, TraitLists } from '#lib/platform-cert/trait-types.ts';
import type { BoundKey, PlatformCertificate } from '#lib/platform-cert/types.ts';
import { baseOf, deltaOf } from './device-evidence.ts';
import { artifactId, makeName, makePlatformCertificate } from './device-states.ts';

type Part = Partial<Unit>;

/** What every certificate of specification 2.1 has that older ones don't: a signature of its own, and the declared version. */
function later(label: string): Partial<PlatformCertificate> {
  return {
    specVersion: '2.1',
    credentialSpecification: { major: 2, minor: 1, revision: 43 },
    signatureValue: new TextEncoder().encode(label),
    holder: makePlatformCertificate().holder,
  };
}

/** A base of specification 2.1. */
export function laterBaseOf(label: string, parts: readonly Part[], over: Partial<PlatformCertificate> = {}): ReadDocument {
  return baseOf(label, parts, { ...later(label), ...over });
}

/** What a later certificate continues, and how it says so. */
export interface LaterParts {
  /** The certificate before it; null: it names none. */
  readonly of: ReadDocument | null;
  readonly by?: 'name' | 'digest' | 'both';
  readonly over?: Partial<PlatformCertificate>;
}

/** A delta of specification 2.1. */
export function laterDeltaOf(
  label: string,
  { of, by, over = {}, ...lines }: LaterParts & Pick<Parameters<typeof deltaOf>[1], 'added' | 'removed' | 'modified'>,
): ReadDocument {
  const { holder, ...rest } = later(label);
  const traits = of === null ? NO_TRAITS : continuing(of, by);
  if (holder === undefined || holder === null) throw new Error('the sample has a holder');
  return deltaOf(label, { of: holder, ...lines, over: { ...rest, traits, ...over } });
}

/** A rebase: its whole list anew. */
export function rebaseOf(label: string, parts: readonly Part[], { of, by, over = {} }: LaterParts): ReadDocument {
  const traits = of === null ? NO_TRAITS : continuing(of, by);
  const serialNumber = BigInt(`0x${artifactId(label).slice(0, 8)}`);
  const begin = '2026-02-10T00:00:00Z';
  return laterBaseOf(label, parts, { kind: 'rebase-platform-certificate', serialNumber, notBefore: begin, traits, ...over });
}

/** The lists of a certificate that continues another. */
export function continuing({ document }: ReadDocument, by: LaterParts['by'] = 'both'): TraitLists {
  if (document === undefined || !('holder' in document)) throw new Error('no platform certificate');
  const { issuer, serialNumber, signatureValue } = document;
  const digest = { hashAlgorithm: '2.16.840.1.101.3.4.2.2', hashOverSignatureValue: digestOf('sha384', signatureValue) };
  const reference = {
    ...(by === 'name' ? { hashAlgorithm: null, hashOverSignatureValue: null } : digest),
    issuerSerial: by === 'digest' ? null : { issuer, serialNumber },
  };
  return { ...NO_TRAITS, previousPlatformCertificates: [referenceTrait(TRAIT_CATEGORY.platformCertificate, reference)] };
}

/** A trait that names a certificate. */
export function referenceTrait(category: string, reference: ComponentCertificateReference): Trait {
  return {
    id: TRAIT_ID.certificateIdentifier,
    category,
    registry: '2.23.133.18.3.1',
    description: null,
    descriptionUri: null,
    form: 'wrapped',
    value: { kind: 'certificate', reference },
    offset: 0,
  };
}

/** A key that a certificate in the public-key form is bound to. */
export function boundKeyOf(label: string): BoundKey {
  return {
    subject: makeName(label),
    subjectPublicKeyInfo: new Uint8Array(),
    keyDigest: artifactId(`${label} key`),
    keyUsage: null,
    extendedKeyUsage: null,
  };
}
