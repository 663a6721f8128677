import { createHash, type KeyObject, sign } from 'node:crypto';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { canonicalJson, type Json } from '#lib/encoding/canonical-json.ts';
import { checkXml, readXml } from '#lib/xml/read.ts';

type Members = { readonly [name: string]: Json | undefined };

/** Who signs, and what stands beside the signature. */
export interface BomSigner {
  readonly privateKey: KeyObject;
  /** Name of JSON Web Algorithms; ES256 unless told otherwise. */
  readonly algorithm?: string;
  /** Members of the signature such as `publicKey`, `certificatePath`, `keyId`, `excludes`. */
  readonly core: Members;
}

/** DER as `certificatePath` has it. */
export function certificatePath(...certificates: readonly Uint8Array[]): Members {
  return { certificatePath: certificates.map((der) => Buffer.from(der).toString('base64url')) };
}

/** An object with a JSF signature over it. @spec JSON Signature Format 0.82 section 7 */
export function signObject(object: Members, { privateKey, algorithm = 'ES256', core }: BomSigner): Members {
  const { excludes: left, ...rest } = core;
  const unsigned = { algorithm, ...rest };
  const excludes = Array.isArray(left) ? left : [];
  const covered = Object.fromEntries(Object.entries(object).filter(([name]) => !excludes.includes(name)));
  const value = signText(canonicalJson({ ...covered, signature: unsigned }), { privateKey, algorithm });
  return { ...object, signature: { ...unsigned, ...(left === undefined ? {} : { excludes: left }), value } };
}

/** Several signers, each on its own, or each over those before it. @spec JSON Signature Format 0.82 sections 8 and 9 */
export function signByAll(object: Members, signers: readonly BomSigner[], list: 'signers' | 'chain'): Members {
  const signed: Members[] = [];
  for (const { privateKey, algorithm = 'ES256', core } of signers) {
    const unsigned = { algorithm, ...core };
    const before = list === 'chain' ? signed : [];
    const value = signText(canonicalJson({ ...object, signature: { [list]: [...before, unsigned] } }), { privateKey, algorithm });
    signed.push({ ...unsigned, value });
  }
  return { ...object, signature: { [list]: signed } };
}

/** The form of cdxgen: the signature is left out of what it signs. */
export function signLikeCdxgen(object: Members, { privateKey, algorithm = 'ES256', core }: BomSigner): Members {
  return { ...object, signature: { algorithm, ...core, value: signText(canonicalJson(object), { privateKey, algorithm }) } };
}

/** r and s for ECDSA; the digest by the end of the name. */
function signText(text: string, { privateKey, algorithm }: { readonly privateKey: KeyObject; readonly algorithm: string }): string {
  const digits = /\d{3}$/.exec(algorithm)?.[0];
  const hash = algorithm.startsWith('Ed') ? null : `sha${digits}`;
  const pss = algorithm.startsWith('PS') ? { padding: 6, saltLength: Number(digits) / 8 } : {};
  return sign(hash, encodeUtf8(text), { key: privateKey, dsaEncoding: 'ieee-p1363', ...pss }).toString('base64url');
}

/** How a document in XML is signed. */
export interface XmlSigner {
  readonly privateKey: KeyObject;
  /** Content of KeyInfo; none for a signature without a key. */
  readonly keyInfo?: string;
  /** `ecdsa-sha256` unless told otherwise. */
  readonly method?: string;
  readonly exclusive?: boolean;
  /** Of the reference; the document itself unless told otherwise. */
  readonly uri?: string;
}

const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#';
const LIMITS = { maxBytes: 1_000_000, maxDepth: 64 };

/**
 * A document with a signature as the last child of its root. What is signed has no namespace but those of its own elements, so that
 * the inclusive and the exclusive form are written in the same way but for the name of the form.
 * @spec XML Signature 1.1 section 3.1
 */
export function signXml(
  xml: Uint8Array,
  { privateKey, keyInfo = '', method = 'ecdsa-sha256', exclusive = false, uri = '' }: XmlSigner,
): Uint8Array {
  const { canonical } = readXml(checkXml(xml, LIMITS));
  const form = exclusive ? 'http://www.w3.org/2001/10/xml-exc-c14n#' : 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
  const digest = createHash('sha256')
    .update(canonical ?? '')
    .digest('base64');
  const inside =
    `<CanonicalizationMethod Algorithm="${form}"></CanonicalizationMethod>` +
    `<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#${method}"></SignatureMethod>` +
    `<Reference URI="${uri}"><Transforms><Transform Algorithm="${XMLDSIG}enveloped-signature"></Transform>` +
    `<Transform Algorithm="${form}"></Transform></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></DigestMethod>` +
    `<DigestValue>${digest}</DigestValue></Reference>`;
  const signed = encodeUtf8(`<SignedInfo xmlns="${XMLDSIG}">${inside}</SignedInfo>`);
  const value = sign('sha256', signed, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const info = keyInfo === '' ? '' : `<KeyInfo>${keyInfo}</KeyInfo>`;
  const signature = `<Signature xmlns="${XMLDSIG}"><SignedInfo>${inside}</SignedInfo><SignatureValue>${value}</SignatureValue>${info}</Signature>`;
  return encodeUtf8(new TextDecoder().decode(xml).replace(/<\/[\w:-]+>\s*$/, (end) => `${signature}${end}`));
}
