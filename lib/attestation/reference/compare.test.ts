import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { digestOf, sha256Hex } from '#lib/encoding/digest.ts';
import { type MadeEvent, makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeManifest } from '#lib/testing/reference-manifests.ts';
import { describeEvent } from '#lib/tpm/describe-event.ts';
import { eventTypeName } from '#lib/tpm/event-types.ts';
import { parseEventLogs } from '#lib/tpm/parse.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import { compareWithReferences, MAX_INSTEAD, type ReferenceComparison } from './compare.ts';
import { IGNORED_EVENTS } from './ignored-events.ts';
import { indexReferences, type ReferenceSource, type ReferenceValue } from './reference-value.ts';
import { supportFilesOf, valuesOfFirmware, valuesOfLogs } from './source-values.ts';
import { parseSwidManifest } from './swid.ts';

const source = (documentId = 'oem', over: Partial<ReferenceSource> = {}): ReferenceSource => ({
  by: 'manifest',
  documentId,
  because: [documentId],
  platform: null,
  signer: 'Kirin Systems',
  firmwareVersion: '2.4.0',
  reason: null,
  ...over,
});

const logOf = (events: readonly MadeEvent[], hashes?: readonly number[]): EventLog => {
  const [log] = parseEventLogs(makeEventLog(events, hashes)).logs;
  if (log === undefined) throw new Error('no log');
  return log;
};
const valuesOf = (events: readonly MadeEvent[], from = source()): readonly ReferenceValue[] =>
  valuesOfLogs({ logs: [logOf(events)], source: from });
const told = ({ events }: ReferenceComparison): readonly string[] =>
  events
    .filter(({ outcome }) => outcome !== 'referenced')
    .map(({ outcome, event }) => `${outcome} ${event.pcr} ${eventTypeName(event.type)}`);
const compared = (events: readonly MadeEvent[], values: readonly ReferenceValue[]): ReferenceComparison =>
  compareWithReferences(logOf(events), indexReferences(values));

const table = (content: string, pcr = 1): MadeEvent => ({
  pcr,
  type: 'EV_EFI_HANDOFF_TABLES',
  data: new Uint8Array(8),
  measured: encodeUtf8(content),
});
const isLoader = ({ type }: MadeEvent): boolean => type === 'EV_EFI_BOOT_SERVICES_APPLICATION';
const BOOT = [...SMALL_BOOT, table('SMBIOS')];

describe('record by record', () => {
  test('a boot that a source knows is referenced as a whole', () => {
    const { events, pcrs } = compared(BOOT, valuesOf(BOOT));
    expect(events.map(({ outcome }) => outcome)).toEqual(BOOT.map(() => 'referenced'));
    expect(pcrs).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('a digest that no source of its PCR knows is a mismatch, with what was expected instead', () => {
    const result = compared([...SMALL_BOOT, table('another')], valuesOf(BOOT));
    expect(told(result)).toEqual(['mismatch 1 EV_EFI_HANDOFF_TABLES']);
    const [mismatch] = result.events.filter((each) => each.outcome === 'mismatch');
    expect(mismatch?.instead.map(({ bank, digest }) => [bank, digest])).toEqual([
      [0x000b, toHex(digestOf('sha256', encodeUtf8('SMBIOS')))],
    ]);
  });

  test('no more values than the limit are told instead of one record', () => {
    const known = valuesOf([...SMALL_BOOT, ...[1, 2, 3, 4, 5].map((index) => table(`known ${index}`))]);
    const [mismatch] = compared([table('another')], known).events.filter((each) => each.outcome === 'mismatch');
    expect(mismatch?.instead).toHaveLength(MAX_INSTEAD);
  });

  test('the right digest in another PCR is none', () => {
    expect(told(compared([table('SMBIOS', 0)], valuesOf(BOOT)))).toEqual(['mismatch 0 EV_EFI_HANDOFF_TABLES']);
  });

  test('a record of a PCR of which no source knows anything is not referenced', () => {
    expect(told(compared([table('SMBIOS', 2)], valuesOf([table('SMBIOS')])))).toEqual(['not-referenced 2 EV_EFI_HANDOFF_TABLES']);
  });

  test('the type of a record is covered by no digest, and decides nothing', () => {
    const retyped: MadeEvent = { ...table('SMBIOS'), type: 'EV_PLATFORM_CONFIG_FLAGS' };
    expect(told(compared([retyped], valuesOf(BOOT)))).toEqual([]);
  });

  test('values of several sources add up', () => {
    const [maker, integrator] = [BOOT.filter((event) => !isLoader(event)), BOOT.filter(isLoader)];
    const values = [...valuesOf(maker), ...valuesOf(integrator, source('integrator'))];
    expect(told(compared(BOOT, values))).toEqual([]);
    expect(told(compared(BOOT, valuesOf(maker)))).toEqual(['mismatch 4 EV_EFI_BOOT_SERVICES_APPLICATION']);
  });

  test('a weaker bank never stands in for a stronger one', () => {
    const values = valuesOf([table('SMBIOS')]).map((value) => (value.bank === 0x000b ? { ...value, digest: '00'.repeat(32) } : value));
    expect(told(compared([table('SMBIOS')], values))).toEqual(['mismatch 1 EV_EFI_HANDOFF_TABLES']);
    const sha1Alone = values.filter(({ bank }) => bank === 0x0004);
    expect(told(compared([table('SMBIOS')], sha1Alone))).toEqual([]);
    expect(told(compareWithReferences(logOf([table('SMBIOS')], [0x000c]), indexReferences(values)))).toEqual([
      'not-referenced 1 EV_EFI_HANDOFF_TABLES',
    ]);
  });

  test('what only a source knows that a newer one replaced is outdated', () => {
    const values = [...valuesOf([table('old')]), ...valuesOf([table('new')], source('newer'))];
    const outdated = (content: string): unknown =>
      compareWithReferences(logOf([table(content)]), indexReferences(values, { superseded: new Set(['oem']) })).events.map(
        (each) => each.outcome === 'referenced' && each.outdated,
      );
    expect(outdated('old')).toEqual([true]);
    expect(outdated('new')).toEqual([false]);
  });
});

describe('what reference values can not tell of', () => {
  const at = (pcr: number, type: MadeEvent['type'], data: Uint8Array, measured?: Uint8Array): MadeEvent => ({
    pcr,
    type,
    data,
    ...(measured === undefined ? {} : { measured }),
  });
  const text = (content: string): Uint8Array => encodeUtf8(content);
  const lineOf = (event: MadeEvent, values: readonly ReferenceValue[]): string | undefined => {
    const [each] = compared([event], values).events;
    return each?.outcome === 'ignored' ? each.line.id : each?.outcome;
  };

  test.each<[string, MadeEvent, string]>([
    ['what the kernel measures', at(10, 'EV_IPL', text('x')), 'runtime-measurements'],
    ['a measured launch', at(17, 'EV_IPL', text('x')), 'measured-launch'],
    ['a partition table', at(5, 'EV_EFI_GPT_EVENT', text('x')), 'partition-table'],
    ['an image that calls itself a partition table', at(9, 'EV_EFI_GPT_EVENT', text('x'), text('a kernel')), 'operating-system'],
    ['an image that calls itself one in PCR 5', at(5, 'EV_EFI_GPT_EVENT', text('x'), text('evil')), 'not-referenced'],
    ['an announcement', at(5, 'EV_EFI_ACTION', text('Exit Boot Services Invocation')), 'constant-announcement'],
    ['a separator', at(3, 'EV_SEPARATOR', new Uint8Array(4)), 'constant-announcement'],
    ['a command of the boot loader', at(8, 'EV_IPL', text('linux /vmlinuz')), 'operating-system'],
    ['an announcement with another digest', at(5, 'EV_EFI_ACTION', text('Exit Boot Services Invocation'), text('evil')), 'not-referenced'],
    ['another announcement', at(5, 'EV_EFI_ACTION', text('DMA Protection Disabled')), 'not-referenced'],
    ['a separator of an error', at(3, 'EV_SEPARATOR', Uint8Array.of(255, 255, 255, 255)), 'not-referenced'],
  ])('%s', (_, event, outcome) => {
    expect(lineOf(event, [])).toBe(outcome);
    expect(lineOf(event, valuesOf([event]))).toBe('referenced');
  });

  test('the operating system is asked where a source knows values of its PCR', () => {
    expect(lineOf(at(14, 'EV_IPL', text('MokList')), valuesOf([at(14, 'EV_IPL', text('other'))]))).toBe('mismatch');
  });

  test('a kernel that calls itself a partition table is another kernel', () => {
    const known = valuesOf([at(9, 'EV_IPL', text('/vmlinuz'), text('the kernel'))]);
    expect(lineOf(at(9, 'EV_EFI_GPT_EVENT', text('x'), text('another kernel')), known)).toBe('mismatch');
  });

  test('every line has a reason of its own', () => {
    expect(new Set(IGNORED_EVENTS.map(({ reason }) => reason)).size).toBe(IGNORED_EVENTS.length);
  });
});

describe('sources', () => {
  const log = makeEventLog(BOOT);
  const atHand = { sha256: sha256Hex(log), document: parseEventLogs(log) };
  const manifest = parseSwidManifest(makeManifest({ files: [{ name: 'x1.rimel', bytes: log }] }));
  const [file] = manifest.files;
  const matched = (over: Partial<typeof file>): boolean => {
    if (file === undefined) throw new Error('no file');
    return supportFilesOf({ ...manifest, files: [{ ...file, ...over }] }, [atHand])[0]?.log !== null;
  };

  test('a support file is known by digest and size, never by name', () => {
    expect(matched({})).toBe(true);
    expect(matched({ name: 'other.rimel' })).toBe(true);
    expect(matched({ size: null })).toBe(true);
    expect(matched({ size: log.length + 1 })).toBe(false);
    expect(matched({ digests: [{ algorithm: 'sha256', value: '00'.repeat(32) }] })).toBe(false);
    const sha384 = { algorithm: 'sha384', value: toHex(digestOf('sha384', log)) } as const;
    expect(matched({ digests: [sha384] })).toBe(true);
    expect(matched({ digests: [...(file?.digests ?? []), { ...sha384, value: '00'.repeat(48) }] })).toBe(false);
    expect(matched({ digests: [{ algorithm: 'sha1', value: toHex(digestOf('sha1', log)) }] })).toBe(false);
  });

  test('a digest of firmware in a BOM is good in whichever PCR it is measured; SHA-1 is not', () => {
    const image = encodeUtf8('the image of a loader');
    const listed = (hashes: Record<string, string>) => valuesOfFirmware([{ name: 'loader', hashes }], source('bom', { by: 'bom' }));
    const loader = BOOT.filter(isLoader);
    expect(told(compared(loader, listed({ 'SHA-256': toHex(digestOf('sha256', image)).toUpperCase() })))).toEqual([]);
    expect(told(compared(loader, listed({ 'SHA-1': toHex(digestOf('sha1', image)) })))).toEqual([
      'not-referenced 4 EV_EFI_BOOT_SERVICES_APPLICATION',
    ]);
    expect(listed({ 'SHA-256': 'abc', MD5: '00'.repeat(16), 'SHA3-256': '00'.repeat(32) }).map(({ bank }) => bank)).toEqual([0x0027]);
  });

  test('what was learned from an accepted boot says so', () => {
    const [value] = valuesOf(BOOT, source('log', { by: 'learned', signer: 'Aki', reason: 'checked at receiving inspection' }));
    expect(value?.source).toMatchObject({ by: 'learned', signer: 'Aki', reason: 'checked at receiving inspection' });
  });
});

const SCENARIOS = join(import.meta.dirname, '../../../../shared/corpus/scenarios');
if (!existsSync(SCENARIOS)) console.warn(`NOTICE: no corpus at ${SCENARIOS}; real logs were not compared with real manifests.`);

describe.runIf(existsSync(SCENARIOS))('real scenarios', () => {
  function comparisonOf(name: string): ReferenceComparison {
    const folder = join(SCENARIOS, name, 'reference');
    const files = readdirSync(folder).map((file) => ({ file, bytes: readFileSync(join(folder, file)) }));
    const logs = files
      .filter(({ file }) => file.endsWith('.rimel'))
      .map(({ bytes }) => ({ sha256: sha256Hex(bytes), document: parseEventLogs(bytes) }));
    const values = files
      .filter(({ file }) => file.endsWith('.swidtag'))
      .flatMap(({ file, bytes }) =>
        supportFilesOf(parseSwidManifest(bytes), logs).flatMap(({ log }) => {
          expect(log).not.toBeNull();
          return valuesOfLogs({ logs: log?.document.logs ?? [], source: source(file) });
        }),
      );
    const [log] = parseEventLogs(readFileSync(join(SCENARIOS, name, 'event-log.bin'))).logs;
    if (log === undefined) throw new Error('no log');
    return compareWithReferences(log, indexReferences(values));
  }

  test.each(['laptop-default', 'laptop-integrator-os'])('%s: every record is referenced', (name) => {
    const { events } = comparisonOf(name);
    expect(events.length).toBe(29);
    expect(events.every(({ outcome }) => outcome === 'referenced')).toBe(true);
  });

  test('laptop-wrong-oem-reference: the tables of PCR 1 are another than the maker wrote', () => {
    const result = comparisonOf('laptop-wrong-oem-reference');
    expect(told(result)).toEqual(['mismatch 1 EV_EFI_HANDOFF_TABLES']);
    const [mismatch] = result.events.filter((each) => each.outcome === 'mismatch');
    expect(mismatch === undefined ? '' : describeEvent(mismatch.event)).toContain('eb9d2d31-2d88-11d3-9a16-0090273fc14d');
    expect(mismatch?.instead.map(({ describes }) => describes)).toEqual([expect.stringContaining('tables handed to the operating system')]);
  });
});
