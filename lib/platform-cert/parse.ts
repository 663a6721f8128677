import type { Component, Property } from '#lib/component/types.ts';
import { equalBytes } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { readAuthorityKeyIdentifier } from '#lib/x509/authority-key-identifier.ts';
import { readKnownExtension } from '#lib/x509/extensions.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { AlgorithmIdentifier, AuthorityKeyIdentifier } from '#lib/x509/types.ts';
import { type AttributeCertificate, takeCertificate } from './attribute-certificate.ts';
import { readExtensionContent } from './extension-content.ts';
import { keyIdentifierFromText } from './key-identifier-text.ts';
import { kindOfCredentialType, platformCertificateKindOf } from './kind.ts';
import { OIW_SHA1_WITH_RSA } from './oids.ts';
import { type AttributeFields, readPlatformAttributes } from './parse-attributes.ts';
import { NO_PLATFORM_NAMES, readPlatformNames } from './platform-names.ts';
import { readUserNotice } from './policies.ts';
import type { Reading } from './reading.ts';
import { readTargets } from './targets.ts';
import type { PlatformCertificate, PlatformCertificateKind } from './types.ts';

/** Warnings kept of one certificate, so that a hostile file can't multiply itself. */
export const MAX_WARNINGS = 200;

/**
 * Parses one TCG platform or delta certificate in the attribute-certificate form, specification 1.0 or 1.1; the whole input
 * must be consumed. Byte fields are subarrays of the input. Components are in certificate order. What no known field explains
 * is in `otherAttributes`, `extensions` or `unread`; what a standard forbids and real issuers do is a warning.
 * @param der  bare DER, at most MAX_CERTIFICATE_BYTES octets
 * @throws ParseError 'not-a-platform-certificate' for another attribute certificate; 'unsupported-version' for specification
 *         2.x; 'too-large' | 'too-many' | 'truncated' | 'bad-tag' | 'bad-value' | 'bad-time' | 'bad-utf8' | 'missing-field' |
 *         'duplicate-key' | 'trailing-data' and what the DER reader throws, with the octet offset
 * @spec   RFC 5755 section 4.1; TCG Platform Certificate Profile 1.1 section 3
 */
export function parsePlatformCertificate(der: Uint8Array): PlatformCertificate {
  const { frame, reading } = takeCertificate(der);
  const kind = platformCertificateKindOf(frame);
  if (kind === undefined) throw noPlatformCertificate(frame);
  const { generation, ...attributes } = readPlatformAttributes(reading, frame.attributes);
  const extensions = readExtensionFields(reading, frame);
  const { root: _, attributes: __, ...signed } = frame;
  warnOfSpecification(reading, generation, attributes);
  warnOfStatuses(reading, kind, attributes);
  warnOfAlgorithms(reading, [frame.innerSignatureAlgorithm, frame.signatureAlgorithm]);
  return {
    kind,
    form: 'AC',
    id: sha256Hex(der),
    der,
    specVersion: specVersionOf(kind, generation, attributes),
    ...signed,
    ...attributes,
    ...extensions,
    unread: reading.unread,
    warnings: boundedWarnings(reading.warnings),
  };
}

function noPlatformCertificate({ attributes }: AttributeCertificate): ParseError {
  const found = attributes.length === 0 ? 'no attributes' : `the attributes ${attributes.map(({ oid }) => oid).join(', ')}`;
  const message = `a valid attribute certificate with ${found}, and none of those that make a TCG platform certificate`;
  return new ParseError('not-a-platform-certificate', message, {
    ...(attributes[0] === undefined ? {} : { offset: attributes[0].node.start }),
    path: 'attributes',
    spec: 'TCG Platform Certificate Profile 1.1 section 3.1',
  });
}

type ExtensionFields = Pick<PlatformCertificate, 'platform' | 'targets' | 'userNotice' | 'authorityKeyIdentifier'>;

function readExtensionFields(reading: Reading, { root, extensions }: AttributeCertificate): ExtensionFields {
  const of = { root, extensions };
  const authorityKeyIdentifier = readKnownExtension({
    extensions,
    oid: EXTENSION.authorityKeyIdentifier,
    read: readAuthorityKeyIdentifier,
    warnings: reading.warnings,
  });
  warnOfKeyIdentifier(reading, authorityKeyIdentifier);
  const platform = readExtensionContent(reading, {
    ...of,
    oid: EXTENSION.subjectAltName,
    path: 'platform',
    read: (value) => readPlatformNames(reading, value),
  });
  const targets = readExtensionContent(reading, {
    ...of,
    oid: EXTENSION.targetInformation,
    path: 'targets',
    read: (value) => readTargets(reading, value),
  });
  const userNotice = readExtensionContent(reading, {
    ...of,
    oid: EXTENSION.certificatePolicies,
    path: 'userNotice',
    read: (value) => readUserNotice(reading, value),
  });
  return { platform: platform ?? NO_PLATFORM_NAMES, targets: targets ?? [], userNotice, authorityKeyIdentifier };
}

type Attributes = Omit<AttributeFields, 'generation'>;

/** The body decides; without a configuration the declared specification does, where it is a known one. */
function specVersionOf(kind: PlatformCertificateKind, generation: 1 | 2 | null, { credentialSpecification }: Attributes): string {
  if (generation !== null) return generation === 1 ? '1.0' : '1.1';
  const isDeclared11 = credentialSpecification?.major === 1 && credentialSpecification.minor >= 1;
  return isDeclared11 || kind !== 'platform-certificate' ? '1.1' : '1.0';
}

function warnOfSpecification(reading: Reading, generation: 1 | 2 | null, { credentialSpecification, credentialType }: Attributes): void {
  if (credentialType !== null && kindOfCredentialType(credentialType) === undefined) {
    const detail = `credential type ${credentialType} is none of a platform certificate`;
    reading.warnings.push({ code: 'unknown-credential-type', detail, path: 'credentialType' });
  }
  if (generation === null || credentialSpecification === null) return;
  const declared = `${credentialSpecification.major}.${credentialSpecification.minor}`;
  const body = generation === 1 ? '1.0' : '1.1';
  if (declared === body) return;
  const detail = `declares specification ${declared} and has the configuration of ${body}, which is read`;
  reading.warnings.push({ code: 'declared-version-mismatch', detail, path: 'credentialSpecification' });
}

function warnOfStatuses(reading: Reading, kind: PlatformCertificateKind, { components, properties }: Attributes): void {
  warnOfStatus(reading, kind, { entries: components, path: 'components' });
  warnOfStatus(reading, kind, { entries: properties, path: 'properties' });
}

interface Entries {
  readonly entries: readonly (Component | Property)[];
  readonly path: string;
}

function warnOfStatus(reading: Reading, kind: PlatformCertificateKind, { entries, path }: Entries): void {
  const isDelta = kind === 'delta-platform-certificate';
  entries.forEach(({ status }, index) => {
    const place = `${path}[${index}]`;
    if (isDelta && status === null) {
      reading.warnings.push({ code: 'status-missing-in-delta', detail: `${place} doesn't say what the delta does to it`, path: place });
    }
    if (!isDelta && status !== null) {
      const detail = `${place} has the status "${status}", which only deltas may have; it is ignored`;
      reading.warnings.push({ code: 'status-in-base', detail, path: place });
    }
  });
}

function warnOfAlgorithms(reading: Reading, algorithms: readonly AlgorithmIdentifier[]): void {
  if (!algorithms.some(({ oid }) => oid === OIW_SHA1_WITH_RSA)) return;
  const detail = `the signature algorithm is ${OIW_SHA1_WITH_RSA}, an old identifier of SHA-1 with RSA`;
  reading.warnings.push({ code: 'old-algorithm-identifier', detail, path: 'signatureAlgorithm' });
}

function warnOfKeyIdentifier(reading: Reading, identifier: AuthorityKeyIdentifier | null): void {
  const octets = identifier?.keyIdentifier ?? null;
  if (octets === null || equalBytes(keyIdentifierFromText(octets), octets)) return;
  const detail = `the authority's key identifier is written as ${octets.length} hexadecimal characters`;
  reading.warnings.push({ code: 'key-identifier-as-text', detail, path: 'authorityKeyIdentifier' });
}

/** A value that is read twice warns twice: one line each is enough. */
function boundedWarnings(warnings: readonly Warning[]): readonly Warning[] {
  const distinct = [...new Map(warnings.map((warning) => [`${warning.code} ${warning.offset} ${warning.path}`, warning])).values()];
  if (distinct.length <= MAX_WARNINGS) return distinct;
  const more = distinct.length - MAX_WARNINGS;
  return [...distinct.slice(0, MAX_WARNINGS), { code: 'more-warnings', detail: `${more} more warnings are not shown` }];
}
