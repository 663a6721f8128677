import { createHash } from 'node:crypto';
import { concatBytes } from '#lib/encoding/bytes.ts';
import { contextConstructed, contextPrimitive, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { readBitString } from '#lib/encoding/der-values.ts';
import {
  derBits,
  derBoolean,
  derGeneralizedTime,
  derInteger,
  derOctets,
  derOid,
  derSequence,
  derString,
  derTime,
  derValue,
} from '#lib/encoding/der-write.ts';
import { encodeName } from '#lib/x509/name.ts';
import { EXTENSION, OCSP } from '#lib/x509/oids.ts';
import { REVOCATION_REASONS, type RevocationReason } from '#lib/x509/revocation-types.ts';
import { type Authority, authorityKeyIdentifier, encodeExtension, keyIdentifierOf, type TestExtension } from './certificate-authority.ts';

/** One line of a revocation list. */
export interface TestRevocation {
  readonly serialNumber: bigint | number;
  /** ISO 8601. */
  readonly revokedAt: string;
  /** No reason code unless given. */
  readonly reason?: RevocationReason;
  readonly invalidSince?: string;
  /** After reason and invalidity date. */
  readonly extensions?: readonly TestExtension[];
}

/** What a revocation list is made of. */
export interface RevocationListDescription {
  readonly authority: Pick<Authority, 'name' | 'keyIdentifier' | 'algorithmIdentifier' | 'sign'>;
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  readonly revoked?: readonly TestRevocation[];
  /** The contents of revokedCertificates, in place of `revoked`. */
  readonly entries?: Uint8Array;
  readonly number?: bigint | number;
  /** Of a delta list: the number of the list that it changes. */
  readonly baseNumber?: bigint | number;
  /** After the usual ones. */
  readonly extensions?: readonly TestExtension[];
  /** Version 1 has neither version nor extensions. */
  readonly version?: 1 | 2;
}

/** Makes a revocation list in DER, signed by an authority. @spec RFC 5280 section 5.1 */
export function makeRevocationList(description: RevocationListDescription): Uint8Array {
  const { authority, thisUpdate, nextUpdate, revoked = [], version = 2 } = description;
  const entries = description.entries ?? concatBytes(revoked.map(encodeRevocation));
  const tbs = derSequence(
    version === 2 ? derInteger(1) : undefined,
    authority.algorithmIdentifier,
    encodeName(authority.name),
    derTime(thisUpdate),
    nextUpdate === undefined ? undefined : derTime(nextUpdate),
    entries.length === 0 ? undefined : derValue(TAG.sequence, entries),
    version === 2 ? derValue(contextConstructed(0), derSequence(...listExtensions(description).map(encodeExtension))) : undefined,
  );
  return derSequence(tbs, authority.algorithmIdentifier, derBits(authority.sign(tbs)));
}

/** One entry of revokedCertificates. */
export function encodeRevocation({ serialNumber, revokedAt, reason, invalidSince, extensions = [] }: TestRevocation): Uint8Array {
  const all = [
    ...(reason === undefined ? [] : [reasonCode(reason)]),
    ...(invalidSince === undefined ? [] : [{ oid: EXTENSION.invalidityDate, value: derGeneralizedTime(invalidSince) }]),
    ...extensions,
  ];
  const encoded = all.length === 0 ? undefined : derSequence(...all.map(encodeExtension));
  return derSequence(derInteger(serialNumber), derTime(revokedAt), encoded);
}

function reasonCode(reason: RevocationReason): TestExtension {
  return { oid: EXTENSION.reasonCode, value: derInteger(REVOCATION_REASONS.indexOf(reason), TAG.enumerated) };
}

function listExtensions({ authority, number, baseNumber, extensions = [] }: RevocationListDescription): readonly TestExtension[] {
  return [
    authorityKeyIdentifier(authority.keyIdentifier),
    ...(number === undefined ? [] : [{ oid: EXTENSION.crlNumber, value: derInteger(number) }]),
    ...(baseNumber === undefined ? [] : [{ oid: EXTENSION.deltaCrlIndicator, critical: true, value: derInteger(baseNumber) }]),
    ...extensions,
  ];
}

/** What a list covers. */
export interface TestScope {
  /** The URI of the distribution point. */
  readonly uri?: string;
  readonly only?: 'user-certificates' | 'ca-certificates' | 'attribute-certificates';
  readonly someReasons?: boolean;
  readonly indirect?: boolean;
}

/** issuingDistributionPoint. @spec RFC 5280 section 5.2.5 */
export function issuingDistributionPoint({ uri, only, someReasons = false, indirect = false }: TestScope): TestExtension {
  const flag = (n: number, isSet: boolean) => (isSet ? derBoolean(true, contextPrimitive(n)) : undefined);
  const value = derSequence(
    uri === undefined ? undefined : derValue(contextConstructed(0), pointName(uri)),
    flag(1, only === 'user-certificates'),
    flag(2, only === 'ca-certificates'),
    someReasons ? derValue(contextPrimitive(3), Uint8Array.of(1, 0x40)) : undefined,
    flag(4, indirect),
    flag(5, only === 'attribute-certificates'),
  );
  return { oid: EXTENSION.issuingDistributionPoint, critical: true, value };
}

/** cRLDistributionPoints with one URI. @spec RFC 5280 section 4.2.1.13 */
export function distributionPoint(uri: string): TestExtension {
  return { oid: EXTENSION.crlDistributionPoints, value: derSequence(derSequence(derValue(contextConstructed(0), pointName(uri)))) };
}

const pointName = (uri: string): Uint8Array => derValue(contextConstructed(0), derString(uri, contextPrimitive(6)));

/** One answer of an OCSP response. */
export interface TestAnswer {
  readonly serialNumber: bigint | number;
  readonly status: 'good' | 'unknown' | { readonly revokedAt: string; readonly reason?: RevocationReason };
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  readonly extensions?: readonly TestExtension[];
}

/** What an OCSP response is made of. */
export interface OcspResponseDescription {
  /** Whose certificates it speaks of. */
  readonly issuer: Pick<Authority, 'name' | 'publicKeyInfo'>;
  /** Who signs: the issuer, or whom it appointed. */
  readonly responder: Pick<Authority, 'name' | 'publicKeyInfo' | 'algorithmIdentifier' | 'sign'>;
  readonly by?: 'name' | 'key';
  readonly answers: readonly TestAnswer[];
  readonly producedAt: string;
  /** DER of certificates that come along. */
  readonly certificates?: readonly Uint8Array[];
  readonly hash?: 'sha1' | 'sha256';
  readonly extensions?: readonly TestExtension[];
}

const HASH_OIDS = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;

/** Makes a successful basic OCSP response in DER. @spec RFC 6960 section 4.2.1 */
export function makeOcspResponse(description: OcspResponseDescription): Uint8Array {
  const { responder, by = 'name', answers, producedAt, certificates = [], extensions = [] } = description;
  const id =
    by === 'name'
      ? derValue(contextConstructed(1), encodeName(responder.name))
      : derValue(contextConstructed(2), derOctets(keyIdentifierOf(responder.publicKeyInfo)));
  const data = derSequence(
    id,
    derGeneralizedTime(producedAt),
    derSequence(...answers.map((answer) => encodeAnswer(answer, description))),
    extensions.length === 0 ? undefined : derValue(contextConstructed(1), derSequence(...extensions.map(encodeExtension))),
  );
  const brought = certificates.length === 0 ? undefined : derValue(contextConstructed(0), derSequence(...certificates));
  const basic = derSequence(data, responder.algorithmIdentifier, derBits(responder.sign(data)), brought);
  const bytes = derSequence(derOid(OCSP.basicResponse), derOctets(basic));
  return derSequence(derInteger(0, TAG.enumerated), derValue(contextConstructed(0), bytes));
}

/** A response without an answer, such as `tryLater` (3). */
export function makeOcspRefusal(status: number): Uint8Array {
  return derSequence(derInteger(status, TAG.enumerated));
}

function encodeAnswer(answer: TestAnswer, { issuer, hash = 'sha1' }: OcspResponseDescription): Uint8Array {
  const digest = (bytes: Uint8Array) => derOctets(new Uint8Array(createHash(hash).update(bytes).digest()));
  const algorithm = derSequence(derOid(HASH_OIDS[hash]), derValue(TAG.null));
  const { nextUpdate, extensions = [] } = answer;
  return derSequence(
    derSequence(algorithm, digest(encodeName(issuer.name)), digest(keyBitsOf(issuer.publicKeyInfo)), derInteger(answer.serialNumber)),
    encodeStatus(answer.status),
    derGeneralizedTime(answer.thisUpdate),
    nextUpdate === undefined ? undefined : derValue(contextConstructed(0), derGeneralizedTime(nextUpdate)),
    extensions.length === 0 ? undefined : derValue(contextConstructed(1), derSequence(...extensions.map(encodeExtension))),
  );
}

function encodeStatus(status: TestAnswer['status']): Uint8Array {
  if (status === 'good') return derValue(contextPrimitive(0));
  if (status === 'unknown') return derValue(contextPrimitive(2));
  const reason = status.reason === undefined ? undefined : REVOCATION_REASONS.indexOf(status.reason);
  const coded = reason === undefined ? [] : [derValue(contextConstructed(0), derInteger(reason, TAG.enumerated))];
  return derValue(contextConstructed(1), derGeneralizedTime(status.revokedAt), ...coded);
}

function keyBitsOf(publicKeyInfo: Uint8Array): Uint8Array {
  const fields = fieldsOf(readDer(publicKeyInfo));
  fields.take('algorithm');
  return readBitString(fields.take('subjectPublicKey')).bytes;
}
