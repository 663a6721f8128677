import { encodeUtf8, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { digestOf } from '#lib/encoding/digest.ts';
import {
  type Authority,
  keyIdentifierOf,
  keyUsage,
  makeAuthority,
  makeCertificate,
  subjectKeyIdentifier,
  type TestExtension,
} from './certificate-authority.ts';
import { signXml } from './signed-boms.ts';
import { makeKey } from './test-keys.ts';

/** A support file that a manifest vouches for. */
export interface MadeSupportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a manifest is made of; everything has a usual value. */
export interface MadeManifest {
  readonly tagId?: string;
  readonly tagVersion?: number;
  readonly version?: string;
  readonly creator?: string;
  readonly model?: string;
  readonly manufacturer?: string;
  readonly firmwareManufacturer?: string;
  readonly firmwareVersion?: string;
  /** Attributes of the root such as `supplemental="true"`. */
  readonly flags?: string;
  /** Further attributes of Meta. */
  readonly meta?: string;
  /** Elements Link. */
  readonly links?: string;
  readonly files?: readonly MadeSupportFile[];
  /** Further elements of the payload. */
  readonly payload?: string;
}

const SWID = 'http://standards.iso.org/iso/19770/-2/2015/schema.xsd';
const RIM = 'https://trustedcomputinggroup.org/wp-content/uploads/TCG_RIM_Model';

/** A reference integrity manifest as a SWID tag, unsigned. @spec TCG Reference Integrity Manifest Information Model 1.01 section 5 */
export function makeManifest(made: MadeManifest = {}): Uint8Array {
  const { tagId = 'kirin-x1', tagVersion = 0, version = '1.0', creator = 'Kirin Systems', model = 'X1', firmwareVersion = '2.4.0' } = made;
  const { manufacturer = 'Kirin Systems', firmwareManufacturer = manufacturer } = made;
  const { flags = '', meta = '', links = '', files = [], payload = '' } = made;
  return encodeUtf8(
    `<SoftwareIdentity xmlns="${SWID}" name="${model} firmware" tagId="${tagId}" tagVersion="${tagVersion}" version="${version}" versionScheme="multipartnumeric" ${flags}>` +
      `<Entity name="${creator}" regid="kirin.example" role="softwareCreator tagCreator"/>${links}` +
      `<Meta xmlns:rim="${RIM}" rim:bindingSpec="PC Client RIM" rim:bindingSpecVersion="1.2" rim:platformManufacturerStr="${manufacturer}" ` +
      `rim:platformManufacturerId="00201234" rim:platformModel="${model}" rim:platformVersion="01" rim:firmwareManufacturerStr="${firmwareManufacturer}" ` +
      `rim:firmwareModel="UEFI" rim:firmwareVersion="${firmwareVersion}" ${meta}/>` +
      `<Payload><Directory name="rim">${files.map(fileElement).join('')}</Directory>${payload}</Payload></SoftwareIdentity>`,
  );
}

function fileElement({ name, bytes }: MadeSupportFile): string {
  const digest = toHex(digestOf('sha256', bytes));
  return `<File xmlns:SHA256="http://www.w3.org/2001/04/xmlenc#sha256" SHA256:hash="${digest}" name="${name}" size="${bytes.length}"/>`;
}

/** An authority for manifests, and a signer with a certificate of it. */
export interface ManifestSigner {
  readonly authority: Authority;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly keyInfo: { readonly certificate: string; readonly keyName: string; readonly keyValue: string };
  readonly sign: (manifest: Uint8Array, keyInfo?: string) => Uint8Array;
}

const ownAuthority = (seed: string): Authority =>
  makeAuthority({ name: `${seed} reference root`, algorithm: 'ec-p256', seed: `${seed} reference root` });

const CODE_SIGNING: TestExtension = { oid: '2.5.29.37', value: new Uint8Array(Buffer.from('300a06082b06010505070303', 'hex')) };

interface SignerOver {
  /** One of its own unless told otherwise. */
  readonly authority?: Authority;
  /** `rsa-2048` signs the same bytes for the same manifest. */
  readonly algorithm?: 'ec-p256' | 'rsa-2048';
  readonly extensions?: readonly TestExtension[];
  readonly notAfter?: string;
}

/** A signer with fixed keys. Its certificate may sign software, unless other extensions are given. */
export function makeManifestSigner(
  seed: string,
  { extensions, notAfter = '2040-01-01T00:00:00Z', authority = ownAuthority(seed), algorithm = 'ec-p256' }: SignerOver = {},
): ManifestSigner {
  const { privateKey, publicKeyInfo } = makeKey(algorithm, `${seed} reference signer`);
  const method = algorithm === 'rsa-2048' ? 'rsa-sha256' : 'ecdsa-sha256';
  const keyIdentifier = keyIdentifierOf(publicKeyInfo);
  const certificate = makeCertificate({
    issuedBy: authority,
    subject: `${seed} reference signer`,
    publicKeyInfo,
    serialNumber: 77,
    notAfter,
    extensions: extensions ?? [keyUsage(0), CODE_SIGNING, subjectKeyIdentifier(keyIdentifier)],
  });
  const keyInfo = {
    certificate: `<X509Data><X509Certificate>${toBase64(certificate)}</X509Certificate></X509Data>`,
    keyName: `<KeyName>${toHex(keyIdentifier)}</KeyName>`,
    keyValue: `<DEREncodedKeyValue xmlns="http://www.w3.org/2009/xmldsig11#">${toBase64(publicKeyInfo)}</DEREncodedKeyValue>`,
  };
  return {
    authority,
    certificate,
    keyInfo,
    sign: (manifest, info = keyInfo.certificate) => signXml(manifest, { privateKey, keyInfo: info, method }),
  };
}
