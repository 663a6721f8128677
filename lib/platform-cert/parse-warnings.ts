import type { Component, Property } from '#lib/component/types.ts';
import { equalBytes } from '#lib/encoding/bytes.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';
import type { AlgorithmIdentifier, AuthorityKeyIdentifier } from '#lib/x509/types.ts';
import { keyIdentifierFromText } from './key-identifier-text.ts';
import { kindOfCredentialType } from './kind.ts';
import { OIW_SHA1_WITH_RSA } from './oids.ts';
import type { AttributeFields } from './parse-attributes.ts';
import type { Generation } from './parse-configuration.ts';
import type { Reading } from './reading.ts';
import type { PlatformCertificateKind } from './types.ts';

/** Warnings kept of one certificate, so that a hostile file can't multiply itself. */
export const MAX_WARNINGS = 200;

const BODIES: Readonly<Record<Generation, string>> = { 1: '1.0', 2: '1.1', 3: '2.x' };

/**
 * The specification by which the body is written. The configuration decides; which minor version of 2 it is, and everything
 * of a certificate without a configuration, the declared specification does, where it is a known one. The public-key form came with 2.
 */
export function specVersionOf(
  { kind, isKeyForm }: { readonly kind: PlatformCertificateKind; readonly isKeyForm: boolean },
  { generation, credentialSpecification, traits }: AttributeFields,
): string {
  const declared = credentialSpecification === null ? null : `${credentialSpecification.major}.${credentialSpecification.minor}`;
  const isLater = credentialSpecification?.major === 2;
  if (generation === 3) return isLater && declared !== null ? declared : BODIES[3];
  if (generation !== null) return BODIES[generation];
  if (isLater && declared !== null) return declared;
  if (traits.previousPlatformCertificates.length > 0 || (isKeyForm && declared === null)) return BODIES[3];
  return declared === '1.0' || (declared === null && kind === 'platform-certificate') ? BODIES[1] : BODIES[2];
}

/** What the credential type and the declared specification say that the body doesn't bear out. */
export function warnOfSpecification(reading: Reading, { generation, credentialSpecification, credentialType }: AttributeFields): void {
  if (credentialType !== null && kindOfCredentialType(credentialType) === undefined) {
    const detail = `credential type ${credentialType} is none of a platform certificate`;
    reading.warnings.push({ code: 'unknown-credential-type', detail, path: 'credentialType' });
  }
  if (generation === null || credentialSpecification === null) return;
  const { major, minor } = credentialSpecification;
  if (generation === 3 ? major === 2 : `${major}.${minor}` === BODIES[generation]) return;
  const detail = `declares specification ${major}.${minor} and has the configuration of ${BODIES[generation]}, which is read`;
  reading.warnings.push({ code: 'declared-version-mismatch', detail, path: 'credentialSpecification' });
}

/** A status where none may be, and none where one must be. */
export function warnOfStatuses(reading: Reading, kind: PlatformCertificateKind, { components, properties }: AttributeFields): void {
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
    if (isDelta === (status !== null)) return;
    const place = `${path}[${index}]`;
    if (isDelta) {
      reading.warnings.push({ code: 'status-missing-in-delta', detail: `${place} doesn't say what the delta does to it`, path: place });
      return;
    }
    const detail = `${place} has the status "${status}", which only deltas may have; it is ignored`;
    reading.warnings.push({ code: 'status-in-base', detail, path: place });
  });
}

/** A signature algorithm under an identifier that predates the standard one. */
export function warnOfAlgorithms(reading: Reading, algorithms: readonly AlgorithmIdentifier[]): void {
  if (!algorithms.some(({ oid }) => oid === OIW_SHA1_WITH_RSA)) return;
  const detail = `the signature algorithm is ${OIW_SHA1_WITH_RSA}, an old identifier of SHA-1 with RSA`;
  reading.warnings.push({ code: 'old-algorithm-identifier', detail, path: 'signatureAlgorithm' });
}

/** A key identifier that is written as text. */
export function warnOfKeyIdentifier(reading: Reading, identifier: AuthorityKeyIdentifier | null): void {
  const octets = identifier?.keyIdentifier ?? null;
  if (octets === null || equalBytes(keyIdentifierFromText(octets), octets)) return;
  const detail = `the authority's key identifier is written as ${octets.length} hexadecimal characters`;
  reading.warnings.push({ code: 'key-identifier-as-text', detail, path: 'authorityKeyIdentifier' });
}

/** A value that is read twice warns twice: one line each is enough. */
export function boundedWarnings(warnings: readonly Warning[]): readonly Warning[] {
  if (warnings.length === 0) return warnings;
  const distinct = [...new Map(warnings.map((warning) => [`${warning.code} ${warning.offset} ${warning.path}`, warning])).values()];
  if (distinct.length <= MAX_WARNINGS) return distinct;
  const more = distinct.length - MAX_WARNINGS;
  return [...distinct.slice(0, MAX_WARNINGS), { code: 'more-warnings', detail: `${more} more warnings are not shown` }];
}
