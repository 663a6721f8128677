/** Short names of attribute types: RFC 4514 section 3 first, then those that tools commonly show. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.6', 'C'],
  ['2.5.4.9', 'STREET'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.12', 'title'],
  ['2.5.4.13', 'description'],
  ['2.5.4.15', 'businessCategory'],
  ['2.5.4.17', 'postalCode'],
  ['2.5.4.41', 'name'],
  ['2.5.4.42', 'GN'],
  ['2.5.4.43', 'initials'],
  ['2.5.4.44', 'generationQualifier'],
  ['2.5.4.46', 'dnQualifier'],
  ['2.5.4.65', 'pseudonym'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

/** TCG attributes of a TPM (2.23.133.2) and of a platform (2.23.133.5.1): without a short name, but known to be text. */
const TEXT_TYPES: ReadonlySet<string> = new Set([
  '2.23.133.2.1',
  '2.23.133.2.2',
  '2.23.133.2.3',
  '2.23.133.2.4',
  '2.23.133.2.5',
  '2.23.133.2.6',
  '2.23.133.5.1.1',
  '2.23.133.5.1.2',
  '2.23.133.5.1.3',
  '2.23.133.5.1.4',
  '2.23.133.5.1.5',
  '2.23.133.5.1.6',
]);

/** How an attribute type is written before the equals sign: a short name, or the dotted OID. */
export function attributeTypeText(oid: string): string {
  return SHORT_NAMES.get(oid) ?? oid;
}

/** Whether a value of this type is written as text; any other is written as `#` and hexadecimal. @spec RFC 4514 section 2.4 */
export function isTextType(oid: string): boolean {
  return SHORT_NAMES.has(oid) || TEXT_TYPES.has(oid);
}
