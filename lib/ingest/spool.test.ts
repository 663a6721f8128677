import { expect, test } from 'vitest';
import { CHUNK_BYTES } from '#lib/store/artifacts.ts';
import { makeSpool } from './spool.ts';

/** What comes out again, and the sizes of its pieces. */
async function through(chunks: readonly Uint8Array[]): Promise<{ bytes: Buffer; pieces: readonly number[] }> {
  const spool = makeSpool();
  try {
    for (const chunk of chunks) await spool.write(chunk);
    const pieces: Buffer[] = [];
    for await (const piece of spool.chunks()) pieces.push(Buffer.from(piece));
    const bytes = Buffer.concat(pieces);
    expect(bytes.byteLength).toBe(spool.size());
    return { bytes, pieces: pieces.map(({ byteLength }) => byteLength) };
  } finally {
    await spool.remove();
  }
}

const PATTERN = Buffer.from(Uint8Array.from({ length: 2 * CHUNK_BYTES + 5 }, (_, index) => (index * 31 + (index >> 8)) & 0xff));
const patterned = (size: number): Buffer => PATTERN.subarray(0, size);
const cut = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.byteLength / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));

test('what was written comes out again, however it was cut', async () => {
  for (const size of [0, 1, 2, 70_000, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 5]) {
    for (const step of [size || 1, 65_536, 999_999]) {
      const bytes = patterned(size);
      const out = await through(cut(bytes, step));
      expect(out.bytes.equals(bytes), `${size} bytes in steps of ${step}`).toBe(true);
      expect(Math.max(0, ...out.pieces)).toBeLessThanOrEqual(CHUNK_BYTES);
    }
  }
});

test('a chunk of no bytes changes nothing, wherever it comes', async () => {
  const empty = new Uint8Array();
  const { bytes } = await through([empty, Buffer.from('ab'), empty, Buffer.from('c'), empty]);
  expect(bytes.toString()).toBe('abc');
});

test('a buffer that is used again holds nothing of the file before', async () => {
  await through(cut(patterned(500_000), 65_536));
  const { bytes } = await through([Buffer.from('sh'), Buffer.from('ort')]);
  expect(bytes.toString()).toBe('short');
});

test('two spools at once never share a buffer', async () => {
  const [first, second] = [makeSpool(), makeSpool()];
  for (const letter of ['a', 'b']) {
    await first.write(Buffer.from(letter));
    await second.write(Buffer.from(letter.toUpperCase()));
  }
  const read = async ({ chunks }: typeof first): Promise<string> => {
    let text = '';
    for await (const piece of chunks()) text += Buffer.from(piece).toString();
    return text;
  };
  expect([await read(first), await read(second)]).toEqual(['ab', 'AB']);
  await first.remove();
  await second.remove();
});
