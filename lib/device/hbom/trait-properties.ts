import type { NamedValue } from '#lib/cyclonedx/types.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { rawOf, readDer, readDerPrefix } from '#lib/encoding/der.ts';
import { derSequence } from '#lib/encoding/der-write.ts';
import { readTraits } from '#lib/platform-cert/read-trait.ts';
import type { Trait } from '#lib/platform-cert/trait-types.ts';

/**
 * Traits as properties of one name, in their order, each as the base64 of its DER: whatever a trait says, nothing of it is lost.
 * @param der  the certificate that they were read from
 */
export function traitProperties(name: string, traits: readonly Trait[], der: Uint8Array): readonly NamedValue[] {
  return traits.map(({ offset }) => ({ name, value: toBase64(rawOf(readDerPrefix(der.subarray(offset)))) }));
}

/**
 * The inverse of traitProperties; offsets count from the beginning of the list.
 * @throws ParseError when a value was changed into something that is no trait
 */
export function readTraitProperties(
  properties: readonly NamedValue[],
  { name, isComponent }: { readonly name: string; readonly isComponent: boolean },
): readonly Trait[] {
  const list = properties.filter((property) => property.name === name).map(({ value }) => new Uint8Array(Buffer.from(value, 'base64')));
  if (list.length === 0) return [];
  return readTraits({ warnings: [], unread: [] }, readDer(derSequence(...list)), { path: name, isComponent });
}
