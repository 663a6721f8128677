import { toHex } from '#lib/encoding/bytes.ts';
import { SIGNATURE_NAMESPACE, verifyXmlSignatures } from '#lib/xml/signature.ts';
import type { XmlElement, XmlRead } from '#lib/xml/types.ts';
import type { ManifestSignature } from './types.ts';

const ENVELOPED = `${SIGNATURE_NAMESPACE}enveloped-signature`;
/** Canonical forms that a manifest may name after it. */
const CANONICAL_FORMS: readonly string[] = [
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  'http://www.w3.org/2006/12/xml-c14n11',
  'http://www.w3.org/2001/10/xml-exc-c14n#',
].flatMap((form) => [form, form.endsWith('#') ? `${form}WithComments` : `${form}#WithComments`]);
/** Hints to a key that are looked at. */
const MAX_HINTS = 20;
const MAX_HINT = 200;

/**
 * The signature of a manifest, and what of its form a manifest may not have: there is exactly one, a child of the root, with one
 * reference to the document itself and no transform but its own removal and a canonical form.
 * @returns null where there is none
 * @spec TCG PC Client Reference Integrity Manifest 1.1 section 4.5; XML Signature 1.1 section 3.2
 */
export function manifestSignatureOf(reading: XmlRead): ManifestSignature | null {
  const elements = descendants(reading.root, 'Signature');
  const [element] = elements;
  const [found] = verifyXmlSignatures(reading);
  if (element === undefined || found === undefined) return null;
  const { status, detail, algorithm, weak, publicKey, certificates, open } = found;
  return {
    form: 'xml',
    problems: [...problemsOfPlace(reading.root, elements), ...problemsOfForm(element)],
    ...{ status, detail, algorithm, weak, publicKey, certificates, open },
    keyIdentifiers: keyIdentifiersOf(element),
  };
}

function problemsOfPlace(root: XmlElement, elements: readonly XmlElement[]): readonly string[] {
  const several = elements.length > 1 ? [`${elements.length} signatures stand in the manifest; it has exactly one`] : [];
  const [first] = elements;
  return first === undefined || root.children.includes(first) ? several : [...several, 'the signature is no child of the root'];
}

function problemsOfForm(signature: XmlElement): readonly string[] {
  const references = childrenOf(childrenOf([signature], 'SignedInfo'), 'Reference');
  const [reference] = references;
  if (reference === undefined || references.length > 1) return [`${references.length} references; a manifest's signature has exactly one`];
  const uri = reference.attributes.find(({ name, namespace }) => name === 'URI' && namespace === '')?.value;
  const leadsAway =
    uri === ''
      ? []
      : [`its reference leads to ${uri === undefined ? 'nothing' : JSON.stringify(uri.slice(0, 80))}, not to the whole manifest`];
  const names = childrenOf(childrenOf([reference], 'Transforms'), 'Transform').map(algorithmOf);
  const [first, form, more] = names;
  const isUsual = first === ENVELOPED && (form === undefined || CANONICAL_FORMS.includes(form)) && more === undefined;
  return isUsual
    ? leadsAway
    : [
        ...leadsAway,
        `its transforms are ${names.map((name) => JSON.stringify(name.slice(0, 80))).join(', ') || 'none'}; only its own removal and a canonical form may be`,
      ];
}

const algorithmOf = ({ attributes }: XmlElement): string =>
  attributes.find(({ name, namespace }) => name === 'Algorithm' && namespace === '')?.value ?? '';

const isOfSignature = ({ name, namespace }: XmlElement, wanted: string): boolean => name === wanted && namespace === SIGNATURE_NAMESPACE;

function childrenOf(elements: readonly XmlElement[], wanted: string): readonly XmlElement[] {
  return elements.flatMap(({ children }) => children.filter((child) => isOfSignature(child, wanted)));
}

/** In document order, also one inside another. The depth of a document is limited where it is read. */
function descendants(element: XmlElement, wanted: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [...(isOfSignature(child, wanted) ? [child] : []), ...descendants(child, wanted)]);
}

/** Subject key identifiers, by the element of that name and by a key name of their form. */
function keyIdentifiersOf(signature: XmlElement): readonly string[] {
  const infos = childrenOf([signature], 'KeyInfo');
  const names = childrenOf(infos, 'KeyName').map(({ text }) => text.trim().toLowerCase());
  const encoded = childrenOf(childrenOf(infos, 'X509Data'), 'X509SKI').map(({ text }) =>
    toHex(Buffer.from(text.slice(0, MAX_HINT), 'base64')),
  );
  return [...names, ...encoded].filter((hint) => /^[0-9a-f]+$/.test(hint) && hint.length <= MAX_HINT).slice(0, MAX_HINTS);
}
