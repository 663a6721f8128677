import { expect, test } from 'vitest';
import { type Authority, basicConstraints, makeAuthority } from '#lib/testing/certificate-authority.ts';
import { pathsFrom } from './path.ts';
import { MAX_CANDIDATES, makePool } from './pool.ts';
import { asSigned, MAX_PATH_LENGTH } from './signed.ts';
import { anchor, judge, leafOf, parsed, root, shaped, statuses, stranger, tampered } from './testing/chains.ts';
import type { Certificate } from './types.ts';

/** Authorities, each issued by the one before. */
function makeLadder(length: number): readonly Authority[] {
  const ladder: Authority[] = [];
  for (let index = 0; index < length; index += 1) {
    const issuedBy = ladder.at(-1);
    const step = { name: `Step ${index}`, algorithm: 'ec-p256', seed: `step ${index}` } as const;
    ladder.push(makeAuthority({ ...step, ...(issuedBy === undefined ? {} : { issuedBy }) }));
  }
  return ladder;
}

test.each([
  [MAX_PATH_LENGTH, 'pass'],
  [MAX_PATH_LENGTH + 1, 'unknown'],
])('a path of %i certificates: %s', (length, status) => {
  const ladder = makeLadder(length);
  const [top] = ladder;
  const last = ladder.at(-1);
  if (top === undefined || last === undefined) throw new Error('a ladder has ends');
  expect(judge(leafOf(last), { anchors: [anchor(top)], intermediates: ladder.map(parsed) }).chain.status).toBe(status);
});

test('certificates that issued each other end the search', () => {
  const a = makeAuthority({ name: 'A', algorithm: 'ec-p256', seed: 'a' });
  const b = makeAuthority({ name: 'B', algorithm: 'ec-p256', seed: 'b', issuedBy: a });
  const aByB = makeAuthority({ name: 'A', algorithm: 'ec-p256', seed: 'a', issuedBy: b });
  const result = judge(leafOf(b), { anchors: [anchor(root)], intermediates: [parsed(b), parsed(aByB), parsed(a)] });
  expect(statuses(result)).toBe('pass unknown unknown');
});

test('many certificates of one name cost a bounded number of signatures and hide no anchor', () => {
  const copies = Array.from({ length: MAX_CANDIDATES * 2 }, (_, index) => ({ ...parsed(stranger), id: `copy ${index}` }));
  const plain = leafOf({ ...root, keyIdentifier: stranger.keyIdentifier });
  let asked = 0;
  const { verifyWith } = asSigned(plain);
  const verifyLeaf = (issuer: Certificate): ReturnType<typeof verifyWith> => {
    asked += 1;
    return verifyWith(issuer);
  };
  expect(judge(plain, { intermediates: copies, verifyLeaf }).signature.status).toBe('unknown');
  expect(asked).toBe(MAX_CANDIDATES);
  expect(judge(tampered(leafOf(stranger)), { anchors: [anchor(stranger)], intermediates: copies }).signature.status).toBe('unknown');
  const bare = shaped('Root', [basicConstraints(true)]);
  expect(statuses(judge(leafOf(bare), { anchors: [anchor(bare)], intermediates: copies }))).toBe('pass pass unknown');
});

test('strangers of the name of an authority, more than are tried, do not hide it', () => {
  const bare = shaped('Plant', [basicConstraints(true)], root);
  const impostor = makeAuthority({ name: 'Plant', algorithm: 'ec-p256', seed: 'impostor', extensions: [basicConstraints(true)] });
  const copies = Array.from({ length: MAX_CANDIDATES * 2 }, (_, index) => ({ ...parsed(impostor), id: `copy ${index}` }));
  const trust = { anchors: [anchor(root)], intermediates: [...copies, parsed(bare)] };
  expect(statuses(judge(leafOf(bare), trust))).toBe('pass pass unknown');
  expect(statuses(judge(tampered(leafOf(bare)), trust))).toBe('fail unknown unknown');
  expect(statuses(judge(leafOf(impostor), trust))).toBe('pass unknown unknown');
});

interface Lattice {
  /** Certificates of all authorities but the highest. */
  readonly intermediates: readonly Certificate[];
  readonly lowest: Authority;
  readonly highest: readonly Authority[];
}

/** Levels of two authorities, each certified by both above it; the path along the second ones is the last that is tried. */
function makeLattice(levels: number, over: (side: 0 | 1) => Partial<Parameters<typeof makeAuthority>[0]> = () => ({})): Lattice {
  const highest = [0, 1].map((side) => makeAuthority({ name: `Top ${side}`, algorithm: 'ec-p256', seed: `top ${side}` }));
  let above = highest;
  const intermediates: Certificate[] = [];
  for (let level = 1; level <= levels; level += 1) {
    const made = ([0, 1] as const).map((side) => {
      const name = `Level ${level} ${side}`;
      return above.map((issuedBy) => makeAuthority({ name, algorithm: 'ec-p256', seed: name, issuedBy, ...over(side) }));
    });
    intermediates.unshift(...made.flat().map(parsed));
    above = made.flatMap(([first]) => (first === undefined ? [] : [first]));
  }
  const lowest = above.at(-1);
  if (lowest === undefined) throw new Error('a lattice has ends');
  return { intermediates, lowest, highest };
}

const LEVELS = MAX_PATH_LENGTH - 1;

/** All paths that are found for a leaf, and whether the search ended by itself. */
function search({ intermediates, lowest, highest }: Lattice, limit?: number): { readonly paths: number; readonly isExhausted: boolean } {
  const pool = makePool({ anchors: highest.map(anchor), intermediates, ...(limit === undefined ? {} : { limit }) });
  return { paths: [...pathsFrom(asSigned(leafOf(lowest)), [], pool)].length, isExhausted: pool.isExhausted() };
}

test('the paths through two authorities on each level double with every level, and the limit ends the search', () => {
  for (const levels of [2, 3, 4]) expect(search(makeLattice(levels))).toEqual({ paths: 2 ** levels, isExhausted: false });
  const { paths, isExhausted } = search(makeLattice(LEVELS));
  expect([paths < 2 ** LEVELS, isExhausted]).toEqual([true, true]);
  expect(search(makeLattice(LEVELS), 1_000_000)).toEqual({ paths: 2 ** LEVELS, isExhausted: false });
});

test('in such a lattice a good path is taken where the search comes to it, and else nothing is known', () => {
  const lattice = makeLattice(LEVELS);
  const { intermediates, lowest, highest } = lattice;
  expect(statuses(judge(leafOf(lowest), { anchors: highest.map(anchor), intermediates }))).toBe('pass pass unknown');
  expect(judge(leafOf(lowest), { anchors: [anchor(root)], intermediates }).chain).toMatchObject({
    status: 'unknown',
    detail: 'too many paths to try them all',
  });
  const expired = makeLattice(LEVELS, (side) => (side === 0 ? { notAfter: '2025-01-01T00:00:00Z' } : {}));
  const trust = { anchors: expired.highest.map(anchor), intermediates: expired.intermediates };
  expect(judge(leafOf(expired.lowest), trust).chain).toMatchObject({ status: 'unknown', detail: 'too many paths to try them all' });
});

test('with fewer levels the one good path is found, the last that is tried', () => {
  const expired = makeLattice(LEVELS - 3, (side) => (side === 0 ? { notAfter: '2025-01-01T00:00:00Z' } : {}));
  const trust = { anchors: expired.highest.map(anchor), intermediates: expired.intermediates };
  expect(judge(leafOf(expired.lowest), trust).chain.status).toBe('pass');
});
