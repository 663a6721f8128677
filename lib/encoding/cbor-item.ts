import { toHex } from './bytes.ts';

/** Where an item stands in the octets that were read: from `start`, its head included, to before `end`. */
interface Placed {
  readonly start: number;
  readonly end: number;
}

/** A whole number; beyond 2^53 a bigint. */
export type CborInteger = Placed & { readonly kind: 'integer'; readonly value: number | bigint };
/** A byte string: a view of the octets, a copy only where it came in chunks. */
export type CborBytes = Placed & { readonly kind: 'bytes'; readonly value: Uint8Array };
/** A text string. */
export type CborText = Placed & { readonly kind: 'text'; readonly value: string };
/** An array. */
export type CborArray = Placed & { readonly kind: 'array'; readonly items: readonly CborItem[] };
/** A map; its keys are all different. */
export type CborMap = Placed & { readonly kind: 'map'; readonly entries: readonly CborEntry[] };
/** A tag and what it stands before; nothing is read into the tag. */
export type CborTag = Placed & { readonly kind: 'tag'; readonly tag: number | bigint; readonly item: CborItem };
/** A number of half, single or double precision. */
export type CborFloat = Placed & { readonly kind: 'float'; readonly value: number };
/** True or false. */
export type CborBoolean = Placed & { readonly kind: 'boolean'; readonly value: boolean };
/** Null, or undefined. */
export type CborNothing = Placed & { readonly kind: 'null' | 'undefined' };
/** A simple value that has no name. */
export type CborSimple = Placed & { readonly kind: 'simple'; readonly value: number };

/** One data item. */
export type CborItem =
  | CborInteger
  | CborBytes
  | CborText
  | CborArray
  | CborMap
  | CborTag
  | CborFloat
  | CborBoolean
  | CborNothing
  | CborSimple;

/** One member of a map. */
export interface CborEntry {
  readonly key: CborItem;
  readonly value: CborItem;
}

/** The value of a key of a map, or undefined. */
export function cborMember(map: CborMap, key: number | string): CborItem | undefined {
  return map.entries.find((entry) => (entry.key.kind === 'integer' || entry.key.kind === 'text') && entry.key.value === key)?.value;
}

/** The same text for the same value, however its heads were written. */
export function cborIdentity(item: CborItem): string {
  switch (item.kind) {
    case 'integer':
      return `${item.value}`;
    case 'text':
      return JSON.stringify(item.value);
    case 'bytes':
      return `h${toHex(item.value)}`;
    case 'array':
      return `[${item.items.map(cborIdentity).join()}]`;
    case 'map':
      return `{${item.entries
        .map(({ key, value }) => `${cborIdentity(key)}:${cborIdentity(value)}`)
        .sort()
        .join()}}`;
    case 'tag':
      return `${item.tag}(${cborIdentity(item.item)})`;
    case 'float':
      return `f${Object.is(item.value, -0) ? '-0' : item.value}`;
    case 'boolean':
      return String(item.value);
    case 'simple':
      return `s${item.value}`;
    default:
      return item.kind;
  }
}
