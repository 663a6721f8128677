import { expect, test } from 'vitest';
import { type Authority, basicConstraints, makeAuthority } from '#lib/testing/certificate-authority.ts';
import { asSigned, MAX_CANDIDATES, MAX_PATH_LENGTH } from './path.ts';
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
