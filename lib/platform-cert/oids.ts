/** Attribute types of platform certificates. @spec TCG Platform Certificate Profile 1.1 section 3.1; 2.1 section 3.1 */
export const ATTRIBUTE = {
  tpmManufacturer: '2.23.133.2.1',
  tpmModel: '2.23.133.2.2',
  tpmVersion: '2.23.133.2.3',
  tcpaManufacturer: '2.23.133.2.4',
  tcpaModel: '2.23.133.2.5',
  tcpaVersion: '2.23.133.2.6',
  tpmSpecification: '2.23.133.2.16',
  platformSpecification: '2.23.133.2.17',
  tbbSecurityAssertions: '2.23.133.2.19',
  credentialSpecification: '2.23.133.2.23',
  credentialType: '2.23.133.2.25',
  previousPlatformCertificates: '2.23.133.2.26',
  tbbSecurityAssertionsV3: '2.23.133.2.27',
  cryptographicAnchors: '2.23.133.2.28',
  platformOwnership: '2.23.133.2.29',
  manufacturingAssertions: '2.23.133.2.30',
  platformManufacturer: '2.23.133.5.1.1',
  platformManufacturerId: '2.23.133.5.1.2',
  platformConfigUri: '2.23.133.5.1.3',
  platformModel: '2.23.133.5.1.4',
  platformVersion: '2.23.133.5.1.5',
  platformSerial: '2.23.133.5.1.6',
  platformConfigUriV3: '2.23.133.5.1.7.4',
  platformIdentifier: '2.23.133.5.1.8',
} as const;

/** The platform configuration in its three generations: specification 1.0, 1.1 and 2.x. */
export const CONFIGURATION = {
  v1: '2.23.133.5.1.7.1',
  v2: '2.23.133.5.1.7.2',
  v3: '2.23.133.5.1.7.3',
} as const;

/** Values of the credential type attribute, and key purposes. */
export const CREDENTIAL_TYPE = {
  endorsementKey: '2.23.133.8.1',
  base: '2.23.133.8.2',
  baseOfKey: '2.23.133.8.4',
  delta: '2.23.133.8.5',
  deltaOfKey: '2.23.133.8.6',
  rebase: '2.23.133.8.7',
  rebaseOfKey: '2.23.133.8.8',
} as const;

/** What certificates of keys that identify or attest a device have. @spec TCG TPM 2.0 Keys for Device Identity and Attestation 1.00 section 8.2 */
export const DEVICE_KEY = {
  /** tcg-kp-AIKCertificate: the purpose of a key that signs what its TPM generates. */
  attestationPurpose: '2.23.133.8.3',
  verifiedResidency: '2.23.133.11.1.1',
  verifiedFixed: '2.23.133.11.1.2',
  verifiedRestricted: '2.23.133.11.1.3',
  /** The type of hardware in a hardware module name: a TPM 2.0. */
  tpmHardware: '2.23.133.1.2',
  /** The assigner of a permanent identifier that is the SHA-256 of an EK certificate. */
  ekPermanentIdentifier: '2.23.133.12.1',
} as const;

/** Other names of a subjectAltName. @spec RFC 4043 section 2; RFC 4108 section 5 */
export const OTHER_NAME = {
  permanentIdentifier: '1.3.6.1.5.5.7.8.3',
  hardwareModuleName: '1.3.6.1.5.5.7.8.4',
} as const;

/** Policy qualifiers. @spec RFC 5280 section 4.2.1.4 */
export const QUALIFIER = {
  cps: '1.3.6.1.5.5.7.2.1',
  userNotice: '1.3.6.1.5.5.7.2.2',
} as const;

/** serialNumber in a name. @spec X.520 section 6.2.9 */
export const SERIAL_NUMBER_NAME = '2.5.4.5';

/** sha1WithRSA of the OIW, which predates PKCS #1's own identifier. */
export const OIW_SHA1_WITH_RSA = '1.3.14.3.2.29';

/** Arc of the component class registries. */
export const CLASS_REGISTRY_ARC = '2.23.133.18.3.';

/** Address types by the names that the component floor uses. */
export const ADDRESS_KINDS: ReadonlyMap<string, string> = new Map([
  ['2.23.133.17.1', 'ethernet-mac'],
  ['2.23.133.17.2', 'wlan-mac'],
  ['2.23.133.17.3', 'bluetooth-mac'],
]);

/** The texts by which issuers mark platform certificates, now and in the TCPA's time. */
export const USER_NOTICE = 'TCG Trusted Platform Endorsement';
export const TCPA_USER_NOTICE = 'TCPA Trusted Platform Endorsement';
