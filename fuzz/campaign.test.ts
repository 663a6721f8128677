import { expect, test } from 'vitest';
import { digestOf } from '#lib/encoding/digest.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type Discovery, runCampaign } from './campaign.ts';
import { type Coverage, NO_COVERAGE } from './coverage.ts';
import { readTree } from './der-tree.ts';
import { drawFrom } from './draw.ts';
import { type LogRecord, readLogTree } from './log-records.ts';
import { MADE_SAMPLES } from './made-samples.ts';
import { minimize } from './minimize.ts';
import { familyOf, mutate } from './mutate.ts';
import type { Examine } from './properties.ts';
import { PropertyBroken } from './property-broken.ts';

const sample = (name: keyof typeof MADE_SAMPLES): Uint8Array => MADE_SAMPLES[name] ?? new Uint8Array();
const lines = Buffer.from('# dmidecode 3.5\nHandle 0x0001, DMI type 1, 27 bytes\n\tManufacturer: A\n\tSerial Number: B\n\n');
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function planted(isBroken: (bytes: Uint8Array) => boolean): Examine {
  return (bytes) => {
    if (isBroken(bytes)) throw new TypeError('planted');
  };
}

async function fuzz(seeds: readonly Uint8Array[], examine: Examine, executions = 6000): Promise<readonly Discovery[]> {
  const found: Discovery[] = [];
  await runCampaign({
    seeds,
    seed: 7,
    examine,
    coverage: NO_COVERAGE,
    goesOn: (done) => done < executions && found.length === 0,
    onDiscovery: (discovery) => found.push(discovery),
  });
  return found;
}

const PLANTED: readonly (readonly [string, readonly Uint8Array[], (bytes: Uint8Array) => boolean])[] = [
  ['DER: a whole tree nested below 31 more', [sample('base')], (bytes) => depthOf(bytes) > 40],
  [
    'DER: a length that is longer than it needs to be, in a file that still fits',
    [sample('EK certificate')],
    (bytes) => bytes[0] === 0x30 && bytes[1] === 0x84,
  ],
  [
    'JSON: a member that stands twice, in a text that is JSON',
    [sample('inventory')],
    (bytes) => asText(bytes).split('"COMPONENTS":').length > 2 && isJson(bytes),
  ],
  ['JSON: a number beyond every double', [sample('HBOM')], (bytes) => asText(bytes).includes('1e999999') && isJson(bytes)],
  ['XML: an entity of its own', [sample('empty BOM as XML')], (bytes) => asText(bytes).includes('<!ENTITY')],
  ['PEM: two hundred blocks', [sample('bundle')], (bytes) => asText(bytes).split('-----BEGIN').length > 40],
  [
    'lines: one that is very long',
    [lines],
    (bytes) =>
      asText(bytes)
        .split('\n')
        .some((line) => line.length > 4000),
  ],
  [
    'event log: a record of another type whose digest is over its data, in a log that can be walked through',
    [makeEventLog(SMALL_BOOT)],
    (bytes) => readLogTree(Buffer.from(bytes))?.records.some(isRetyped) === true,
  ],
  ['octets: a mark that nothing begins with', [sample('TPM quote')], (bytes) => asText(bytes).includes('\u00ed\u00a0\u0080')],
];

test.each(PLANTED)('a planted defect is found: %s', async (_, seeds, isBroken) => {
  const [first] = await fuzz(seeds, planted(isBroken));
  expect(first).toMatchObject({ kind: 'native-error' });
  expect(first !== undefined && isBroken(first.bytes)).toBe(true);
});

test('a file that takes long, one that takes memory and one that breaks a property are told apart', async () => {
  const burn: Examine = () => {
    for (const until = process.threadCpuUsage().user + 1_600_000; process.threadCpuUsage().user < until; ) Math.sqrt(2);
  };
  expect((await fuzz([lines], burn, 1)).map(({ kind }) => kind)).toEqual(['slow']);
  const hoard: unknown[] = [];
  const eat: Examine = () => void hoard.push(new Uint8Array(500 * 1024 * 1024));
  expect((await fuzz([lines], eat, 1))[0]).toMatchObject({ kind: 'memory' });
  const lie: Examine = () => {
    throw new PropertyBroken('a law', 'of 17 octets');
  };
  expect((await fuzz([lines], lie, 1))[0]).toMatchObject({ kind: 'property', key: 'a law: of n octets' });
});

const linesOf = (bytes: Uint8Array): number => asText(bytes).split('\n').length;

/** As the engine would tell it of a function with a branch for each size. */
function sizeCoverage(steps: readonly number[]): { readonly coverage: Coverage; readonly see: (bytes: Uint8Array) => void } {
  let ran = new Uint8Array(steps.length);
  return {
    see(bytes) {
      for (const [at, step] of steps.entries()) if (linesOf(bytes) > step) ran[at] = 1;
    },
    coverage: {
      async take() {
        const taken = new Map([['/lib/sizes.ts', ran]]);
        ran = new Uint8Array(steps.length);
        return taken;
      },
      stop: async () => undefined,
    },
  };
}

test('a defect several steps away is found by going on from what reached new code, and not without', async () => {
  const isBroken = (bytes: Uint8Array): boolean => linesOf(bytes) > 600;
  expect(await fuzz([lines], planted(isBroken), 3000)).toEqual([]);
  const { coverage, see } = sizeCoverage([10, 50, 100, 200, 300, 400, 500]);
  const found: Discovery[] = [];
  await runCampaign({
    seeds: [lines],
    seed: 7,
    examine(bytes, options) {
      see(bytes);
      planted(isBroken)(bytes, options);
    },
    coverage,
    goesOn: (done) => done < 3000 && found.length === 0,
    onDiscovery: (discovery) => found.push(discovery),
  });
  expect(found).toHaveLength(1);
});

test('the same seed makes the same files, and another one makes others', () => {
  for (const bytes of Object.values(MADE_SAMPLES)) {
    const many = (from: number): readonly string[] =>
      Array.from({ length: 40 }, (_, index) =>
        Buffer.from(mutate(bytes, { donor: bytes, draw: drawFrom(from + index) }).bytes).toString('base64'),
      );
    expect(many(1)).toEqual(many(1));
    expect(many(1)).not.toEqual(many(1000));
  }
});

test('a discovery is made smaller for as long as it shows the same', () => {
  const bytes = Buffer.from(`${'x'.repeat(500)}needle${'y'.repeat(700)}`);
  const small = minimize(
    bytes,
    (shorter) => asText(shorter).includes('needle'),
    () => true,
  );
  expect(asText(small)).toBe('needle');
});

const isRetyped = ({ type, digests, data }: LogRecord): boolean =>
  type === 0x800000e3 && digests.some(({ hash, digest }) => hash === 0xb && digest.equals(digestOf('sha256', data)));

function depthOf(bytes: Uint8Array): number {
  const depth = (tree: ReturnType<typeof readTree>): number =>
    tree === undefined ? 0 : 1 + Math.max(0, ...(Array.isArray(tree.content) ? tree.content.map(depth) : []));
  return familyOf(bytes) === 'der' ? depth(readTree(Buffer.from(bytes))) : 0;
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
