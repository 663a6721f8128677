import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { hashNameOf } from './algorithms.ts';
import { decodeEvent } from './content/decode.ts';
import { eventTypeName } from './event-types.ts';
import { parseEventLogs, parseTpmQuote } from './parse.ts';
import { matchesDigest, parsePcrValues, pcrDigestOf } from './pcr-values.ts';
import { nameOf, parsePublicArea, subjectPublicKeyInfoOf, type TpmPublicArea } from './public-area.ts';
import { replay } from './replay.ts';
import { parseTpmSignature } from './signature.ts';
import type { EventLog } from './types.ts';
import { verifyTpmSignature } from './verify-signature.ts';

const CORPUS = join('..', 'shared', 'corpus');
const isPresent = existsSync(CORPUS);
if (!isPresent) console.info(`NOTICE: ${CORPUS} is absent; real event logs and quotes are not tested`);
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(join(CORPUS, path)));

interface LogFacts {
  readonly records?: number;
  readonly events?: number;
  readonly algorithms?: readonly string[];
  readonly replayedPcrs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const expected: Readonly<Record<string, { kind?: string; error?: boolean; facts?: LogFacts }>> = isPresent
  ? JSON.parse(readFileSync(join(CORPUS, 'expected.json'), 'utf8'))
  : {};
const logs = Object.entries(expected).filter(([, { kind, error }]) => kind === 'tpm-event-log' && error !== true);
const onlyLog = (path: string): EventLog => {
  const [log, ...others] = parseEventLogs(read(path)).logs;
  if (log === undefined || others.length > 0) throw new Error(`${path} is no single log`);
  return log;
};

const replayed = (log: EventLog) =>
  Object.fromEntries(
    replay(log).map(({ hash, pcrs }) => [
      hashNameOf(hash),
      Object.fromEntries([...pcrs].map(([pcr, value]) => [String(pcr), toHex(value)])),
    ]),
  );

describe.runIf(isPresent)('real event logs', () => {
  test.each(logs)('%s replays to what other tools found', (path, { facts = {} }) => {
    const log = onlyLog(path);
    if (facts.records !== undefined) expect(log.events).toHaveLength(facts.records);
    if (facts.events !== undefined) expect(log.events).toHaveLength(facts.events);
    if (facts.algorithms !== undefined) expect(log.algorithms.map(hashNameOf)).toEqual(facts.algorithms);
    if (facts.replayedPcrs !== undefined) expect(replayed(log)).toEqual(facts.replayedPcrs);
    expect(Object.keys(replayed(log)).length).toBeGreaterThan(0);
  });

  test.each(logs)('%s: every record is decoded', (path) => {
    const unreadable = onlyLog(path).events.flatMap((event) => {
      const content = decodeEvent(event);
      return content.kind === 'unreadable' ? [`${eventTypeName(event.type)}: ${content.reason}`] : [];
    });
    expect(unreadable).toEqual([]);
  });

  test('a Secure Boot variable without an octet is neither on nor off', () => {
    const values = onlyLog('event-logs/arch-linux.bin').events.flatMap((event) => {
      const content = decodeEvent(event);
      return content.kind === 'variable' && content.name === 'SecureBoot' ? [content.value] : [];
    });
    expect(values).toEqual([{ kind: 'switch', on: null }]);
  });

  test('a truncated log is refused with the octet of the whole file', () => {
    expect(() => parseEventLogs(read('event-logs/truncated-at-73.bin'))).toThrow(
      expect.objectContaining({ code: 'truncated', offset: 69 }),
    );
    expect(() => parseEventLogs(read('event-logs/bogus.bin'))).toThrow(expect.objectContaining({ code: 'bad-value', offset: 0 }));
  });
});

const verdict = (octets: Uint8Array, signature: Uint8Array, area: TpmPublicArea): string => {
  const subjectPublicKeyInfo = subjectPublicKeyInfoOf(area);
  if (subjectPublicKeyInfo === null) throw new Error('no key');
  return verifyTpmSignature({ octets, signature: parseTpmSignature(signature), subjectPublicKeyInfo }).status;
};

describe.runIf(isPresent)('a quote over files', () => {
  const folder = 'attestation/keylime-quote';
  const [octets, signature] = isPresent
    ? [read(`${folder}/quote.out`), read(`${folder}/quotesig.out`)]
    : [new Uint8Array(), new Uint8Array()];
  const key = () => parsePublicArea(read(`${folder}/ak.pub`));

  test('its signature, the name of its key and its digest agree', () => {
    const quote = parseTpmQuote(octets);
    expect(verdict(octets, signature, key())).toBe('valid');
    expect(nameOf(key())).toEqual(read(`${folder}/ak.name`));
    const values = parsePcrValues(read(`${folder}/quotepcr.out`));
    expect(quote.pcrSelect).toEqual([{ hash: 0x000b, pcrs: [15, 16, 22] }]);
    const valueIn = (hash: number, pcr: number) => values.find((value) => value.hash === hash && value.pcr === pcr)?.value;
    expect(matchesDigest(pcrDigestOf({ hash: 'sha256', selections: quote.pcrSelect, valueIn }), quote.pcrDigest)).toBe(true);
  });

  test('any flipped bit of it fails', () => {
    for (let bit = 0; bit < octets.length * 8; bit += 1) {
      const flipped = Uint8Array.from(octets);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verdict(flipped, signature, key()), `bit ${bit}`).toBe('invalid');
    }
  });
});

describe.runIf(isPresent)('a quote of Windows in a shielded machine', () => {
  const report = isPresent ? JSON.parse(Buffer.from(read('attestation/windows-gcp-shielded-vm.json')).toString('utf8')) : undefined;
  const octetsOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

  test('its signature verifies, its log replays to the quoted PCRs, and Secure Boot is on', () => {
    const octets = octetsOf(report.Quote.Quote);
    const quote = parseTpmQuote(octets);
    expect(verdict(octets, octetsOf(report.Quote.Signature), parsePublicArea(octetsOf(report.AK.Public)))).toBe('valid');
    const [log] = parseEventLogs(octetsOf(report.Log.Raw)).logs;
    const [bank] = log === undefined ? [] : replay(log);
    const quoted = new Map<number, Uint8Array>(
      report.Log.PCRs.map((pcr: { Index: number; Digest: string }) => [pcr.Index, octetsOf(pcr.Digest)]),
    );
    expect(
      matchesDigest(pcrDigestOf({ hash: 'sha1', selections: quote.pcrSelect, valueIn: (_, pcr) => quoted.get(pcr) }), quote.pcrDigest),
    ).toBe(true);
    expect([...(bank?.pcrs ?? [])].filter(([pcr, value]) => toHex(value) !== toHex(quoted.get(pcr) ?? new Uint8Array()))).toEqual([]);
    const switches = log?.events
      .map(decodeEvent)
      .flatMap((content) => (content.kind === 'variable' && content.name === 'SecureBoot' ? [content.value] : []));
    expect(switches).toContainEqual({ kind: 'switch', on: true });
  });
});
