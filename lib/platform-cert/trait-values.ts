import { contextPrimitive, type DerNode, expectTag, fieldsOf, rawOf, TAG } from '#lib/encoding/der.ts';
import { readBoolean, readOid, readString, readTime } from '#lib/encoding/der-values.ts';
import { readCertificateIdentifier } from './certificate-identifier.ts';
import { componentPathsOf } from './component-paths.ts';
import { readCountryOfOrigin, readGeoLocation } from './geo-location.ts';
import { readAddress, readComponent } from './parse-component.ts';
import { readCommonCriteria, readFipsLevel } from './parse-tbb.ts';
import { keepUnread, noteDefault, type Reading, readText } from './reading.ts';
import { readStatus } from './status.ts';
import { FLAG_NAMES, readFlags } from './trait-flags.ts';
import { TRAIT_ID } from './trait-oids.ts';
import type { CommonCriteriaEvaluation, Trait, TraitValue } from './trait-types.ts';
import { readUri, readUriReference } from './uri-reference.ts';

/** Where a trait's value stands. */
export interface ValuePlace {
  readonly path: string;
  readonly form: Trait['form'];
}

/** Characters of a certificate in PEM (CERTSTRMAX). */
const MAX_PEM_CHARACTERS = 102_400;

type ReadValue = (reading: Reading, node: DerNode, place: ValuePlace) => TraitValue;

const readOidValue: ReadValue = (_, node) => ({ kind: 'oid', oid: readOid(expectTag(node, TAG.oid, 'OBJECT IDENTIFIER')) });
const readTextValue: ReadValue = (reading, node, { path }) => ({ kind: 'text', text: readText(reading, node, path) });

const READERS: ReadonlyMap<string, ReadValue> = new Map<string, ReadValue>([
  [TRAIT_ID.boolean, (_, node) => ({ kind: 'boolean', value: readBoolean(expectTag(node, TAG.boolean, 'BOOLEAN')) })],
  [TRAIT_ID.certificateIdentifier, readCertificate],
  [
    TRAIT_ID.commonCriteria,
    (reading, node, { path }) => ({ kind: 'common-criteria', evaluation: readCommonCriteriaEvaluation(reading, node, path) }),
  ],
  [
    TRAIT_ID.componentIdentifierV11,
    (reading, node, { path }) => ({
      kind: 'component',
      component: readComponent(reading, node, { paths: componentPathsOf(path), generation: 2 }),
    }),
  ],
  [TRAIT_ID.fipsLevel, (reading, node, { path }) => ({ kind: 'fips-level', level: readFipsLevel(reading, sequence(node, path), path) })],
  [TRAIT_ID.iso9000, readIso9000],
  [TRAIT_ID.networkMac, (reading, node, { path }) => ({ kind: 'address', address: readAddress(reading, node, path) })],
  [TRAIT_ID.oid, readOidValue],
  [TRAIT_ID.pen, readOidValue],
  [
    TRAIT_ID.status,
    (reading, node, { path }) => ({ kind: 'status', status: readStatus(reading, expectTag(node, TAG.enumerated, path), path) }),
  ],
  [TRAIT_ID.uri, (reading, node, { path }) => ({ kind: 'uri', reference: readUriReference(reading, sequence(node, path), path) })],
  [TRAIT_ID.utf8String, readTextValue],
  [TRAIT_ID.ia5String, (_, node, { path }) => ({ kind: 'text', text: readString(expectTag(node, TAG.ia5String, path)) })],
  [TRAIT_ID.pemCertificate, readPem],
  [TRAIT_ID.publicKey, (_, node, { path }) => ({ kind: 'public-key', subjectPublicKeyInfo: rawOf(sequence(node, path)) })],
  [TRAIT_ID.geoLocation, (reading, node, { path }) => ({ kind: 'location', location: readGeoLocation(reading, node, path) })],
  [TRAIT_ID.countryOfOrigin, (reading, node, { path }) => readCountryOfOrigin(reading, node, path)],
  ...[...FLAG_NAMES].map(([id, bitNames]): [string, ReadValue] => [
    id,
    (reading, node, { path, form }) => readFlags(reading, expectTag(node, TAG.bitString, path), { path, form, bitNames }),
  ]),
]);

/** The reader of a syntax; undefined for one that isn't known. The class of a component has a reader of its own. */
export function valueReader(traitId: string): ReadValue | undefined {
  return READERS.get(traitId);
}

const sequence = (node: DerNode, path: string): DerNode => expectTag(node, TAG.sequence, path);

function readCertificate(reading: Reading, node: DerNode, { path }: ValuePlace): TraitValue {
  return { kind: 'certificate', reference: readCertificateIdentifier(reading, sequence(node, path), path) };
}

function readIso9000(reading: Reading, node: DerNode, { path }: ValuePlace): TraitValue {
  const fields = fieldsOf(sequence(node, path));
  const certified = fields.takeOptional(TAG.boolean);
  const uri = fields.takeOptional(TAG.ia5String);
  keepUnread(reading, path, fields.rest());
  const isCertified = certified !== undefined && readBoolean(certified);
  if (certified !== undefined) noteDefault(reading, certified, { isDefault: !isCertified, path });
  return { kind: 'iso9000', certified: isCertified, uri: uri === undefined ? null : readUri(reading, uri, path) };
}

function readPem(_: Reading, node: DerNode, { path }: ValuePlace): TraitValue {
  const text = readString(expectTag(node, TAG.utf8String, path));
  return text.length > MAX_PEM_CHARACTERS ? { kind: 'unread', raw: rawOf(node) } : { kind: 'text', text };
}

/** One line of the specification says that the measures stand alone: told apart by shape. */
function readCommonCriteriaEvaluation(reading: Reading, node: DerNode, path: string): CommonCriteriaEvaluation {
  const fields = fieldsOf(sequence(node, path));
  const measures = fields.takeOptional(TAG.sequence);
  if (measures === undefined) {
    const alone = { certificateNumber: null, certificateAuthority: null, scheme: null, issuedAt: null, expiresAt: null };
    return { measures: readCommonCriteria(reading, node, path), ...alone };
  }
  const evaluation = {
    measures: readCommonCriteria(reading, measures, path),
    certificateNumber: readText(reading, fields.take(`${path}.cCCertificateNumber`), path),
    certificateAuthority: readText(reading, fields.take(`${path}.cCCertificateAuthority`), path),
    scheme: textOf(fields.takeOptional(contextPrimitive(0))),
    issuedAt: timeOf(fields.takeOptional(contextPrimitive(1))),
    expiresAt: timeOf(fields.takeOptional(contextPrimitive(2))),
  };
  keepUnread(reading, path, fields.rest());
  return evaluation;
}

const textOf = (node: DerNode | undefined): string | null => (node === undefined ? null : readString(node, TAG.utf8String));
const timeOf = (node: DerNode | undefined): string | null => (node === undefined ? null : readTime({ ...node, tag: TAG.generalizedTime }));
