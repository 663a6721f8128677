const TRAIT = '2.23.133.19';

/** Syntaxes of trait values. @spec TCG Platform Certificate Profile 2.1 section 3.1 (traitId) */
export const TRAIT_ID = {
  boolean: `${TRAIT}.1.1`,
  certificateIdentifier: `${TRAIT}.1.2`,
  commonCriteria: `${TRAIT}.1.3`,
  componentClass: `${TRAIT}.1.4`,
  componentIdentifierV11: `${TRAIT}.1.5`,
  fipsLevel: `${TRAIT}.1.6`,
  iso9000: `${TRAIT}.1.7`,
  networkMac: `${TRAIT}.1.8`,
  oid: `${TRAIT}.1.9`,
  pen: `${TRAIT}.1.10`,
  firmwareCapabilities: `${TRAIT}.1.11`,
  firmwareSignatureVerification: `${TRAIT}.1.12`,
  firmwareUpdateCompliance: `${TRAIT}.1.13`,
  hardwareCapabilities: `${TRAIT}.1.14`,
  rtm: `${TRAIT}.1.15`,
  status: `${TRAIT}.1.16`,
  uri: `${TRAIT}.1.17`,
  utf8String: `${TRAIT}.1.18`,
  ia5String: `${TRAIT}.1.19`,
  pemCertificate: `${TRAIT}.1.20`,
  publicKey: `${TRAIT}.1.21`,
  geoLocation: `${TRAIT}.1.22`,
  countryOfOrigin: `${TRAIT}.1.23`,
} as const;

/** Meanings of traits, in an order of their own. @spec TCG Platform Certificate Profile 2.1 section 3.1 (traitCategory) */
export const TRAIT_CATEGORY = {
  platformManufacturer: `${TRAIT}.2.1`,
  platformModel: `${TRAIT}.2.2`,
  platformVersion: `${TRAIT}.2.3`,
  platformSerial: `${TRAIT}.2.4`,
  platformManufacturerIdentifier: `${TRAIT}.2.5`,
  platformOwnership: `${TRAIT}.2.6`,
  componentClass: `${TRAIT}.2.7`,
  componentManufacturer: `${TRAIT}.2.8`,
  componentModel: `${TRAIT}.2.9`,
  componentSerial: `${TRAIT}.2.10`,
  componentStatus: `${TRAIT}.2.11`,
  componentLocation: `${TRAIT}.2.12`,
  componentRevision: `${TRAIT}.2.13`,
  componentFieldReplaceable: `${TRAIT}.2.14`,
  ekCertificate: `${TRAIT}.2.15`,
  iakCertificate: `${TRAIT}.2.16`,
  idevidCertificate: `${TRAIT}.2.17`,
  diceCertificate: `${TRAIT}.2.18`,
  spdmCertificate: `${TRAIT}.2.19`,
  pemCertificate: `${TRAIT}.2.20`,
  platformCertificate: `${TRAIT}.2.21`,
  deltaPlatformCertificate: `${TRAIT}.2.22`,
  rebasePlatformCertificate: `${TRAIT}.2.23`,
  genericCertificate: `${TRAIT}.2.24`,
  commonCriteria: `${TRAIT}.2.25`,
  componentIdentifierV11: `${TRAIT}.2.26`,
  fipsLevel: `${TRAIT}.2.27`,
  iso9000: `${TRAIT}.2.28`,
  networkMac: `${TRAIT}.2.29`,
  oid: `${TRAIT}.2.30`,
  pen: `${TRAIT}.2.31`,
  firmwareCapabilities: `${TRAIT}.2.32`,
  hardwareCapabilities: `${TRAIT}.2.33`,
  firmwareSignatureVerification: `${TRAIT}.2.34`,
  firmwareUpdateCompliance: `${TRAIT}.2.35`,
  rtm: `${TRAIT}.2.36`,
  publicKey: `${TRAIT}.2.37`,
  componentPartNumber: `${TRAIT}.2.38`,
  geoLocation: `${TRAIT}.2.39`,
  countryOfOrigin: `${TRAIT}.2.40`,
} as const;

/** The registry of traits whose definition the issuer describes itself. */
export const TRAIT_REGISTRY_NONE = `${TRAIT}.3.1`;

const CATEGORY_NAMES: ReadonlyMap<string, keyof typeof TRAIT_CATEGORY> = new Map(
  // Object.entries gives up the names of the keys.
  Object.entries(TRAIT_CATEGORY).map(([name, oid]) => [oid, name as keyof typeof TRAIT_CATEGORY]),
);

/** The name of a trait's category, or null for one that isn't known. */
export function traitCategoryName(oid: string): keyof typeof TRAIT_CATEGORY | null {
  return CATEGORY_NAMES.get(oid) ?? null;
}

/** Categories by which traits name the certificates that a certificate continues. */
export const PREVIOUS_CATEGORIES: readonly string[] = [
  TRAIT_CATEGORY.platformCertificate,
  TRAIT_CATEGORY.deltaPlatformCertificate,
  TRAIT_CATEGORY.rebasePlatformCertificate,
];
