import { contextConstructed, TAG } from '#lib/encoding/der.ts';
import { derOid, derSequence, derSetOf, derString, derValue } from '#lib/encoding/der-write.ts';
import { ATTRIBUTE, QUALIFIER, SERIAL_NUMBER_NAME, USER_NOTICE } from '#lib/platform-cert/oids.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { TestExtension, TestName } from './certificate-authority.ts';
import { encodeDirectoryNames, encodeTestName, present, type TestIssuerSerial } from './platform-certificate-configuration.ts';

/** The platform that a certificate names. */
export interface TestPlatform {
  readonly manufacturer: string;
  readonly model: string;
  readonly version: string;
  readonly serial?: string | null;
  /** Dotted OID of the manufacturer's private enterprise number. */
  readonly manufacturerId?: string | null;
}

/** subjectAltName with the platform's names. */
export function platformNames(platform: TestPlatform): TestExtension {
  const rdn = (oid: string, value: Uint8Array) => derSetOf(derSequence(derOid(oid), value));
  const name = derSequence(
    rdn(ATTRIBUTE.platformManufacturer, derString(platform.manufacturer)),
    ...present(platform.manufacturerId, (oid) => rdn(ATTRIBUTE.platformManufacturerId, derSequence(derOid(oid)))),
    rdn(ATTRIBUTE.platformModel, derString(platform.model)),
    rdn(ATTRIBUTE.platformVersion, derString(platform.version)),
    ...present(platform.serial, (text) => rdn(ATTRIBUTE.platformSerial, derString(text))),
  );
  return { oid: EXTENSION.subjectAltName, value: encodeDirectoryNames(name) };
}

/** certificatePolicies with the TCG's user notice, unless told otherwise, and a CPS address. */
export function platformPolicies(userNotice: string = USER_NOTICE): TestExtension {
  const cps = derSequence(derOid(QUALIFIER.cps), derString('https://ca.example/practice', TAG.ia5String));
  const notice = derSequence(derOid(QUALIFIER.userNotice), derSequence(derString(userNotice)));
  return { oid: EXTENSION.certificatePolicies, value: derSequence(derSequence(derOid('2.999.1'), derSequence(cps, notice))) };
}

/** targetInformation that names further EK certificates. */
export function targetInformation(targets: readonly TestIssuerSerial[]): TestExtension {
  const encoded = targets.map((target) => {
    const name = derValue(contextConstructed(4), encodeTestName(withSerial(target)));
    return derValue(contextConstructed(0), name);
  });
  return { oid: EXTENSION.targetInformation, critical: true, value: derSequence(derSequence(...encoded)) };
}

function withSerial({ issuer, serialNumber }: TestIssuerSerial): TestName {
  const attributes = typeof issuer === 'string' ? [{ oid: '2.5.4.3', value: issuer }] : issuer;
  return [...attributes, { oid: SERIAL_NUMBER_NAME, value: String(serialNumber) }];
}
