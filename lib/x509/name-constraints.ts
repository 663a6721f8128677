import { childrenOf, contextConstructed, expectTag, fieldsOf, readDer, TAG } from '#lib/encoding/der.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { type GeneralName, readGeneralName, readGeneralNames } from './general-names.ts';
import { nameKey, nameText } from './name.ts';
import { EXTENSION } from './oids.ts';
import type { Certificate, Extension, Name } from './types.ts';

/** Subtrees that one certificate may have. Real ones stay under 100. */
export const MAX_SUBTREES = 1000;

/** The names that an authority may certify. @spec RFC 5280 section 4.2.1.10 */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** What a name constraint says against a path: broken, or not to be evaluated. */
export interface ConstraintProblem {
  readonly status: 'fail' | 'unknown';
  /** One clause. */
  readonly detail: string;
}

/** The value of a nameConstraints extension. @throws ParseError @spec RFC 5280 section 4.2.1.10 */
export function readNameConstraints(value: Uint8Array): NameConstraints {
  const fields = fieldsOf(expectTag(readDer(value), TAG.sequence, 'NameConstraints'));
  const subtrees = (tag: number): readonly GeneralName[] => {
    const node = fields.takeOptional(tag);
    const trees = node === undefined ? [] : childrenOf(node);
    if (trees.length > MAX_SUBTREES) throw new ParseError('too-many', `${trees.length} subtrees, at most ${MAX_SUBTREES} are read`);
    return trees.map((tree) => readSubtree(fieldsOf(expectTag(tree, TAG.sequence, 'GeneralSubtree'))));
  };
  return { permitted: subtrees(contextConstructed(0)), excluded: subtrees(contextConstructed(1)) };
}

/** minimum must be 0, which DER leaves out, and maximum absent: RFC 5280 gives them no other meaning. */
function readSubtree(fields: ReturnType<typeof fieldsOf>): GeneralName {
  const base = readGeneralName(fields.take('base'));
  const [extra] = fields.rest();
  if (extra !== undefined) throw new ParseError('bad-value', 'a name constraint with a minimum or maximum', { offset: extra.start });
  return base;
}

/** What a certificate says of itself: its subject and its alternative names. */
export interface NamedSubject {
  readonly subject: Name;
  readonly extensions: readonly Extension[];
}

/**
 * What the name constraints of an authority say against the names of a certificate below it; null when nothing does. An empty
 * subject is no name. A constraint of a kind that isn't evaluated is told only where a name of that kind occurs.
 * @spec RFC 5280 sections 4.2.1.10 and 6.1.4 (g); 6.1.3 (b) and (c)
 */
export function problemOfNames({ extensions }: Pick<Certificate, 'extensions'>, below: NamedSubject): ConstraintProblem | null {
  const extension = extensions.find(({ oid }) => oid === EXTENSION.nameConstraints);
  if (extension === undefined) return null;
  try {
    const constraints = readNameConstraints(extension.value);
    for (const name of namesOf(below)) {
      const problem = problemOfName(name, constraints);
      if (problem !== null) return problem;
    }
    return null;
  } catch (error) {
    if (error instanceof ParseError) return { status: 'unknown', detail: "its name constraints, or the names below it, can't be read" };
    throw error;
  }
}

function namesOf({ subject, extensions }: NamedSubject): readonly GeneralName[] {
  const alternative = extensions.find(({ oid }) => oid === EXTENSION.subjectAltName);
  const others = alternative === undefined ? [] : readGeneralNames(readDer(alternative.value));
  // Old certificates have their address in the subject. @spec RFC 5280 section 4.2.1.10
  const emails = others.some(({ kind }) => kind === 'email') ? [] : subject.rdns.flat().filter(({ oid }) => oid === EMAIL_ADDRESS);
  return [
    ...(subject.rdns.length === 0 ? [] : [{ kind: 'directory-name', name: subject } as const]),
    ...emails.map(({ value }) => ({ kind: 'email', text: value }) as const),
    ...others,
  ];
}

const EMAIL_ADDRESS = '1.2.840.113549.1.9.1';

function problemOfName(name: GeneralName, { permitted, excluded }: NameConstraints): ConstraintProblem | null {
  const same = (tree: GeneralName): boolean => isOfKind(name, tree);
  const [allowed, forbidden] = [permitted.filter(same), excluded.filter(same)];
  if (allowed.length + forbidden.length === 0) return null;
  const answers = forbidden.map((tree) => isWithin(name, tree));
  const text = name.kind === 'directory-name' ? nameText(name.name) : 'text' in name ? name.text : `a name of the kind ${name.kind}`;
  if (answers.includes(true)) return { status: 'fail', detail: `it excludes ${text}` };
  const inside = allowed.map((tree) => isWithin(name, tree));
  if ([...answers, ...inside].includes(null)) return { status: 'unknown', detail: `its constraint on ${text} is not evaluated` };
  return allowed.length > 0 && !inside.includes(true) ? { status: 'fail', detail: `it does not permit ${text}` } : null;
}

/** Each type of otherName is a form of its own: a subtree of one says nothing about another. @spec RFC 5280 sections 4.2.1.6 and 4.2.1.10 */
function isOfKind(name: GeneralName, tree: GeneralName): boolean {
  if (name.kind === 'other-name' && tree.kind === 'other-name') return name.typeId === tree.typeId;
  if (name.kind === 'unread' && tree.kind === 'unread') return name.tag === tree.tag;
  return name.kind === tree.kind;
}

/** Whether a name lies in a subtree of its kind; null when that isn't evaluated. */
function isWithin(name: GeneralName, tree: GeneralName): boolean | null {
  if (name.kind === 'directory-name' && tree.kind === 'directory-name') return isNameWithin(name.name, tree.name);
  if (name.kind === 'dns' && tree.kind === 'dns') return isHostWithin(name.text, tree.text.replace(/^\./, ''));
  if (name.kind === 'email' && tree.kind === 'email') return isMailWithin(name.text, tree.text);
  if (name.kind === 'uri' && tree.kind === 'uri') return isUriWithin(name.text, tree.text);
  if (name.kind === 'ip-address' && tree.kind === 'ip-address') return isAddressWithin(name.octets, tree.octets);
  return null;
}

/** The subtree is the beginning of the name; compared as names are (RFC 5280 section 7.1). */
function isNameWithin(name: Name, tree: Name): boolean {
  if (tree.rdns.length > name.rdns.length) return false;
  return nameKey({ ...name, rdns: name.rdns.slice(0, tree.rdns.length) }) === nameKey(tree);
}

/** The host itself and everything below it; an empty subtree is every host. */
function isHostWithin(host: string, tree: string): boolean {
  const [a, b] = [host.toLowerCase().replace(/\.$/, ''), tree.toLowerCase().replace(/\.$/, '')];
  return b === '' || a === b || a.endsWith(`.${b}`);
}

/** One mailbox, all mailboxes of a host, or with a leading point of the hosts below a domain. */
function isMailWithin(mail: string, tree: string): boolean {
  const host = mail.slice(mail.lastIndexOf('@') + 1);
  if (tree.includes('@')) {
    const local = (text: string): string => text.slice(0, text.lastIndexOf('@'));
    return local(mail) === local(tree) && host.toLowerCase() === tree.slice(tree.lastIndexOf('@') + 1).toLowerCase();
  }
  return isExactHost(host, tree);
}

/** A URI without a host, or with an address for one, can't be constrained: not evaluated. */
function isUriWithin(uri: string, tree: string): boolean | null {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([a-z0-9.-]+)(?::\d*)?(?:[/?#]|$)/i.exec(uri)?.[1];
  return host === undefined || /^[\d.]+$/.test(host) ? null : isExactHost(host, tree);
}

function isExactHost(host: string, tree: string): boolean {
  return tree.startsWith('.') ? host.toLowerCase().endsWith(tree.toLowerCase()) : host.toLowerCase() === tree.toLowerCase();
}

/** The subtree is an address and its mask. */
function isAddressWithin(address: Uint8Array, tree: Uint8Array): boolean | null {
  if (tree.length !== 8 && tree.length !== 32) return null;
  if (address.length * 2 !== tree.length) return false;
  return address.every(
    (octet, index) => (octet & (tree[address.length + index] ?? 0)) === ((tree[index] ?? 0) & (tree[address.length + index] ?? 0)),
  );
}
