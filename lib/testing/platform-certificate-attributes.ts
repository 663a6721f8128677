import { contextConstructed, contextPrimitive, TAG } from '#lib/encoding/der.ts';
import { derBoolean, derInteger, derOctets, derOid, derSequence, derString, derValue } from '#lib/encoding/der-write.ts';
import { ATTRIBUTE, CREDENTIAL_TYPE } from '#lib/platform-cert/oids.ts';
import type { SpecificationVersion } from '#lib/platform-cert/types.ts';
import { encodeUriReference, present, type TestUriReference } from './platform-certificate-configuration.ts';

/** What a manufacturer asserts of the trusted building block; numbers as in the specification. */
export interface TestTbbSecurityAssertions {
  readonly commonCriteria?: {
    readonly version: string;
    readonly assuranceLevel: number;
    readonly evaluationStatus: number;
    readonly plus?: boolean;
    readonly strengthOfFunction?: number;
    readonly profileOid?: string;
    readonly profileUri?: TestUriReference;
    readonly targetOid?: string;
    readonly targetUri?: TestUriReference;
  };
  readonly fipsLevel?: { readonly version: string; readonly level: number; readonly plus?: boolean };
  readonly rtmType?: number;
  readonly iso9000Certified?: boolean;
  readonly iso9000Uri?: string;
}

const TYPE_OF_KIND = { base: CREDENTIAL_TYPE.base, delta: CREDENTIAL_TYPE.delta, rebase: CREDENTIAL_TYPE.rebase } as const;

/** Types of certificates in the public-key form. */
export const KEY_TYPE_OF_KIND = {
  base: CREDENTIAL_TYPE.baseOfKey,
  delta: CREDENTIAL_TYPE.deltaOfKey,
  rebase: CREDENTIAL_TYPE.rebaseOfKey,
} as const;

/** One Attribute of the given values. */
export function encodeAttribute(oid: string, ...values: readonly Uint8Array[]): Uint8Array {
  return derSequence(derOid(oid), derValue(TAG.set, ...values));
}

/** tcgCredentialType, of the attribute-certificate form unless told otherwise. */
export function encodeCredentialType(kind: keyof typeof TYPE_OF_KIND, form: 'AC' | 'PKC' = 'AC'): Uint8Array {
  return encodeAttribute(ATTRIBUTE.credentialType, derSequence(derOid(form === 'AC' ? TYPE_OF_KIND[kind] : KEY_TYPE_OF_KIND[kind])));
}

/** tcgCredentialSpecification. */
export function encodeCredentialSpecification(version: SpecificationVersion): Uint8Array {
  return encodeAttribute(ATTRIBUTE.credentialSpecification, encodeVersion(version));
}

/** tcgPlatformSpecification with a platform class of 4 octets. */
export function encodePlatformSpecification(version: SpecificationVersion, platformClass: Uint8Array): Uint8Array {
  return encodeAttribute(ATTRIBUTE.platformSpecification, derSequence(encodeVersion(version), derOctets(platformClass)));
}

/** platformConfigUri. */
export function encodePlatformConfigUri(uri: TestUriReference): Uint8Array {
  return encodeAttribute(ATTRIBUTE.platformConfigUri, encodeUriReference(uri));
}

/** tbbSecurityAssertions; defaults are left out. */
export function encodeTbbSecurityAssertions(assertions: TestTbbSecurityAssertions): Uint8Array {
  const { commonCriteria, fipsLevel, rtmType, iso9000Certified, iso9000Uri } = assertions;
  const value = derSequence(
    ...present(commonCriteria, encodeCommonCriteria),
    ...present(fipsLevel, ({ version, level, plus }) =>
      derValue(contextConstructed(1), derString(version, TAG.ia5String), derInteger(level, TAG.enumerated), ...whenTrue(plus)),
    ),
    ...present(rtmType, (number) => derInteger(number, contextPrimitive(2))),
    ...whenTrue(iso9000Certified),
    ...present(iso9000Uri, (uri) => derString(uri, TAG.ia5String)),
  );
  return encodeAttribute(ATTRIBUTE.tbbSecurityAssertions, value);
}

/** TCGSpecificationVersion. */
export function encodeVersion({ major, minor, revision }: SpecificationVersion): Uint8Array {
  return derSequence(derInteger(major), derInteger(minor), derInteger(revision));
}

function encodeCommonCriteria(measures: NonNullable<TestTbbSecurityAssertions['commonCriteria']>): Uint8Array {
  return derValue(
    contextConstructed(0),
    derString(measures.version, TAG.ia5String),
    derInteger(measures.assuranceLevel, TAG.enumerated),
    derInteger(measures.evaluationStatus, TAG.enumerated),
    ...whenTrue(measures.plus),
    ...present(measures.strengthOfFunction, (number) => derInteger(number, contextPrimitive(0))),
    ...present(measures.profileOid, (oid) => derOid(oid, contextPrimitive(1))),
    ...present(measures.profileUri, (uri) => encodeUriReference(uri, contextConstructed(2))),
    ...present(measures.targetOid, (oid) => derOid(oid, contextPrimitive(3))),
    ...present(measures.targetUri, (uri) => encodeUriReference(uri, contextConstructed(4))),
  );
}

function whenTrue(value: boolean | undefined): readonly Uint8Array[] {
  return value === true ? [derBoolean(true)] : [];
}
