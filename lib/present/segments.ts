/** A piece of a value: equal on both sides, or only on one. */
export interface Segment {
  readonly text: string;
  readonly mark: 'equal' | 'old' | 'new';
}

/** Values beyond this are marked as a whole: nobody reads their middle. */
const MAX_COMPARED = 1024;

/** A shared begin or end shorter than this, in a longer value, is chance and would confuse. */
const MIN_SHARED = 2;

/**
 * Two values cut where they differ: a shared begin, the difference, a shared end. Cuts fall between characters,
 * never inside one. Text as given; whoever shows it makes it visible first.
 */
export function segmentsOf(old: string, now: string): { readonly old: readonly Segment[]; readonly now: readonly Segment[] } {
  if (old === now) return { old: equal(old), now: equal(now) };
  if (old.length > MAX_COMPARED || now.length > MAX_COMPARED) return whole(old, now);
  const [before, after] = [charactersOf(old), charactersOf(now)];
  const begin = sharedBegin(before, after);
  const end = sharedBegin(before.slice(begin).toReversed(), after.slice(begin).toReversed());
  if (begin + end < MIN_SHARED) return whole(old, now);
  return { old: cut(before, { begin, end, mark: 'old' }), now: cut(after, { begin, end, mark: 'new' }) };
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });
const charactersOf = (text: string): readonly string[] => [...SEGMENTER.segment(text)].map(({ segment }) => segment);

function sharedBegin(a: readonly string[], b: readonly string[]): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length += 1;
  return length;
}

const equal = (text: string): readonly Segment[] => (text === '' ? [] : [{ text, mark: 'equal' }]);

function whole(old: string, now: string): { readonly old: readonly Segment[]; readonly now: readonly Segment[] } {
  return { old: old === '' ? [] : [{ text: old, mark: 'old' }], now: now === '' ? [] : [{ text: now, mark: 'new' }] };
}

interface Cut {
  readonly begin: number;
  readonly end: number;
  readonly mark: 'old' | 'new';
}

function cut(characters: readonly string[], { begin, end, mark }: Cut): readonly Segment[] {
  const middle = characters.slice(begin, characters.length - end).join('');
  return [
    ...equal(characters.slice(0, begin).join('')),
    ...(middle === '' ? [] : [{ text: middle, mark }]),
    ...equal(characters.slice(characters.length - end).join('')),
  ];
}
