import type { Component } from '#lib/component/types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { traitCategoryName } from '#lib/platform-cert/trait-oids.ts';
import type {
  CertifiedComponent,
  CommonCriteriaMeasures,
  ComponentCertificateReference,
  GeoLocation,
  IssuerSerial,
  Trait,
  TraitValue,
  UriReference,
} from '#lib/platform-cert/trait-types.ts';
import { nameText } from '#lib/x509/name.ts';
import { componentDocument } from './component-document.ts';

/** A component of a certificate in the stable JSON of the command line: with its reference and its traits. Described in docs/cli.md. */
export function certifiedComponentDocument(component: CertifiedComponent): Json {
  const { platformCertificate, platformCertificateUri, traits } = component;
  return {
    ...componentDocument(component satisfies Component),
    platformCertificate: platformCertificate === null ? null : referenceDocument(platformCertificate),
    platformCertificateUri: platformCertificateUri === null ? null : uriDocument(platformCertificateUri),
    traits: traits.map(traitDocument),
  };
}

/** A trait in the stable JSON of the command line. Described in docs/cli.md. */
export function traitDocument(trait: Trait): Json {
  const { id, category, registry, description, descriptionUri, form, value } = trait;
  const name = traitCategoryName(category);
  return { id, category, name, registry, description, descriptionUri, form, kind: value.kind, value: traitValueDocument(value) };
}

/** What a trait says. Digests, octets and keys are hexadecimal. */
export function traitValueDocument(value: TraitValue): Json {
  switch (value.kind) {
    case 'boolean':
    case 'component-class':
      return value.value;
    case 'certificate':
      return referenceDocument(value.reference);
    case 'common-criteria':
      return { ...value.evaluation, measures: measuresDocument(value.evaluation.measures) };
    case 'component':
      return componentDocument(value.component);
    case 'fips-level':
      return { ...value.level };
    case 'iso9000':
      return { certified: value.certified, uri: value.uri };
    case 'address':
      return { ...value.address };
    case 'oid':
      return value.oid;
    case 'flags':
      return { names: [...value.names], octets: toHex(value.octets), unusedBits: value.unusedBits };
    case 'status':
      return value.status;
    case 'uri':
      return uriDocument(value.reference);
    case 'text':
      return value.text;
    case 'public-key':
      return toHex(value.subjectPublicKeyInfo);
    case 'location':
      return locationDocument(value.location);
    case 'country-of-origin':
      return { location: locationDocument(value.location), hasComponents: value.hasComponents };
    case 'unread':
      return toHex(value.raw);
    default:
      return value satisfies never;
  }
}

/** A certificate named by issuer and serial number. */
export function issuerSerialDocument({ issuer, serialNumber }: IssuerSerial): Json {
  return { issuer: nameText(issuer), serialNumber: serialNumber.toString() };
}

function referenceDocument({ hashAlgorithm, hashOverSignatureValue, issuerSerial }: ComponentCertificateReference): Json {
  return {
    hashAlgorithm,
    hashOverSignatureValue: hashOverSignatureValue === null ? null : toHex(hashOverSignatureValue),
    issuerSerial: issuerSerial === null ? null : issuerSerialDocument(issuerSerial),
  };
}

/** An address, with the digest of what it leads to. */
export function uriDocument({ uri, hashAlgorithm, hashValue }: UriReference): Json {
  return { uri, hashAlgorithm, hashValue: hashValue === null ? null : toHex(hashValue) };
}

/** Measures of Common Criteria, as every version of the profile has them. */
export function measuresDocument({ profileUri, targetUri, ...measures }: CommonCriteriaMeasures): Json {
  return {
    ...measures,
    profileUri: profileUri === null ? null : uriDocument(profileUri),
    targetUri: targetUri === null ? null : uriDocument(targetUri),
  };
}

const locationDocument = (location: GeoLocation): Json => ({ ...location });
