/** Numbers that depend on nothing but the seed, from 0 up to a bound. */
export type Draw = (bound: number) => number;

/** A small generator (mulberry32): the point is that a failure can be made again. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

type Mutation = (bytes: Buffer, draw: Draw) => Buffer;

const span = (bytes: Buffer, draw: Draw): readonly [from: number, to: number] => {
  const from = draw(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + draw(200))];
};

const put =
  (texts: readonly (string | readonly number[])[]): Mutation =>
  (bytes, draw) => {
    const text = texts[draw(texts.length)] ?? '';
    const [from, to] = span(bytes, draw);
    const inserted = typeof text === 'string' ? Buffer.from(text) : Buffer.from([...text]);
    return Buffer.concat([bytes.subarray(0, from), inserted, bytes.subarray(draw(2) === 0 ? from : to)]);
  };

function overwrite(bytes: Buffer, draw: Draw): Buffer {
  const copy = Buffer.from(bytes);
  const lengths = [[0x84, 0xff, 0xff, 0xff, 0xff], [0x80], [0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xff], [0x82, 0, 1]];
  Buffer.from(lengths[draw(lengths.length)] ?? []).copy(copy, draw(bytes.length));
  return copy;
}

function flip(bytes: Buffer, draw: Draw): Buffer {
  const copy = Buffer.from(bytes);
  for (let count = 1 + draw(8); count > 0; count -= 1) copy[draw(copy.length)] = draw(256);
  return copy;
}

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  truncated: (bytes, draw) => bytes.subarray(0, draw(bytes.length)),
  'begun late': (bytes, draw) => bytes.subarray(draw(bytes.length)),
  flipped: flip,
  'huge length': overwrite,
  'chunk twice': (bytes, draw) => {
    const [from, to] = span(bytes, draw);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  'chunk gone': (bytes, draw) => {
    const [from, to] = span(bytes, draw);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  'text put in': put([
    '\u202e\u2066',
    '\u0000',
    '\u009b31m',
    '\ufeff',
    '"',
    '{"a":{"a":',
    '[[[[[[[[',
    '1e999',
    '-0',
    '\\ud800',
    '\r',
    '__proto__',
    '"specVersion":"1.6","specVersion":"9"',
  ]),
  'octets put in': put([
    [0xff, 0xfe],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0x30, 0x80],
    [0, 0, 0, 0],
    [0xa0, 0x84, 0x7f, 0xff, 0xff, 0xff],
  ]),
};

/** One to three things done to a file. @returns its bytes, and what was done */
export function mutate(bytes: Uint8Array, draw: Draw): { readonly bytes: Uint8Array; readonly how: string } {
  const names = Object.keys(MUTATIONS);
  let [mutated, how] = [Buffer.from(bytes), ''];
  for (let count = 1 + draw(3); count > 0 && mutated.length > 0; count -= 1) {
    const name = names[draw(names.length)] ?? '';
    mutated = Buffer.from(MUTATIONS[name]?.(mutated, draw) ?? mutated);
    how += ` ${name};`;
  }
  return { bytes: mutated, how };
}
