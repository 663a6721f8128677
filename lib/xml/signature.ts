import { createHash } from 'node:crypto';
import { encodeUtf8, equalBytes, toBase64 } from '#lib/encoding/bytes.ts';
import { verifyNamedSignature } from '#lib/x509/named-signature.ts';
import { canonicalForm, canonicalFormOf, inheritedAttributes } from './canonical-form.ts';
import { type CarriedKeys, keysIn } from './key-info.ts';
import type { XmlSignature } from './signature-types.ts';
import { canonicalPart } from './signed-part.ts';
import type { XmlElement, XmlRead } from './types.ts';

/** Namespace of XML Signature. */
export const SIGNATURE_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
/** Signatures of one document that are looked at. */
export const MAX_XML_SIGNATURES = 20;
const MAX_REFERENCES = 10;
const MAX_TRANSFORMS = 3;

const ENVELOPED = `${SIGNATURE_NAMESPACE}enveloped-signature`;
const DIGESTS: ReadonlyMap<string, string> = new Map([
  [`${SIGNATURE_NAMESPACE}sha1`, 'sha1'],
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

/** A signature that is not evaluated, and why. Thrown and caught in this file alone. */
class Unsupported extends Error {}

interface Signed {
  readonly read: XmlRead;
  readonly canonical: string;
  readonly signature: XmlElement;
  /** From the root to the element that holds the signature. */
  readonly ancestors: readonly XmlElement[];
}

/**
 * Verifies the XML signatures of a document over its canonical form. Only references to the document itself or to one element of
 * it are followed, only known transforms made. Never throws for what a file holds.
 * @returns in document order, at most MAX_XML_SIGNATURES; those inside another signature are left out
 * @spec    XML Signature 1.1 section 3.2
 */
export function verifyXmlSignatures(read: XmlRead): readonly XmlSignature[] {
  const found: Pick<Signed, 'signature' | 'ancestors'>[] = [];
  collect(read.root, [], found);
  return found.map(({ signature, ancestors }) => {
    const place = ancestors
      .slice(1)
      .map(({ name }) => name)
      .join('/');
    const carried = keysIn(signature.children.find(isNamed('KeyInfo')));
    try {
      if (read.canonical === null) throw new Unsupported('a namespace of the document is no absolute address, so it has no canonical form');
      return { place, ...verifyOne({ read, canonical: read.canonical, signature, ancestors }, carried) };
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      return { place, coversDocument: false, ...answer('unsupported', error.message, carried) };
    }
  });
}

function collect(element: XmlElement, ancestors: readonly XmlElement[], found: Pick<Signed, 'signature' | 'ancestors'>[]): void {
  const path = [...ancestors, element];
  for (const child of element.children) {
    if (found.length >= MAX_XML_SIGNATURES) return;
    if (isNamed('Signature')(child)) found.push({ signature: child, ancestors: path });
    else if (child.children.length > 0) collect(child, path, found);
  }
}

type Answer = Omit<XmlSignature, 'place' | 'coversDocument'>;

function answer(status: XmlSignature['status'], detail: string, { publicKey, certificates }: CarriedKeys): Answer {
  return {
    algorithm: 'none',
    status,
    detail,
    weak: null,
    publicKey: publicKey === null ? null : toBase64(publicKey),
    certificates,
    open: null,
  };
}

function verifyOne(signed: Signed, carried: CarriedKeys): Omit<XmlSignature, 'place'> {
  const info = onlyChild(signed.signature, 'SignedInfo');
  const value = base64Of(onlyChild(signed.signature, 'SignatureValue'));
  const name = algorithmOf(onlyChild(info, 'SignatureMethod'));
  const references = info.children.filter(isNamed('Reference'));
  if (references.length === 0 || references.length > MAX_REFERENCES)
    throw new Unsupported(`${references.length} references; 1 to ${MAX_REFERENCES} are followed`);
  const targets = references.map((reference) => compareDigest(reference, signed));
  const coversDocument = targets.some(({ target }) => target === signed.read.root);
  const weak = targets.some(({ digest }) => digest === 'sha1') ? 'a digest uses SHA-1, for which collisions can be made' : null;
  if (targets.some(({ isEqual }) => !isEqual)) {
    const detail = 'the digest of the signed text is another: the document was changed after it was signed, or written anew';
    return { coversDocument, ...answer('invalid', detail, carried), algorithm: name, weak };
  }
  const text = canonicalInfo(info, signed);
  if (carried.publicKey === null) {
    const open = { name, signed: toBase64(encodeUtf8(text)), value: toBase64(value) };
    return {
      coversDocument,
      ...answer('unsupported', 'the signature carries no key to verify it with', carried),
      algorithm: name,
      weak,
      open,
    };
  }
  const outcome = verifyNamedSignature({ name, subjectPublicKeyInfo: carried.publicKey, signed: encodeUtf8(text), signature: value });
  const { status, algorithm, detail } = outcome;
  return { coversDocument, ...answer(status, detail, carried), algorithm, weak: outcome.weak ?? weak };
}

function canonicalInfo(info: XmlElement, signed: Signed): string {
  const method = onlyChild(info, 'CanonicalizationMethod');
  return partIn({ element: info, ancestors: [...signed.ancestors, signed.signature], method, canonical: signed.canonical });
}

interface PartInForm {
  readonly canonical: string;
  readonly element: XmlElement;
  /** From the root inwards. */
  readonly ancestors: readonly XmlElement[];
  readonly method: XmlElement | undefined;
}

function partIn({ canonical, element, ancestors, method }: PartInForm): string {
  return formOf(partBefore({ canonical, element, ancestors, method }), method);
}

/** The part in inclusive form, with what the named form inherits. */
function partBefore({ canonical, element, ancestors, method }: PartInForm): string {
  const form = canonicalFormOf(method);
  if (form === undefined) throw notMade(method);
  const inherited = inheritedAttributes({ element, ancestors, form });
  if (inherited === null) throw new Unsupported('an xml:base stands around what is signed, which is not evaluated');
  return canonicalPart(canonical, { element, inherited });
}

/** What canonical form makes of a part that is already in inclusive form. */
function formOf(part: string, method: XmlElement | undefined): string {
  const form = canonicalFormOf(method) === undefined ? null : canonicalForm(part, method);
  if (form === null) throw notMade(method);
  return form;
}

function notMade(method: XmlElement | undefined): Unsupported {
  return new Unsupported(`the transform ${JSON.stringify(method === undefined ? '' : algorithmOf(method).slice(0, 80))} is not made here`);
}

interface Compared {
  readonly target: XmlElement;
  readonly digest: string;
  readonly isEqual: boolean;
}

/** @spec XML Signature 1.1 sections 4.4.3 and 3.2.1 */
function compareDigest(reference: XmlElement, signed: Signed): Compared {
  const target = targetOf(reference, signed);
  const transforms = reference.children.filter(isNamed('Transforms')).flatMap(({ children }) => children.filter(isNamed('Transform')));
  if (transforms.length > MAX_TRANSFORMS) throw new Unsupported(`${transforms.length} transforms; ${MAX_TRANSFORMS} are made`);
  const isEnveloped = transforms.some((transform, index) => index === 0 && algorithmOf(transform) === ENVELOPED);
  const rest = isEnveloped ? transforms.slice(1) : transforms;
  if (rest.length > 1) throw new Unsupported('more than one canonical form after another');
  const text = formOf(textOf({ target, signed, isEnveloped, method: rest[0] }), rest[0]);
  const method = algorithmOf(onlyChild(reference, 'DigestMethod'));
  const digest = DIGESTS.get(method);
  if (digest === undefined) throw new Unsupported(`the digest ${JSON.stringify(method.slice(0, 80))} is not supported`);
  const wanted = base64Of(onlyChild(reference, 'DigestValue'));
  return { target, digest, isEqual: equalBytes(createHash(digest).update(text).digest(), wanted) };
}

/** The root for the document itself; an element by its identifier when exactly one has it, so that no second one can stand in for it. */
function targetOf(reference: XmlElement, { read }: Signed): XmlElement {
  const uri = attributeOf(reference, 'URI');
  if (uri === '' || uri === '#xpointer(/)') return read.root;
  const id = /^#([^()\s]+)$/.exec(uri ?? '')?.[1];
  if (id === undefined)
    throw new Unsupported(`the reference ${JSON.stringify((uri ?? 'without an address').slice(0, 80))} leads out of the document`);
  const found: XmlElement[] = [];
  findById(read.root, id, found);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Unsupported(`${found.length} elements have the identifier that a reference names`);
  return only;
}

function findById(element: XmlElement, id: string, found: XmlElement[]): void {
  if (element.attributes.some(({ name, value }) => /^id$/i.test(name) && value === id)) found.push(element);
  for (const child of element.children) findById(child, id, found);
}

interface TargetText {
  readonly target: XmlElement;
  readonly signed: Signed;
  readonly isEnveloped: boolean;
  readonly method: XmlElement | undefined;
}

function textOf({ target, signed: { read, canonical, signature }, isEnveloped, method }: TargetText): string {
  const inside = signature.start >= target.start && signature.end <= target.end;
  const without = (text: string, from: number): string =>
    isEnveloped && inside ? text.slice(0, signature.start - from) + text.slice(signature.end - from) : text;
  if (target === read.root) return without(canonical, 0);
  const part = partBefore({ canonical, element: target, ancestors: pathTo(read.root, target), method });
  // The start tag of a part may be longer than in the document.
  return without(part, target.end - part.length);
}

function pathTo(root: XmlElement, target: XmlElement): XmlElement[] {
  const path: XmlElement[] = [];
  let at: XmlElement | undefined = root;
  while (at !== undefined && at !== target) {
    path.push(at);
    at = at.children.find(({ start, end }) => start <= target.start && target.end <= end);
  }
  return path;
}

function isNamed(wanted: string): (element: XmlElement) => boolean {
  return ({ name, namespace }) => name === wanted && namespace === SIGNATURE_NAMESPACE;
}

function onlyChild(element: XmlElement, name: string): XmlElement {
  const [only, second] = element.children.filter(isNamed(name));
  if (only === undefined || second !== undefined)
    throw new Unsupported(`${name} stands ${only === undefined ? 'nowhere' : 'twice'} in ${element.name}`);
  return only;
}

function attributeOf({ attributes }: XmlElement, wanted: string): string | undefined {
  return attributes.find(({ name, namespace }) => name === wanted && namespace === '')?.value;
}

function algorithmOf(element: XmlElement): string {
  return attributeOf(element, 'Algorithm') ?? '';
}

function base64Of({ text }: XmlElement): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'base64'));
}
