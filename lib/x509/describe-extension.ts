import { toHex } from '#lib/encoding/bytes.ts';
import {
  childrenOf,
  contentOf,
  contextConstructed,
  contextPrimitive,
  type DerNode,
  expectTag,
  fieldsOf,
  rawOf,
  readDer,
  TAG,
} from '#lib/encoding/der.ts';
import { readInteger, readOid, readSmallInteger, readString } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readAuthorityKeyIdentifier } from './authority-key-identifier.ts';
import { readBasicConstraints, readExtendedKeyUsage, readKeyUsage, readSubjectKeyIdentifier } from './extensions.ts';
import { generalNameText, readGeneralName, readGeneralNames } from './general-names.ts';
import { nameText } from './name.ts';
import { readNameConstraints } from './name-constraints.ts';
import { EXTENSION } from './oids.ts';
import type { Extension } from './types.ts';

/** Lines of one extension that are told; the octets have the rest. */
export const MAX_EXTENSION_LINES = 100;

/** The name that its standard gives an extension; null for one that isn't known. */
export const extensionName = (oid: string): string | null => NAMES.get(oid) ?? null;

const NAMES = new Map<string, string>(Object.entries(EXTENSION).map(([name, oid]) => [oid, name]));

/**
 * What an extension says, in lines for a person: addresses, policies, names, purposes. Empty where it isn't known, or can't be read.
 * Text from the file stands in it as written.
 * @spec RFC 5280 section 4.2; RFC 5755 section 4.3
 */
export function extensionLines({ oid, value }: Pick<Extension, 'oid' | 'value'>): readonly string[] {
  const reader = READERS.get(oid);
  if (reader === undefined) return [];
  try {
    return reader(value).slice(0, MAX_EXTENSION_LINES);
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}

type LinesOf = (value: Uint8Array) => readonly string[];

const READERS = new Map<string, LinesOf>([
  [EXTENSION.authorityKeyIdentifier, authorityKey],
  [EXTENSION.subjectKeyIdentifier, (value) => [toHex(readSubjectKeyIdentifier(value))]],
  [EXTENSION.subjectAltName, names],
  [EXTENSION.keyUsage, (value) => [readKeyUsage(value).join(', ')]],
  [EXTENSION.extendedKeyUsage, readExtendedKeyUsage],
  [EXTENSION.basicConstraints, basicConstraints],
  [EXTENSION.certificatePolicies, (value) => sequence(value).map(policyLine)],
  [EXTENSION.policyMappings, (value) => sequence(value).map((mapping) => childrenOf(mapping).map(readOid).join(' → '))],
  [EXTENSION.policyConstraints, policyConstraints],
  [EXTENSION.inhibitAnyPolicy, (value) => [`after ${readSmallInteger(expectTag(readDer(value), TAG.integer, 'SkipCerts'))} certificates`]],
  [EXTENSION.nameConstraints, nameConstraints],
  [EXTENSION.authorityInfoAccess, (value) => sequence(value).map(accessLine)],
  [EXTENSION.crlDistributionPoints, (value) => sequence(value).map(distributionPointLine)],
  [EXTENSION.freshestCrl, (value) => sequence(value).map(distributionPointLine)],
  [EXTENSION.targetInformation, (value) => sequence(value).flatMap((targets) => childrenOf(targets).map(targetLine))],
  [EXTENSION.noRevAvail, () => ['nobody tells whether it is revoked']],
]);

const sequence = (value: Uint8Array): readonly DerNode[] => childrenOf(expectTag(readDer(value), TAG.sequence, 'the extension'));
const text = (node: DerNode): string => generalNameText(readGeneralName(node), nameText);

function names(value: Uint8Array): readonly string[] {
  return readGeneralNames(expectTag(readDer(value), TAG.sequence, 'GeneralNames')).map((name) => generalNameText(name, nameText));
}

function authorityKey(value: Uint8Array): readonly string[] {
  const { keyIdentifier, issuer, serialNumber } = readAuthorityKeyIdentifier(value);
  const named = serialNumber === null ? [] : [`${serialNumber}${issuer === null ? '' : ` (${nameText(issuer)})`}`];
  return [...(keyIdentifier === null ? [] : [toHex(keyIdentifier)]), ...named];
}

function basicConstraints(value: Uint8Array): readonly string[] {
  const { ca, pathLength } = readBasicConstraints(value);
  return [`${ca ? 'an authority' : 'no authority'}${pathLength === null ? '' : `, at most ${pathLength} authorities below it`}`];
}

function policyLine(policy: DerNode): string {
  const fields = fieldsOf(policy);
  const identifier = readOid(fields.take('policyIdentifier', TAG.oid));
  const qualifiers = fields.takeOptional(TAG.sequence);
  const said = qualifiers === undefined ? [] : childrenOf(qualifiers).flatMap(qualifierTexts);
  return said.length === 0 ? identifier : `${identifier}: ${said.join(', ')}`;
}

/** The address of a practice statement is one string, a notice has texts among its fields. */
function qualifierTexts(qualifier: DerNode): readonly string[] {
  const [, said] = childrenOf(qualifier);
  if (said === undefined) return [];
  return said.tag === TAG.sequence ? childrenOf(said).flatMap(noticeText) : [readString(said)];
}

const noticeText = (field: DerNode): readonly string[] => ((field.tag & 0x20) === 0 ? [`“${readString(field)}”`] : []);

function policyConstraints(value: Uint8Array): readonly string[] {
  const fields = fieldsOf(expectTag(readDer(value), TAG.sequence, 'PolicyConstraints'));
  return ['requires a policy', 'inhibits mapping'].flatMap((what, n) => {
    const node = fields.takeOptional(contextPrimitive(n));
    return node === undefined ? [] : [`${what} after ${readInteger(node)} certificates`];
  });
}

function nameConstraints(value: Uint8Array): readonly string[] {
  const { permitted, excluded } = readNameConstraints(value);
  const line = (what: string) => (name: (typeof permitted)[number]) => `${what} ${generalNameText(name, nameText)}`;
  return [...permitted.map(line('permits')), ...excluded.map(line('excludes'))];
}

const ACCESS_METHODS = new Map([
  ['1.3.6.1.5.5.7.48.1', 'OCSP'],
  ['1.3.6.1.5.5.7.48.2', 'issuer'],
]);

function accessLine(description: DerNode): string {
  const fields = fieldsOf(description);
  const method = readOid(fields.take('accessMethod', TAG.oid));
  return `${ACCESS_METHODS.get(method) ?? method} ${text(fields.take('accessLocation'))}`;
}

function distributionPointLine(point: DerNode): string {
  const fields = fieldsOf(point);
  const name = fields.takeOptional(contextConstructed(0));
  const reasons = fields.takeOptional(contextPrimitive(1));
  const issuer = fields.takeOptional(contextConstructed(2));
  const parts = [
    ...(name === undefined ? [] : childrenOf(name).flatMap(pointNames)),
    ...(reasons === undefined ? [] : [`reasons 0x${toHex(contentOf(reasons))}`]),
    ...(issuer === undefined ? [] : childrenOf(issuer).map((each) => `by ${text(each)}`)),
  ];
  return parts.join(', ');
}

/** Full names, or one relative to the issuer's. */
function pointNames(name: DerNode): readonly string[] {
  return name.tag === contextConstructed(0) ? childrenOf(name).map(text) : [`relative to the issuer: #${toHex(rawOf(name))}`];
}

function targetLine(target: DerNode): string {
  if (target.tag === contextConstructed(2)) return `certificate #${toHex(rawOf(target))}`;
  const what = target.tag === contextConstructed(1) ? 'group' : 'name';
  return `${what} ${text(fieldsOf(target).take('targetName'))}`;
}
