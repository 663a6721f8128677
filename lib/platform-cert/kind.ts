import { childrenOf, contextConstructed, contextPrimitive, type DerNode, rawOf, TAG } from '#lib/encoding/der.ts';
import { readSmallInteger } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { Extension } from '#lib/x509/types.ts';
import type { RawAttribute } from './attribute-certificate.ts';
import { ATTRIBUTE, CONFIGURATION, CREDENTIAL_TYPE, TCPA_USER_NOTICE, USER_NOTICE } from './oids.ts';
import { readCredentialType } from './parse-attributes.ts';
import { hasPlatformNames } from './platform-names.ts';
import type { PlatformCertificateKind } from './types.ts';

const KINDS: ReadonlyMap<string, PlatformCertificateKind> = new Map([
  [CREDENTIAL_TYPE.base, 'platform-certificate'],
  [CREDENTIAL_TYPE.baseOfKey, 'platform-certificate'],
  [CREDENTIAL_TYPE.delta, 'delta-platform-certificate'],
  [CREDENTIAL_TYPE.deltaOfKey, 'delta-platform-certificate'],
  [CREDENTIAL_TYPE.rebase, 'rebase-platform-certificate'],
  [CREDENTIAL_TYPE.rebaseOfKey, 'rebase-platform-certificate'],
]);

/** Attributes that only platform certificates have. */
const MARKS: readonly string[] = [
  ...Object.values(CONFIGURATION),
  ATTRIBUTE.platformSpecification,
  ATTRIBUTE.tbbSecurityAssertions,
  ATTRIBUTE.tbbSecurityAssertionsV3,
  ATTRIBUTE.credentialSpecification,
  ATTRIBUTE.platformConfigUri,
  ATTRIBUTE.platformConfigUriV3,
  ATTRIBUTE.previousPlatformCertificates,
  ATTRIBUTE.cryptographicAnchors,
  ATTRIBUTE.platformOwnership,
  ATTRIBUTE.manufacturingAssertions,
];

/** Context tags of list and status in each generation; generation 3 always states its type. */
const LISTS = [
  { configuration: CONFIGURATION.v1, components: 0, properties: 1 },
  { configuration: CONFIGURATION.v2, components: 0, properties: 2 },
];
const COMPONENT_STATUS = contextPrimitive(7);
const PROPERTY_STATUS = contextPrimitive(0);

/** What decides the kind of an attribute certificate. */
export interface KindEvidence {
  readonly attributes: readonly RawAttribute[];
  readonly extensions: readonly Extension[];
}

/** The kind that a credential type or key purpose stands for. */
export function kindOfCredentialType(type: string): PlatformCertificateKind | undefined {
  return KINDS.get(type);
}

/**
 * The kind of platform certificate, or undefined for an attribute certificate that is none. The credential type decides.
 * Version 1.0 has no type: such a certificate is a base, unless it lists something and every component and every property
 * has a status, which only deltas may have. A type that is not known decides nothing.
 * @spec TCG Platform Certificate Profile 1.1 sections 3.1.4 (TCG Credential Type) and 3.1.6
 */
export function platformCertificateKindOf({ attributes, extensions }: KindEvidence): PlatformCertificateKind | undefined {
  const declared = credentialTypeOf(attributes);
  const kind = declared === undefined ? undefined : KINDS.get(declared);
  if (kind !== undefined) return kind;
  if (!hasMark(attributes, extensions)) return undefined;
  return everyEntryHasStatus(attributes) ? 'delta-platform-certificate' : 'platform-certificate';
}

function hasMark(attributes: readonly RawAttribute[], extensions: readonly Extension[]): boolean {
  if (attributes.some(({ oid, node }) => MARKS.includes(oid) || (oid === EXTENSION.certificatePolicies && hasUserNotice(rawOf(node)))))
    return true;
  return extensions.some(
    ({ oid, value }) =>
      (oid === EXTENSION.subjectAltName && hasPlatformNames(value)) || (oid === EXTENSION.certificatePolicies && hasUserNotice(value)),
  );
}

/** The text alone is a mark, so it is searched for without reading the policies, which may be odd. */
function hasUserNotice(policies: Uint8Array): boolean {
  const octets = Buffer.from(policies.buffer, policies.byteOffset, policies.byteLength);
  return octets.includes(USER_NOTICE) || octets.includes(TCPA_USER_NOTICE);
}

function credentialTypeOf(attributes: readonly RawAttribute[]): string | undefined {
  const value = attributes.find(({ oid }) => oid === ATTRIBUTE.credentialType)?.values[0];
  return value === undefined ? undefined : unlessMalformed(() => readCredentialType({ warnings: [], unread: [] }, value));
}

function everyEntryHasStatus(attributes: readonly RawAttribute[]): boolean {
  const statuses = unlessMalformed(() =>
    LISTS.flatMap(({ configuration, components, properties }) => {
      const value = attributes.find(({ oid }) => oid === configuration)?.values[0];
      if (value === undefined) return [];
      return [
        ...entries(value, components).map((entry) => hasStatus(entry, COMPONENT_STATUS)),
        ...entries(value, properties).map((entry) => hasStatus(entry, PROPERTY_STATUS)),
      ];
    }),
  );
  return statuses !== undefined && statuses.length > 0 && statuses.every(Boolean);
}

function entries(configuration: DerNode, tag: number): readonly DerNode[] {
  return childrenOf(configuration)
    .filter((field) => field.tag === contextConstructed(tag))
    .flatMap((list) => childrenOf(list))
    .filter((entry) => entry.tag === TAG.sequence);
}

function hasStatus(entry: DerNode, tag: number): boolean {
  return childrenOf(entry).some((field) => field.tag === tag && readSmallInteger(field) <= 2);
}

function unlessMalformed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
