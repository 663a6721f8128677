import { type Draw, pick } from './draw.ts';

type Mutation = (bytes: Buffer, draw: Draw) => Buffer;

const LONGEST_SPAN = 200;

const span = (bytes: Buffer, draw: Draw): readonly [from: number, to: number] => {
  const from = draw(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + draw(LONGEST_SPAN))];
};

const put =
  (texts: readonly (string | readonly number[])[]): Mutation =>
  (bytes, draw) => {
    const text = pick(texts, draw);
    const [from, to] = span(bytes, draw);
    const inserted = typeof text === 'string' ? Buffer.from(text) : Buffer.from([...text]);
    return Buffer.concat([bytes.subarray(0, from), inserted, bytes.subarray(draw(2) === 0 ? from : to)]);
  };

const LENGTHS = [[0x84, 0xff, 0xff, 0xff, 0xff], [0x80], [0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xff], [0x82, 0, 1]];

function overwriteLength(bytes: Buffer, draw: Draw): Buffer {
  const copy = Buffer.from(bytes);
  Buffer.from(pick(LENGTHS, draw)).copy(copy, draw(bytes.length));
  return copy;
}

function flip(bytes: Buffer, draw: Draw): Buffer {
  const copy = Buffer.from(bytes);
  for (let count = 1 + draw(8); count > 0; count -= 1) copy[draw(copy.length)] = draw(256);
  return copy;
}

/** What is done to a file without a look at what it is. */
export const OCTET_MUTATIONS: Readonly<Record<string, Mutation>> = {
  truncated: (bytes, draw) => bytes.subarray(0, draw(bytes.length)),
  'begun late': (bytes, draw) => bytes.subarray(draw(bytes.length)),
  flipped: flip,
  'one bit flipped': (bytes, draw) => {
    const copy = Buffer.from(bytes);
    const at = draw(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << draw(8));
    return copy;
  },
  'huge length': overwriteLength,
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
