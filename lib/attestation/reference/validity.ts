import type { CborItem } from '#lib/encoding/cbor-item.ts';
import { asCount, asMap, type CborPlace, cborRefusal, optional, required } from './cbor-fields.ts';

const TIME_TAG = 1;
/** The end of the year 9999. */
const MAX_SECONDS = 253_402_300_799;

/** @throws ParseError 'bad-value', 'missing-field' @spec draft-ietf-rats-corim section 7.3 (validity-map) */
export function readValidity(item: CborItem, place: CborPlace): { readonly notBefore: string | null; readonly notAfter: string } {
  const map = asMap(item, place);
  return {
    notBefore: optional({ map, key: 0, name: 'not-before', place }, readTime),
    notAfter: required({ map, key: 1, name: 'not-after', place }, readTime),
  };
}

/** Seconds since 1970 in whole numbers, as ISO 8601. @throws ParseError 'bad-value' */
export function readTime(item: CborItem, place: CborPlace): string {
  const seconds = asCount(item.kind === 'tag' && item.tag === TIME_TAG ? item.item : item, place);
  if (seconds > MAX_SECONDS) throw cborRefusal('bad-value', `a time of ${seconds} seconds lies beyond the year 9999`, { item, place });
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
