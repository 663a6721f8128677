import { toHex } from '#lib/encoding/bytes.ts';
import {
  badTag,
  childrenOf,
  contentOf,
  contextConstructed,
  contextPrimitive,
  type DerNode,
  fieldsOf,
  rawOf,
  TAG,
} from '#lib/encoding/der.ts';
import { readOid, readString } from '#lib/encoding/der-values.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readName } from './name.ts';
import type { Name } from './types.ts';

/** Names that one GeneralNames may have. */
export const MAX_GENERAL_NAMES = 1000;

/** One alternative of GeneralName. @spec RFC 5280 section 4.2.1.6 */
export type GeneralName =
  /** `value` is the value inside its EXPLICIT [0], header included. */
  | { readonly kind: 'other-name'; readonly typeId: string; readonly value: DerNode }
  | { readonly kind: 'email' | 'dns' | 'uri'; readonly text: string }
  | { readonly kind: 'directory-name'; readonly name: Name }
  /** 4 or 16 octets, 8 or 32 in name constraints; as received. */
  | { readonly kind: 'ip-address'; readonly octets: Uint8Array }
  | { readonly kind: 'registered-id'; readonly oid: string }
  /** x400Address and ediPartyName: kept as received. */
  | { readonly kind: 'unread'; readonly tag: number; readonly raw: Uint8Array };

/**
 * Reads the children of a GeneralNames, whose own tag is not looked at (IMPLICIT tags).
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'too-many', with the octet offset
 */
export function readGeneralNames(node: DerNode): readonly GeneralName[] {
  const children = childrenOf(node);
  if (children.length > MAX_GENERAL_NAMES) {
    throw new ParseError('too-many', `${children.length} general names, at most ${MAX_GENERAL_NAMES} are read`, { offset: node.start });
  }
  const names: GeneralName[] = [];
  for (const child of children) names.push(readGeneralName(child));
  return names;
}

/** Reads one GeneralName. @throws ParseError as `readGeneralNames` */
export function readGeneralName(node: DerNode): GeneralName {
  switch (node.tag) {
    case contextConstructed(0):
      return readOtherName(node);
    case contextPrimitive(1):
      return { kind: 'email', text: readString(node, TAG.ia5String) };
    case contextPrimitive(2):
      return { kind: 'dns', text: readString(node, TAG.ia5String) };
    case contextConstructed(4):
      return { kind: 'directory-name', name: directoryNameOf(node) };
    case contextPrimitive(6):
      return { kind: 'uri', text: readString(node, TAG.ia5String) };
    case contextPrimitive(7):
      return { kind: 'ip-address', octets: contentOf(node) };
    case contextPrimitive(8):
      return { kind: 'registered-id', oid: readOid(node) };
    case contextConstructed(3):
    case contextConstructed(5):
      return { kind: 'unread', tag: node.tag, raw: rawOf(node) };
    default:
      throw badTag(node, 'a GeneralName, [0] to [8]');
  }
}

/**
 * The Name inside a directoryName [4], which is EXPLICIT because Name is a CHOICE.
 * @throws ParseError 'bad-tag' | 'missing-field' | 'trailing-data', with the octet offset
 */
export function directoryNameOf(node: DerNode): Name {
  if (node.tag !== contextConstructed(4)) throw badTag(node, 'directoryName [4]');
  const fields = fieldsOf(node);
  const name = readName(fields.take('directoryName', TAG.sequence));
  const [extra] = fields.rest();
  if (extra !== undefined) throw new ParseError('trailing-data', `a second name at ${extra.start}`, { offset: extra.start });
  return name;
}

/** One general name as text, `kind:value`, for a person. */
export function generalNameText(name: GeneralName, textOfName: (name: Name) => string): string {
  switch (name.kind) {
    case 'email':
    case 'dns':
    case 'uri':
      return `${name.kind}:${name.text}`;
    case 'directory-name':
      return textOfName(name.name);
    case 'other-name':
      return `${name.typeId}=#${toHex(rawOf(name.value))}`;
    case 'ip-address':
      return `ip:${toHex(name.octets)}`;
    case 'registered-id':
      return `oid:${name.oid}`;
    case 'unread':
      return `#${toHex(name.raw)}`;
    default:
      return name satisfies never;
  }
}

function readOtherName(node: DerNode): GeneralName {
  const fields = fieldsOf(node);
  const typeId = readOid(fields.take('type-id', TAG.oid));
  const value = fieldsOf(fields.take('value', contextConstructed(0))).take('value');
  return { kind: 'other-name', typeId, value };
}
