import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readAuthorityKeyIdentifier } from '#lib/x509/authority-key-identifier.ts';
import { readKnownExtension } from '#lib/x509/extensions.ts';
import { EXTENSION } from '#lib/x509/oids.ts';
import type { Certificate } from '#lib/x509/types.ts';
import { type AttributeCertificate, type ReadCertificate, takeCertificate } from './attribute-certificate.ts';
import { readExtensionContent } from './extension-content.ts';
import { platformCertificateKindOf } from './kind.ts';
import { type AttributeFields, readPlatformAttributes } from './parse-attributes.ts';
import {
  boundedWarnings,
  specVersionOf,
  warnOfAlgorithms,
  warnOfKeyIdentifier,
  warnOfSpecification,
  warnOfStatuses,
} from './parse-warnings.ts';
import { NO_PLATFORM_NAMES, readPlatformNames } from './platform-names.ts';
import { readNoticeAttribute, readUserNotice } from './policies.ts';
import { boundKeyOf, readPublicKeyForm } from './public-key-form.ts';
import type { Reading } from './reading.ts';
import { readTargets } from './targets.ts';
import { warnOfTraits } from './trait-rules.ts';
import type { TraitLists } from './trait-types.ts';
import type { BoundKey, PlatformCertificate, PlatformCertificateKind } from './types.ts';

/**
 * Parses one TCG platform, delta or rebase certificate in the attribute-certificate form, specification 1.0, 1.1 or 2.x; the
 * whole input must be consumed. Byte fields are subarrays of the input. Components are in certificate order. What no known
 * field explains is in `otherAttributes`, `extensions` or `unread`; what a standard forbids and real issuers do is a warning.
 * @param der     bare DER, at most MAX_CERTIFICATE_BYTES octets
 * @param sha256  of `der`, where it is known
 * @throws ParseError 'not-a-platform-certificate' for another attribute certificate; 'too-large' | 'too-many' | 'truncated' |
 *         'bad-tag' | 'bad-value' | 'bad-time' | 'bad-utf8' | 'missing-field' | 'duplicate-key' | 'trailing-data' and what the
 *         DER reader throws, with the octet offset
 * @spec   RFC 5755 section 4.1; TCG Platform Certificate Profile 1.1 section 3, 2.1 section 3
 */
export function parsePlatformCertificate(der: Uint8Array, sha256 = sha256Hex(der)): PlatformCertificate {
  const read = takeCertificate(der);
  const kind = platformCertificateKindOf(read.frame);
  if (kind === undefined) throw noPlatformCertificate(read.frame);
  return documentOf(der, read, { id: sha256, kind, boundKey: null });
}

/**
 * Reads a platform certificate in the public-key form out of a certificate: the same fields, in SubjectDirectoryAttributes.
 * @param kind  what `identifyPublicKeyPlatformCertificate` says of it
 * @throws ParseError as `parsePlatformCertificate`
 * @spec   TCG Platform Certificate Profile 2.1 section 3.2
 */
export function parsePlatformKeyCertificate(certificate: Certificate, kind: PlatformCertificateKind): PlatformCertificate {
  return documentOf(certificate.der, readPublicKeyForm(certificate), { id: certificate.id, kind, boundKey: boundKeyOf(certificate) });
}

interface DocumentKind {
  /** SHA-256 of the certificate. */
  readonly id: string;
  readonly kind: PlatformCertificateKind;
  /** Null in the attribute-certificate form. */
  readonly boundKey: BoundKey | null;
}

/** Field by field: an object that is put together out of others takes longer than reading what is in it. */
function documentOf(der: Uint8Array, { frame, reading }: ReadCertificate, { id, kind, boundKey }: DocumentKind): PlatformCertificate {
  const read = readPlatformAttributes(reading, frame.attributes);
  const { platform, platformIdentifier, targets, userNotice, authorityKeyIdentifier } = readExtensionFields(reading, frame);
  const traits = traitsOf(read, platformIdentifier);
  warnOfSpecification(reading, read);
  warnOfStatuses(reading, kind, read);
  warnOfTraits(reading, { kind, traits, generation: read.generation });
  warnOfAlgorithms(reading, [frame.innerSignatureAlgorithm, frame.signatureAlgorithm]);
  return {
    kind,
    form: boundKey === null ? 'AC' : 'PKC',
    id,
    der,
    specVersion: specVersionOf({ kind, isKeyForm: boundKey !== null }, read),
    tbs: frame.tbs,
    holder: frame.holder,
    issuer: frame.issuer,
    innerSignatureAlgorithm: frame.innerSignatureAlgorithm,
    serialNumber: frame.serialNumber,
    notBefore: frame.notBefore,
    notAfter: frame.notAfter,
    extensions: frame.extensions,
    signatureAlgorithm: frame.signatureAlgorithm,
    signatureValue: frame.signatureValue,
    boundKey,
    components: read.components,
    componentsUri: read.componentsUri,
    properties: read.properties,
    propertiesUri: read.propertiesUri,
    platformConfigUri: read.platformConfigUri,
    credentialType: read.credentialType,
    credentialSpecification: read.credentialSpecification,
    platformSpecification: read.platformSpecification,
    tbbSecurityAssertions: read.tbbSecurityAssertions,
    traits,
    otherAttributes: read.otherAttributes,
    platform,
    targets,
    userNotice,
    authorityKeyIdentifier,
    unread: reading.unread,
    warnings: boundedWarnings(reading.warnings),
  };
}

function traitsOf({ traits }: AttributeFields, platformIdentifier: TraitLists['platformIdentifier']): TraitLists {
  return {
    platformIdentifier,
    previousPlatformCertificates: traits.previousPlatformCertificates,
    cryptographicAnchors: traits.cryptographicAnchors,
    platformOwnership: traits.platformOwnership,
    manufacturingAssertions: traits.manufacturingAssertions,
    tbbSecurityAssertions: traits.tbbSecurityAssertions,
    platformConfigUri: traits.platformConfigUri,
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

type ExtensionFields = Pick<PlatformCertificate, 'platform' | 'targets' | 'userNotice' | 'authorityKeyIdentifier'> &
  Pick<PlatformCertificate['traits'], 'platformIdentifier'>;

function readExtensionFields(reading: Reading, { root, extensions, attributes }: AttributeCertificate): ExtensionFields {
  const authorityKeyIdentifier = readKnownExtension({
    extensions,
    oid: EXTENSION.authorityKeyIdentifier,
    read: readAuthorityKeyIdentifier,
    warnings: reading.warnings,
  });
  warnOfKeyIdentifier(reading, authorityKeyIdentifier);
  const names = readExtensionContent(reading, {
    root,
    extensions,
    oid: EXTENSION.subjectAltName,
    path: 'platform',
    read: (value) => readPlatformNames(reading, value),
  });
  const targets = readExtensionContent(reading, {
    root,
    extensions,
    oid: EXTENSION.targetInformation,
    path: 'targets',
    read: (value) => readTargets(reading, value),
  });
  const userNotice =
    readExtensionContent(reading, {
      root,
      extensions,
      oid: EXTENSION.certificatePolicies,
      path: 'userNotice',
      read: (value) => readUserNotice(reading, value),
    }) ?? readNoticeAttribute(reading, attributes);
  const { platform, platformIdentifier } = names ?? { platform: NO_PLATFORM_NAMES, platformIdentifier: [] };
  return { platform, platformIdentifier, targets: targets ?? [], userNotice, authorityKeyIdentifier };
}
