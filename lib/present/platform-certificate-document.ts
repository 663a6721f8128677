import { toHex } from '#lib/encoding/bytes.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import type { UriReference } from '#lib/platform-cert/trait-types.ts';
import type { BoundKey, PlatformCertificate, SpecificationVersion, TbbSecurityAssertions } from '#lib/platform-cert/types.ts';
import { extensionLines, extensionName } from '#lib/x509/describe-extension.ts';
import { nameText } from '#lib/x509/name.ts';
import { signatureAlgorithmName } from '#lib/x509/signature.ts';
import type { Extension } from '#lib/x509/types.ts';
import { certifiedComponentDocument, issuerSerialDocument, measuresDocument, traitDocument, uriDocument } from './trait-document.ts';

/** A platform, delta or rebase certificate as the stable JSON of `assay inspect`. Described in docs/cli.md. */
export function platformCertificateDocument(document: PlatformCertificate): Json {
  const { manufacturer, model, version, serial, manufacturerId } = document.platform;
  const { platformSpecification } = document;
  return {
    form: document.form,
    specVersion: document.specVersion,
    credentialType: document.credentialType,
    credentialSpecification: versionOf(document.credentialSpecification),
    platformSpecification:
      platformSpecification === null
        ? null
        : { ...versionOf(platformSpecification), platformClass: toHex(platformSpecification.platformClass) },
    serialNumber: document.serialNumber.toString(),
    issuer: nameText(document.issuer),
    holder: document.holder === null ? null : issuerSerialDocument(document.holder),
    boundKey: document.boundKey === null ? null : boundKey(document.boundKey),
    targets: document.targets.map(issuerSerialDocument),
    notBefore: document.notBefore,
    notAfter: document.notAfter,
    platform: { manufacturer, model, version, serial, manufacturerId },
    components: document.components.map(certifiedComponentDocument),
    componentsUri: uri(document.componentsUri),
    properties: document.properties.map(({ name, value, status }) => ({ name, value, status })),
    propertiesUri: uri(document.propertiesUri),
    platformConfigUri: uri(document.platformConfigUri),
    tbbSecurityAssertions: document.tbbSecurityAssertions === null ? null : assertions(document.tbbSecurityAssertions),
    traits: listsOf(document.traits),
    userNotice: document.userNotice,
    signatureAlgorithm: signatureAlgorithmName(document.signatureAlgorithm.oid),
    extensions: document.extensions.map(extensionDocument),
    otherAttributes: document.otherAttributes.map(({ oid, offset, raw }) => ({ oid, offset, value: toHex(raw) })),
    unread: document.unread.map(({ path, offset, raw }) => ({ path, offset, value: toHex(raw) })),
  };
}

/** An extension as received, with what it says where that is known. */
export function extensionDocument({ oid, critical, value }: Extension): Json {
  return { oid, name: extensionName(oid), critical, says: [...extensionLines({ oid, value })], value: toHex(value) };
}

function listsOf(traits: PlatformCertificate['traits']): Json {
  return {
    previousPlatformCertificates: traits.previousPlatformCertificates.map(traitDocument),
    cryptographicAnchors: traits.cryptographicAnchors.map(traitDocument),
    platformOwnership: traits.platformOwnership.map(traitDocument),
    manufacturingAssertions: traits.manufacturingAssertions.map(traitDocument),
    tbbSecurityAssertions: traits.tbbSecurityAssertions.map(traitDocument),
    platformConfigUri: traits.platformConfigUri.map(traitDocument),
  };
}

function assertions({ version, commonCriteria, fipsLevel, rtmType, iso9000Certified, iso9000Uri }: TbbSecurityAssertions): Json {
  return {
    version,
    commonCriteria: commonCriteria === null ? null : measuresDocument(commonCriteria),
    fipsLevel: fipsLevel === null ? null : { ...fipsLevel },
    rtmType,
    iso9000Certified,
    iso9000Uri,
  };
}

function boundKey({ subject, keyDigest, keyUsage, extendedKeyUsage }: BoundKey): Json {
  const listed = (words: readonly string[] | null): Json => (words === null ? null : [...words]);
  return { subject: nameText(subject), keyDigest, keyUsage: listed(keyUsage), extendedKeyUsage: listed(extendedKeyUsage) };
}

const uri = (reference: UriReference | null): Json => (reference === null ? null : uriDocument(reference));

const versionOf = (version: SpecificationVersion | null) =>
  version === null ? null : { major: version.major, minor: version.minor, revision: version.revision };
