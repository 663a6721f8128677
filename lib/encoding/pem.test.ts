import { expect, test } from 'vitest';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { concatBytes, encodeUtf8, toBase64, toHex } from './bytes.ts';
import { derOctets } from './der-write.ts';
import { ParseError } from './parse-error.ts';
import { findPemBlocks, looksLikePem, MAX_PEM_BLOCKS, MAX_PEM_LABEL, readPemBlocks } from './pem.ts';

const DER = derOctets(Uint8Array.from({ length: 100 }, (_, index) => index));

function pem(body: string, label = 'CERTIFICATE', ending = '\n'): string {
  return [`-----BEGIN ${label}-----`, body, `-----END ${label}-----`, ''].join(ending);
}

const wrapped = (bytes: Uint8Array): string => toBase64(bytes).replace(/.{64}/g, '$&\n');
const find = (text: string): ReturnType<typeof findPemBlocks> => findPemBlocks(encodeUtf8(text));
const hexOf = (text: string): readonly string[] => find(text).map(({ der }) => toHex(der));

test.each([
  ['lines of 64', pem(wrapped(DER))],
  ['CRLF', pem(wrapped(DER), 'CERTIFICATE', '\n').replaceAll('\n', '\r\n')],
  ['CR alone', pem(wrapped(DER)).replaceAll('\n', '\r')],
  ['one line', pem(toBase64(DER))],
  ['no line break at all', `-----BEGIN CERTIFICATE-----${toBase64(DER)}-----END CERTIFICATE-----`],
  ['blank lines and indentation', pem(`\n  ${toBase64(DER).replace(/.{10}/g, '$& \n\t ')}\n\n`).replace('-----BEGIN', '   -----BEGIN')],
  ['no padding', pem(toBase64(DER).replaceAll('=', ''))],
  ['text before and after', `subject=CN = x\nissuer=CN = y\n${pem(wrapped(DER))}\ntrailing text - with -- dashes\n`],
  ['a byte order mark', `\ufeff${pem(wrapped(DER))}`],
  ['headers', pem(`Proc-Type: 4,MIC-CLEAR\nContent-Domain: RFC822\n with a continuation\n\n${wrapped(DER)}`)],
  ['headers and CRLF', pem(`Comment: x\n\n${wrapped(DER)}`).replaceAll('\n', '\r\n')],
])('a block with %s is read', (_, text) => {
  expect(hexOf(text)).toEqual([toHex(DER)]);
  expect(looksLikePem(encodeUtf8(text))).toBe(true);
});

test('one line of 5,000 characters is read', () => {
  const bytes = new Uint8Array(3750).fill(0x5a);
  expect(toBase64(bytes)).toHaveLength(5000);
  expect(hexOf(pem(toBase64(bytes)))).toEqual([toHex(bytes)]);
});

test('every block is read with its label and the offset of its first dash', () => {
  const first = `ä text\n${pem(wrapped(DER), 'ATTRIBUTE CERTIFICATE')}`;
  const blocks = find(`${first}between\n${pem('AQID')}${pem('BAUG', 'X')}`);
  expect(blocks.map(({ label }) => label)).toEqual(['ATTRIBUTE CERTIFICATE', 'CERTIFICATE', 'X']);
  expect(blocks.map(({ der }) => toHex(der)).slice(1)).toEqual(['010203', '040506']);
  expect(blocks.map(({ offset }) => offset).slice(0, 2)).toEqual([8, encodeUtf8(`${first}between\n`).length]);
});

test('blocks that follow each other without a line break are read', () => {
  expect(hexOf(`${pem('AQID').trimEnd()}${pem('BAUG')}`)).toEqual(['010203', '040506']);
});

test('a part of a larger buffer is read with its own offsets', () => {
  const bytes = concatBytes([encodeUtf8('xx'), encodeUtf8(pem('AQID'))]).subarray(2);
  expect(findPemBlocks(bytes)).toEqual([{ label: 'CERTIFICATE', der: Uint8Array.of(1, 2, 3), offset: 0 }]);
});

test('a file without a block has none', () => {
  for (const text of [
    '',
    'plain text',
    '-----BEGIN',
    'a sentence about -----BEGIN CERTIFICATE----- lines',
    '{"a":"-----BEGIN CERTIFICATE-----"}',
  ]) {
    expect(find(text)).toEqual([]);
    expect(looksLikePem(encodeUtf8(text))).toBe(false);
  }
});

test('octets that are no text before a block make the file no PEM', () => {
  for (const before of [0, 1, 50, 63, 64, 65, 500]) {
    const [text, block] = [encodeUtf8('t'.repeat(before)), encodeUtf8(`\n${pem('AQID')}`)];
    expect(looksLikePem(concatBytes([text, Uint8Array.of(0), block]))).toBe(false);
    expect(looksLikePem(concatBytes([text, block, Uint8Array.of(0)]))).toBe(true);
  }
});

test.each([
  ['no END line', '-----BEGIN CERTIFICATE-----\nAQID\n', 'bad-pem', 0],
  ['another label at its end', '-----BEGIN A-----\nAQID\n-----END B-----\n', 'bad-pem', 23],
  ['a second BEGIN before its end', `-----BEGIN A-----\nAQID\n${pem('AQID')}`, 'bad-pem', 23],
  ['a BEGIN line that is not closed', '-----BEGIN CERTIFICATE\nAQID\n-----END CERTIFICATE-----\n', 'bad-pem', 0],
  ['no data', pem(''), 'bad-pem', 0],
  ['headers without an end', pem('Proc-Type: 4\nAQID'), 'bad-pem', 28],
  ['a character that is no base64', pem('AQ*D'), 'bad-base64', 30],
  ['the URL alphabet', pem('AQ_D'), 'bad-base64', 30],
  ['a character beyond ASCII', pem('AQÄD'), 'bad-base64', 30],
  ['a digit after padding', pem('AQ==AQID'), 'bad-base64', 32],
  ['a digit too many', pem('AQIDA'), 'bad-base64', 34],
  ['too much padding', pem('AQ==='), 'bad-base64', 34],
  ['padding where none is due', pem('AQID='), 'bad-base64', 34],
  ['a whole group of padding', pem('AQID===='), 'bad-base64', 37],
])('a block with %s is refused with its offset', (_, text, code, offset) => {
  expect(() => find(text)).toThrow(expect.objectContaining({ code, offset }));
});

test('a file cut off inside a block is refused at every length', () => {
  const text = pem(wrapped(DER));
  for (let length = '-----BEGIN '.length; length < text.trimEnd().length; length += 1) {
    expect(() => find(text.slice(0, length))).toThrow(ParseError);
  }
});

test('a label may have the limit of characters and not one more', () => {
  expect(find(pem('AQID', 'L'.repeat(MAX_PEM_LABEL)))).toHaveLength(1);
  expect(() => find(pem('AQID', 'L'.repeat(MAX_PEM_LABEL + 1)))).toThrow(expect.objectContaining({ code: 'bad-pem' }));
});

test('a file may have the limit of blocks and not one more', () => {
  expect(find(pem('AQID').repeat(MAX_PEM_BLOCKS))).toHaveLength(MAX_PEM_BLOCKS);
  expect(() => find(pem('AQID').repeat(MAX_PEM_BLOCKS + 1))).toThrow(expect.objectContaining({ code: 'too-many' }));
});

test.each([
  ['BEGIN inside a line', (n: number) => 'x-----BEGIN '.repeat(n)],
  ['spaces before BEGIN', (n: number) => `x${' '.repeat(n)}-----BEGIN `.repeat(4)],
  ['dashes', (n: number) => '-'.repeat(n)],
  ['header lines', (n: number) => pem(`a:b\n${'c:d\n'.repeat(n)}\nAQID`)],
  ['blank lines', (n: number) => pem(`${'\n'.repeat(n)}AQID`)],
])('hostile text of %s takes linear time', (_, make) => {
  const millisecondsFor = (count: number): number => {
    const bytes = encodeUtf8(make(count));
    const spent = beginSpending();
    looksLikePem(bytes);
    try {
      findPemBlocks(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
    return spent();
  };
  // A quadratic reader would need minutes for the larger one.
  expect(millisecondsFor(1_000_000)).toBeLessThan(5_000);
});

test('a block that is broken is told in its place, and those around it are read', () => {
  const good = '-----BEGIN A-----\nMAMBAf8=\n-----END A-----\n';
  const text = `${good}-----BEGIN A-----\nMAMB*f8=\n-----END A-----\n${good}-----BEGIN A-----\nMAMB\n${good}`;
  const blocks = readPemBlocks(new TextEncoder().encode(text)).map((block) => ('error' in block ? block.error.code : block.der.length));
  expect(blocks).toEqual([5, 'bad-base64', 5, 'bad-pem', 5]);
});
