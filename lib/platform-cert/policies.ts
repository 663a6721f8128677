import { childrenOf, type DerNode, expectTag, fieldsOf, TAG } from '#lib/encoding/der.ts';
import { readOid, readString } from '#lib/encoding/der-values.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { RawAttribute } from './attribute-certificate.ts';
import { QUALIFIER, TCPA_USER_NOTICE, USER_NOTICE } from './oids.ts';
import { note, type Reading, readTolerantly } from './reading.ts';

const PATH = 'certificatePolicies';
const STRING_TAGS: readonly number[] = [TAG.utf8String, TAG.ia5String, TAG.visibleString, TAG.bmpString, TAG.printableString];

/**
 * The explicit text of the user notice: the TCG's or TCPA's where there is one, else the first, else null.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-utf8'
 * @spec   RFC 5280 section 4.2.1.4; TCG Platform Certificate Profile 1.1 section 3.2.2 (Certificate Policies)
 */
export function readUserNotice(reading: Reading, policies: DerNode): string | null {
  const texts: string[] = [];
  for (const policy of childrenOf(expectTag(policies, TAG.sequence, PATH))) texts.push(...noticesOf(reading, policy));
  return texts.find((text) => text === USER_NOTICE || text === TCPA_USER_NOTICE) ?? texts[0] ?? null;
}

/**
 * The same from an attribute: before there was a standard, issuers put the policies there. The attribute is kept with the others.
 * Null when there is none, or it can't be read.
 */
export function readNoticeAttribute(reading: Reading, attributes: readonly RawAttribute[]): string | null {
  const attribute = attributes.find(({ oid }) => oid === EXTENSION.certificatePolicies);
  const [value] = attribute?.values ?? [];
  if (attribute === undefined || value === undefined) return null;
  note(reading, attribute.node, { code: 'policies-as-attribute', path: PATH, detail: 'the policies stand among the attributes' });
  return readTolerantly(reading, { path: PATH, node: value }, () => readUserNotice(reading, value));
}

function noticesOf(reading: Reading, policy: DerNode): readonly string[] {
  const fields = fieldsOf(expectTag(policy, TAG.sequence, 'PolicyInformation'));
  const identifier = readOid(fields.take('policyIdentifier', TAG.oid));
  if (identifier === QUALIFIER.cps || identifier === QUALIFIER.userNotice) {
    const detail = `policy identifier ${identifier} is the identifier of a qualifier`;
    note(reading, policy, { code: 'policy-is-qualifier', path: PATH, detail });
  }
  const qualifiers = fields.takeOptional(TAG.sequence);
  return qualifiers === undefined ? [] : childrenOf(qualifiers).flatMap(noticeOf);
}

function noticeOf(qualifier: DerNode): readonly string[] {
  const fields = fieldsOf(expectTag(qualifier, TAG.sequence, 'PolicyQualifierInfo'));
  if (readOid(fields.take('policyQualifierId', TAG.oid)) !== QUALIFIER.userNotice) return [];
  return childrenOf(fields.take('UserNotice', TAG.sequence))
    .filter((child) => STRING_TAGS.includes(child.tag))
    .map((child) => readString(child));
}
