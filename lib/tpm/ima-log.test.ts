import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { le } from '#lib/testing/event-logs.ts';
import { tpmDigest } from './algorithms.ts';
import { entriesOf, isOfFile } from './ima-entries.ts';
import { bootAggregate, looksLikeImaLog, parseImaLog } from './ima-log.ts';
import { replayImaLog } from './ima-replay.ts';

interface Measured {
  readonly path: string;
  readonly digest: Uint8Array;
  readonly signature?: Uint8Array;
  readonly isViolation?: boolean;
}

const FILES: readonly Measured[] = [
  { path: 'boot_aggregate', digest: tpmDigest('sha256', encodeUtf8('boot')) },
  { path: '/usr/bin/a program', digest: tpmDigest('sha256', encodeUtf8('program')), signature: Uint8Array.of(3, 2, 4) },
  { path: '/var/log/changing', digest: new Uint8Array(32), isViolation: true },
];

const fieldsOf = ({ path, digest, signature = new Uint8Array() }: Measured, signed: boolean): Uint8Array => {
  const fields = [concatBytes([encodeUtf8('sha256:\0'), digest]), encodeUtf8(`${path}\0`), ...(signed ? [signature] : [])];
  return concatBytes(fields.flatMap((field) => [le(4, field.length), field]));
};
const beside = (file: Measured, signed: boolean): Uint8Array =>
  file.isViolation === true ? new Uint8Array(20) : tpmDigest('sha1', fieldsOf(file, signed));

const ascii = (signed: boolean, files = FILES): Uint8Array =>
  encodeUtf8(
    files
      .map((file) => {
        const signature = signed ? ` ${toHex(file.signature ?? new Uint8Array())}` : '';
        return `10 ${toHex(beside(file, signed))} ${signed ? 'ima-sig' : 'ima-ng'} sha256:${toHex(file.digest)} ${file.path}${signature}\n`;
      })
      .join(''),
  );

const binary = (signed: boolean, files = FILES): Uint8Array =>
  concatBytes(
    files.flatMap((file) => {
      const [name, data] = [encodeUtf8(signed ? 'ima-sig' : 'ima-ng'), fieldsOf(file, signed)];
      return [le(4, 10), beside(file, signed), le(4, name.length), name, le(4, data.length), data];
    }),
  );

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof ParseError && typeof error.offset === 'number') return error.code;
    throw error;
  }
};

test.each([true, false])('text and octets of one list say the same (signed: %s)', (signed) => {
  const [text, octets] = [parseImaLog(ascii(signed)), parseImaLog(binary(signed))];
  const said = (log: typeof text) => entriesOf(log).map(({ offset: _, ...entry }) => entry);
  expect(said(text)).toEqual(said(octets));
  expect(entriesOf(text).map(({ path, algorithm }) => [path, algorithm])).toEqual(FILES.map(({ path }) => [path, 'sha256']));
  expect(entriesOf(text).map(({ signature }) => signature)).toEqual([null, signed ? Uint8Array.of(3, 2, 4) : null, null]);
});

test('each bank is extended by the digest of the data, and by ones for a violation', () => {
  const steps = FILES.map((file) =>
    file.isViolation === true ? new Uint8Array(32).fill(0xff) : tpmDigest('sha256', fieldsOf(file, false)),
  );
  const wanted = steps.reduce<Uint8Array>((before, digest) => tpmDigest('sha256', concatBytes([before, digest])), new Uint8Array(32));
  const log = parseImaLog(ascii(false));
  expect(toHex(replayImaLog(log, { hash: 'sha256', pcr: 10 }) ?? new Uint8Array())).toBe(toHex(wanted));
  expect(replayImaLog(log, { hash: 'sha384', pcr: 10 })).toHaveLength(48);
  expect(replayImaLog(log, { hash: 'sha256', pcr: 11 })).toBeNull();
});

test('an entry whose path, digest or signature was changed is refused where it stands', () => {
  const text = Buffer.from(ascii(true)).toString('latin1');
  const second = text.indexOf('\n') + 1;
  for (const [from, to] of [
    ['a program', 'a Program'],
    [' 030204', ' 030205'],
    [toHex(FILES[1]?.digest ?? new Uint8Array()), '00'.repeat(32)],
  ] as const) {
    const read = () => parseImaLog(encodeUtf8(text.replace(from, to)));
    expect(codeOf(read)).toBe('bad-value');
    expect(read).toThrow(expect.objectContaining({ offset: second }));
  }
});

test('a list that ends inside an entry, and a template that is not read, are refused', () => {
  const octets = binary(true);
  const ends = new Set([1, 2, 3].map((count) => binary(true, FILES.slice(0, count)).length));
  for (let length = 40; length < octets.length; length += 1) {
    expect(
      codeOf(() => parseImaLog(octets.subarray(0, length))),
      `${length}`,
    ).toBe(ends.has(length) ? 'read' : 'truncated');
  }
  const huge = Uint8Array.from(octets);
  huge.set(le(4, 0xffffffff), 24 + 4 + 7);
  expect(codeOf(() => parseImaLog(huge))).toBe('too-large');
  const other = encodeUtf8(`${Buffer.from(ascii(false)).toString('latin1')}10 ${'0'.repeat(40)} ima-new sha256:00 kexec 00\n`);
  expect(codeOf(() => parseImaLog(other))).toBe('bad-value');
  const notHex = encodeUtf8(`${Buffer.from(ascii(false)).toString('latin1')}10 ${'0'.repeat(40)} ima-sig sha256:00 /a 0g\n`);
  expect(codeOf(() => parseImaLog(notHex))).toBe('bad-value');
  expect([ascii(true), binary(true), encodeUtf8('10 things')].map(looksLikeImaLog)).toEqual(['ascii', 'binary', undefined]);
});

/** An entry of any template, in octets, with a digest of the bank beside it. */
function entryOf(template: string, fields: readonly Uint8Array[], hash: 'sha1' | 'sha256' | 'sha512' = 'sha1'): Uint8Array {
  const [name, data] = [encodeUtf8(template), concatBytes(fields.flatMap((field) => [le(4, field.length), field]))];
  return concatBytes([le(4, 10), tpmDigest(hash, data), le(4, name.length), name, le(4, data.length), data]);
}

const digestField = (text: string): Uint8Array => concatBytes([encodeUtf8('sha256:\0'), tpmDigest('sha256', encodeUtf8(text))]);

test('what the kernel measured as it stands, signed modules and attributes of files are entries as well, and count in PCR 10', () => {
  const commandLine = [digestField('quiet'), encodeUtf8('kexec-cmdline\0'), encodeUtf8('quiet')];
  const module = [digestField('m'), encodeUtf8('/lib/m.ko\0'), Uint8Array.of(3), digestField('bare m'), new Uint8Array(700).fill(7)];
  const attributes = [digestField('f'), encodeUtf8('/bin/f\0'), Uint8Array.of(5), ...[1, 2, 3, 4, 5, 6].map((each) => Uint8Array.of(each))];
  const all = [entryOf('ima-buf', commandLine), entryOf('ima-modsig', module), entryOf('evm-sig', attributes)];
  const log = parseImaLog(concatBytes([binary(false), ...all]));
  expect(
    entriesOf(log)
      .slice(FILES.length)
      .map(({ template, path, signature }) => [template, path, signature]),
  ).toEqual([
    ['ima-buf', 'kexec-cmdline', null],
    ['ima-modsig', '/lib/m.ko', Uint8Array.of(3)],
    ['evm-sig', '/bin/f', Uint8Array.of(5)],
  ]);
  expect(entriesOf(log).map(isOfFile)).toEqual([true, true, true, false, true, true]);
  const data = concatBytes(commandLine.flatMap((field) => [le(4, field.length), field]));
  const first = replayImaLog(parseImaLog(entryOf('ima-buf', commandLine)), { hash: 'sha256', pcr: 10 });
  expect(first).toEqual(tpmDigest('sha256', concatBytes([new Uint8Array(32), tpmDigest('sha256', data)])));
  const line = `10 ${toHex(tpmDigest('sha1', data))} ima-buf sha256:${toHex(tpmDigest('sha256', encodeUtf8('quiet')))} kexec-cmdline ${toHex(encodeUtf8('quiet'))}\n`;
  expect(entriesOf(parseImaLog(encodeUtf8(line)))[0]?.templateData).toEqual(data);
  expect(codeOf(() => parseImaLog(entryOf('ima-modsig', module.slice(0, 4))))).toBe('truncated');
});

test('a list may have the digests of another bank beside its entries', () => {
  const fields = [digestField('a'), encodeUtf8('/bin/a\0')];
  const data = concatBytes(fields.flatMap((field) => [le(4, field.length), field]));
  for (const hash of ['sha256', 'sha512'] as const) {
    const octets = entryOf('ima-ng', fields, hash);
    const line = encodeUtf8(`10 ${toHex(tpmDigest(hash, data))} ima-ng sha256:${toHex(tpmDigest('sha256', encodeUtf8('a')))} /bin/a\n`);
    expect([octets, line].map(looksLikeImaLog)).toEqual(['binary', 'ascii']);
    expect([octets, line].map((bytes) => entriesOf(parseImaLog(bytes))[0]?.templateData)).toEqual([data, data]);
  }
});

test('a path may have any octets, and is told as well as it can be', () => {
  const path = Uint8Array.of(0x2f, 0xe9, 0x74, 0xe9);
  const fields = [digestField('a'), concatBytes([path, new Uint8Array(1)])];
  const data = concatBytes(fields.flatMap((field) => [le(4, field.length), field]));
  const head = encodeUtf8(`10 ${toHex(tpmDigest('sha1', data))} ima-ng sha256:${toHex(tpmDigest('sha256', encodeUtf8('a')))} `);
  const [octets, text] = [entryOf('ima-ng', fields), concatBytes([head, path, encodeUtf8('\n')])].map((bytes) =>
    entriesOf(parseImaLog(bytes)),
  );
  expect(octets?.map((entry) => entry.path)).toEqual(['/\ufffdt\ufffd']);
  expect(text?.map(({ path: told, templateData }) => [told, templateData])).toEqual([['/\ufffdt\ufffd', data]]);
});

test('the first entry sums up the PCRs of the boot: eight with SHA-1, ten with others', () => {
  const valueIn = (pcr: number): Uint8Array => Uint8Array.of(pcr);
  expect(bootAggregate('sha1', valueIn)).toEqual(tpmDigest('sha1', Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7])));
  expect(bootAggregate('sha256', valueIn)).toEqual(tpmDigest('sha256', Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])));
  expect(bootAggregate('sha256', (pcr) => (pcr === 9 ? undefined : valueIn(pcr)))).toBeNull();
});
