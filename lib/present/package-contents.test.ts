import { expect, test } from 'vitest';
import { inclusionText, packagedDevice, type Way, wayText } from './package-contents.ts';

const names = { file: (sha256: string) => `${sha256}.der`, device: (id: string) => `Acme (${id})` };
const file = (sha256: string) => ({ kind: 'file', sha256 }) as const;
const key = (text: string) => ({ kind: 'key', key: text }) as const;
const near: Way = [file('a'), key('serial:acme|x|1'), file('b')];

test.each([
  [[file('a')], 'a.der is of both.'],
  [near, 'a.der and b.der both name one manufacturer, model and serial number.'],
  [[file('a'), key('device:rack 7'), file('b')], 'a.der and b.der both name one device, as whoever handed them in called it.'],
  [[file('a'), key('device:x'), { kind: 'statement', statement: 's' }, file('b')], 'Somebody said that a.der and b.der belong together.'],
  [
    [file('a'), key('ek-cert:CN=x|1'), file('b'), key('subject:host-name:h'), file('c')],
    'a.der names one EK certificate, which leads over 1 more file to c.der.',
  ],
  [[], 'It is judged together with the others.'],
] as const)('a way is told as its ends and what leads from one to the other', (way, text) => {
  expect(wayText('en', way, names)).toBe(text);
});

test('a reason is told in words', () => {
  const told = (inclusion: Parameters<typeof inclusionText>[1]) => inclusionText('en', inclusion, names);
  expect(told({ reason: 'device', ground: 'holder' })).toBe(
    'It belongs to the device that was asked for: it is bound to the EK certificate of this device.',
  );
  expect(told({ reason: 'other-device', device: 'd-2', ground: 'holder', way: near })).toContain('another device, Acme (d-2)');
  expect(told({ reason: 'chain', of: ['a', 'b', 'c', 'd', 'e'] })).toBe(
    'It is in the chain of certificates above a.der, b.der, c.der and 2 more.',
  );
  expect(told({ reason: 'revocation', of: ['a'] })).toContain('revocation');
  expect(told({ reason: 'anchor' })).toBe('It is a trust anchor.');
});

test('a package says the device that it was asked for, whatever else stands beside that', () => {
  expect(packagedDevice({ device: 'd-1', files: [], later: 1 })).toBe('d-1');
  expect(() => packagedDevice({ files: [] })).toThrow('contents.json: device');
});
