import { expect, test } from 'vitest';
import { briefDigests } from './brief-digests.ts';

const SHA1 = 'ab'.repeat(20);
const SHA256 = '0123456789abcdef'.repeat(4);
const SHA512 = 'cd'.repeat(64);

test('digests are cut to their beginning, and all else stays', () => {
  expect(briefDigests(`sha256:${SHA256} is in no reference value; expected was (sha1:${SHA1}, firmware 1.4.0).`)).toBe(
    'sha256:0123456789ab… is in no reference value; expected was (sha1:abababababab…, firmware 1.4.0).',
  );
  expect(briefDigests(SHA512)).toBe('cdcdcdcdcdcd…');
});

test.each(['0123456789abcdef', 'deadbeef of 8388608 octets', `${'ab'.repeat(70)}`, 'd-e2b8d43a937c3f001fe3a389'])(
  '%j is no digest',
  (text) => {
    expect(briefDigests(text)).toBe(text);
  },
);
