import { toHex } from '#lib/encoding/bytes.ts';
import { hashAlgorithmName } from '#lib/platform-cert/certificate-reference.ts';
import type {
  CommonCriteriaMeasures,
  ComponentCertificateReference,
  GeoLocation,
  TraitValue,
  UriReference,
} from '#lib/platform-cert/trait-types.ts';
import { nameText } from '#lib/x509/name.ts';

/** What a trait says as one line for a person; the caller passes it through `visibleText`. */
export function traitText(value: TraitValue): string | boolean | null {
  switch (value.kind) {
    case 'boolean':
    case 'component-class':
      return value.value;
    case 'certificate':
      return referenceText(value.reference);
    case 'common-criteria':
      return joined([
        measuresText(value.evaluation.measures),
        value.evaluation.certificateNumber,
        value.evaluation.certificateAuthority,
        value.evaluation.scheme,
        value.evaluation.issuedAt,
        value.evaluation.expiresAt,
      ]);
    case 'component':
      return joined([value.component.manufacturer, value.component.model, value.component.serial]);
    case 'fips-level':
      return `${value.level.version}, ${value.level.level}${value.level.plus ? '+' : ''}`;
    case 'iso9000':
      return joined([value.certified ? 'certified' : 'not certified', value.uri]);
    case 'address':
      return `${value.address.kind} ${value.address.value}`;
    case 'oid':
      return value.oid;
    case 'flags':
      return `${value.names.join(', ') || '–'} (0x${toHex(value.octets)})`;
    case 'status':
      return value.status;
    case 'uri':
      return uriText(value.reference);
    case 'text':
      return value.text;
    case 'public-key':
      return toHex(value.subjectPublicKeyInfo);
    case 'location':
      return locationText(value.location);
    case 'country-of-origin':
      return `${locationText(value.location)}${value.hasComponents ? '' : '; not of its components'}`;
    case 'unread':
      return `0x${toHex(value.raw)}`;
    default:
      return value satisfies never;
  }
}

/** A reference to a certificate: issuer and serial number, digest over its signature, or both. */
export function referenceText({ issuerSerial, hashOverSignatureValue }: ComponentCertificateReference): string {
  const named = issuerSerial === null ? null : `${issuerSerial.serialNumber} (${nameText(issuerSerial.issuer)})`;
  return joined([named, hashOverSignatureValue === null ? null : toHex(hashOverSignatureValue)]) ?? '';
}

/** An address, and the digest of what it leads to where the certificate has one. */
export function uriText({ uri, hashAlgorithm, hashValue }: UriReference): string {
  if (hashValue === null) return uri;
  return `${uri} (${hashAlgorithm === null ? 'digest' : hashAlgorithmName(hashAlgorithm)} ${toHex(hashValue)})`;
}

/** Measures of Common Criteria with all that they name: profile and target too. */
export function measuresText(measures: CommonCriteriaMeasures): string {
  const { version, assuranceLevel, plus, evaluationStatus, strengthOfFunction } = measures;
  const named = (what: string, oid: string | null, uri: UriReference | null): string | null => {
    const said = joined([oid, uri === null ? null : uriText(uri)]);
    return said === null ? null : `${what} ${said}`;
  };
  const parts = [
    `${version}, EAL${assuranceLevel}${plus ? '+' : ''}, ${evaluationStatus}`,
    strengthOfFunction === null ? null : `strength of function ${strengthOfFunction}`,
    named('profile', measures.profileOid, measures.profileUri),
    named('target', measures.targetOid, measures.targetUri),
  ];
  return joined(parts) ?? '';
}

const locationText = ({ street, postalCode, locality, stateOrProvince, country, coordinates }: GeoLocation): string =>
  joined([street, joined([postalCode, locality], ' '), stateOrProvince, country, coordinates]) ?? '';

function joined(parts: readonly (string | null)[], by = ', '): string | null {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? null : said.join(by);
}
