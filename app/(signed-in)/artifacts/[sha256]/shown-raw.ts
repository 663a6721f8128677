import type { Choice, ShownRaw } from '#components/artifact/artifact-page.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { HEX_ROW, hexRows } from '#lib/present/hex-rows.ts';
import type { RawBlock } from '#lib/present/raw-content.ts';
import { looksLikeText, textRows } from '#lib/present/text-rows.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { readArtifactRange } from '#lib/store/artifact-range.ts';
import type { Store } from '#lib/store/open-store.ts';
import { type ArtifactAddress, artifactHref } from './artifact-address.ts';

/** Octets shown at a time. */
const HEX_WINDOW = 8 * 1024;
const TEXT_WINDOW = 16 * 1024;
/** A character has at most so many octets after its first. */
const MAX_CONTINUATION = 3;
/** A nod to long bundles: the page of a file names so many blocks. */
const MAX_PARTS = 200;

interface RawQuestion {
  readonly address: ArtifactAddress;
  readonly size: number;
  readonly blocks: readonly RawBlock[];
  /** What is marked when the address asks for nothing. */
  readonly suggested: { readonly block: number | null; readonly offset: number } | null;
  readonly texts: Catalogue['artifact'];
}

/** The part of the content that the address asks for. */
export async function shownRaw(store: Store, question: RawQuestion): Promise<ShownRaw> {
  const { size, blocks, texts } = question;
  const address = settled(question);
  const block = address.block === null ? undefined : blocks[address.block];
  const total = block?.bytes.length ?? size;
  const read = async (offset: number, length: number): Promise<Uint8Array> =>
    block?.bytes.subarray(offset, offset + length) ?? (await readArtifactRange(store, address.sha256, { offset, length }));
  const show = address.show ?? (looksLikeText(await read(0, 1024)) ? 'text' : 'hex');
  const step = show === 'hex' ? HEX_WINDOW : TEXT_WINDOW;
  const start = windowStart({ wanted: address.at ?? address.from ?? 0, step, total });
  const marked = address.at === null ? null : Math.min(address.at, total);
  const window = show === 'hex' ? await hexWindow(read, start) : await textWindow(read, { start, marked });
  const to = window.from + window.length;
  const at = (from: number): string => artifactHref({ ...address, show, at: null, from });
  return {
    ...{ rows: window.rows, from: window.from, to, total, marked, isAsked: question.address.at !== null },
    earlier: start === 0 ? null : at(start - step),
    later: to >= total ? null : at(start + step),
    modes: (['text', 'hex'] as const).map((mode) => ({
      label: mode === 'text' ? texts.asText : texts.asHex,
      href: artifactHref({ ...address, show: mode, from: null }),
      isCurrent: mode === show,
    })),
    parts: partsOf(address, blocks, texts),
    isDecoded: block !== undefined,
  };
}

/** A block that isn't there is the file; a place is suggested only when the address names none. */
function settled({ address, blocks, suggested }: RawQuestion): ArtifactAddress {
  const known = address.block !== null && address.block >= blocks.length ? { ...address, block: null } : address;
  const isOpen = known.at === null && known.from === null && known.block === null && known.show === null;
  return isOpen && suggested !== null ? { ...known, block: suggested.block, at: suggested.offset } : known;
}

function windowStart({ wanted, step, total }: { wanted: number; step: number; total: number }): number {
  const last = Math.max(0, total - 1);
  return Math.floor(Math.min(wanted, last) / step) * step;
}

type Read = (offset: number, length: number) => Promise<Uint8Array>;
interface Window {
  readonly rows: ShownRaw['rows'];
  readonly from: number;
  readonly length: number;
}

async function hexWindow(read: Read, start: number): Promise<Window> {
  const from = start - (start % HEX_ROW);
  const bytes = await read(from, HEX_WINDOW);
  return { rows: { show: 'hex', rows: hexRows(bytes, from) }, from, length: bytes.length };
}

/** A character that two windows share belongs to the first. */
async function textWindow(read: Read, { start, marked }: { start: number; marked: number | null }): Promise<Window> {
  const bytes = await read(start, TEXT_WINDOW + MAX_CONTINUATION);
  const skipped = start === 0 ? 0 : continuationAt(bytes, 0);
  const end = Math.min(bytes.length, TEXT_WINDOW);
  const shown = bytes.subarray(skipped, end + continuationAt(bytes, end));
  const from = start + skipped;
  return { rows: { show: 'text', rows: textRows(shown, from, marked ?? undefined) }, from, length: shown.length };
}

function continuationAt(bytes: Uint8Array, at: number): number {
  let count = 0;
  while (count < MAX_CONTINUATION && ((bytes[at + count] ?? 0) & 0xc0) === 0x80) count += 1;
  return count;
}

function partsOf(address: ArtifactAddress, blocks: readonly RawBlock[], texts: Catalogue['artifact']): readonly Choice[] {
  if (blocks.length === 0) return [];
  const choice = (block: number | null, label: string): Choice => ({
    label,
    href: artifactHref({ ...address, block, show: null, at: null, from: block === null ? 0 : null }),
    isCurrent: address.block === block,
  });
  const named = blocks.slice(0, MAX_PARTS).map(({ label }, index) => {
    return choice(index, fill(texts.block, { number: index + 1, label: visibleText(label) }));
  });
  return [choice(null, texts.wholeFile), ...named];
}
