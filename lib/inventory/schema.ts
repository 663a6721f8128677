/** Octets of one inventory. Real ones stay under 100 KB. */
export const MAX_INVENTORY_BYTES = 64 * 1024 * 1024;
/** Rows of one inventory. The largest servers have some hundreds. */
export const MAX_COMPONENTS = 20_000;
export const MAX_PROPERTIES = 20_000;
/** Entries of a firmware's log. Real ones hold some dozens. */
export const MAX_EVENTS = 5000;
/** Digests that one file reports. A TPM has 24 registers for each algorithm. */
export const MAX_MEASUREMENTS = 1000;
/** Addresses of one component. */
export const MAX_ADDRESSES = 256;
/** Traits of one component, or of the platform. */
export const MAX_TRAITS = 256;
/** Characters of one text. */
export const MAX_TEXT = 4096;
/** Characters that the certificate profile allows for a name or serial. Longer ones are read, with a warning. */
export const PROFILE_TEXT = 256;
/** Warnings that are kept; one more says that there were others. */
export const MAX_WARNINGS = 1000;

/**
 * Names of members, upper case, in the order in which they are looked for. Files write them in any case.
 * The long ones are today's, the short ones are accepted aliases or stand in older files.
 */
export const KEYS = {
  platform: ['PLATFORM'],
  components: ['COMPONENTS', 'COMPONENTIDENTIFIERS'],
  properties: ['PROPERTIES'],
  platformManufacturer: ['PLATFORMMANUFACTURERSTR', 'MANUFACTURER'],
  platformModel: ['PLATFORMMODEL', 'MODEL'],
  platformVersion: ['PLATFORMVERSION', 'VERSION'],
  platformSerial: ['PLATFORMSERIAL', 'SERIAL'],
  platformManufacturerId: ['PLATFORMMANUFACTURERID', 'MANUFACTURERID'],
  class: ['COMPONENTCLASS'],
  classRegistry: ['COMPONENTCLASSREGISTRY', 'REGISTRY'],
  classValue: ['COMPONENTCLASSVALUE', 'VALUE'],
  manufacturer: ['MANUFACTURER', 'COMPONENTMANUFACTURER'],
  model: ['MODEL', 'COMPONENTMODEL'],
  serial: ['SERIAL', 'COMPONENTSERIAL'],
  revision: ['REVISION', 'COMPONENTREVISION'],
  manufacturerId: ['MANUFACTURERID', 'COMPONENTMANUFACTURERID'],
  fieldReplaceable: ['FIELDREPLACEABLE'],
  addresses: ['ADDRESSES', 'COMPONENTADDRESSES', 'COMPONENTADDRESS'],
  addressType: ['ADDRESSTYPE'],
  addressValue: ['ADDRESSVALUE'],
  status: ['STATUS'],
  /** Where the part is; traits alone say it. */
  slot: ['COMPONENTLOCATION'],
  traits: ['TRAITS'],
  identifier: ['COMPONENTIDENTIFIERV11'],
  /** Kept in the raw object; certificates are linked by certificates, not by what a collector says of them. */
  certificate: ['PLATFORMCERT'],
  certificateUri: ['PLATFORMCERTURI'],
  propertyName: ['PROPERTYNAME', 'NAME'],
  propertyValue: ['PROPERTYVALUE', 'VALUE'],
  propertyStatus: ['PROPERTYSTATUS', 'STATUS'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Address members and address types, both by name and by OID. @spec TCG OID registry, arc 2.23.133.17 */
export const ADDRESS_KINDS: Readonly<Record<string, string>> = {
  ETHERNETMAC: 'ethernet-mac',
  WLANMAC: 'wlan-mac',
  BLUETOOTHMAC: 'bluetooth-mac',
  '2.23.133.17.1': 'ethernet-mac',
  '2.23.133.17.2': 'wlan-mac',
  '2.23.133.17.3': 'bluetooth-mac',
};
