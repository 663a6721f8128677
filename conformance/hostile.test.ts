import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeDocument } from '#lib/artifact/describe.ts';
import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadArtifact } from '#lib/artifact/types.ts';
import { assess } from '#lib/detect/assess.ts';
import type { Submission } from '#lib/device/types.ts';
import { DEFAULT_POLICY } from '#lib/present/assay-file.ts';
import { inspectDocument } from '#lib/present/inspect-document.ts';
import { traceDocument, traceLines } from '#lib/present/trace-document.ts';
import { makeHbom, makeSbom } from '#lib/testing/boms.ts';
import { PLATFORM_CERTIFICATE_SAMPLES } from '#lib/testing/platform-certificate-samples.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, deltaOf, endorsementKeyOf, inventoryOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';
import { drawFrom, mutate } from './mutations.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(1);
const [ek, base] = [endorsementKeyOf(device, authorities), baseOf(device, authorities)];
const pem = (der: Uint8Array, label: string) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const bom = {
  subject: { ...device.platform, revision: null },
  components: device.components,
  serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000001',
  timestamp: '2026-02-01T00:00:00Z',
  complete: true,
};

/** One file of every kind. */
const SAMPLES: Readonly<Record<string, Uint8Array>> = {
  base,
  'base with every field': PLATFORM_CERTIFICATE_SAMPLES['base-1-1-every-field']?.() ?? base,
  'base of 1.0': PLATFORM_CERTIFICATE_SAMPLES['base-1-0-every-field']?.() ?? base,
  delta: deltaOf({
    device,
    authorities,
    order: 1,
    components: [{ ...memoryModule('M9'), status: 'added' }],
    notBefore: '2026-02-01T00:00:00Z',
  }),
  'EK certificate': ek,
  'certificate of an authority': authorities.vendor.certificate,
  bundle: text(pem(authorities.vendor.certificate, 'CERTIFICATE') + pem(base, 'ATTRIBUTE CERTIFICATE') + pem(ek, 'CERTIFICATE')),
  HBOM: makeHbom(bom),
  SBOM: makeSbom({ ...bom, specVersion: '1.4', components: [{ model: 'left-pad', purl: 'pkg:npm/left-pad@1.0.0' }] }),
  'BOM as XML': text('<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"></bom>'),
  inventory: inventoryOf(device),
  'TPM quote': Buffer.concat([Buffer.from('ff54434780180022', 'hex'), Buffer.alloc(120, 7)]),
  'TPM event log': Buffer.concat([Buffer.from('0000000003000000', 'hex'), Buffer.alloc(20), Buffer.from([4, 0, 0, 0, 1, 2, 3, 4])]),
  'attestation result': text(`${Buffer.from('{"alg":"ES256"}').toString('base64url')}.e30.c2ln`),
  'reference manifest': text('<SoftwareIdentity xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd"/>'),
};

const MUTATIONS_EACH = 250;
/** Processor time for one file: far above what any takes, far below what a quadratic one would. */
const MAX_READ_MS = 2000;
const AT = '2026-06-01T00:00:00.000Z';

function readInTime(bytes: Uint8Array, about: string): ReadArtifact {
  const before = process.cpuUsage();
  const read = readArtifact(bytes);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000, `${about}: processor time`).toBeLessThan(MAX_READ_MS);
  expect(read.documents.length, about).toBeGreaterThan(0);
  for (const { document, error } of read.documents) expect(error === null, about).toBe(document !== undefined);
  return read;
}

/** Takes what was read the whole way, beside an honest device. */
function judge(artifact: ReadArtifact): ReturnType<typeof assess> {
  const honest = [ek, base, inventoryOf(device)].map(readArtifact);
  const all = [...honest, artifact];
  return assess({
    submissions: all.map(
      ({ sha256 }, index): Submission => ({
        id: `s-${index}`,
        sha256,
        receivedAt: `2026-02-0${index + 1}T00:00:00.000Z`,
        observedAt: null,
        submittedBy: 'stranger',
        device: null,
        role: null,
        mayAttachTo: 'any',
        fileName: '\u202efdp.exe',
      }),
    ),
    statements: [],
    artifacts: new Map(all.map(({ sha256, documents }) => [sha256, documents])),
    anchors: [authorities.tpmVendor, authorities.vendor].flatMap(({ certificate }) =>
      readArtifact(certificate).documents.flatMap(({ document }) => (document?.kind === 'certificate' ? [document] : [])),
    ),
    policy: { ...DEFAULT_POLICY, freshnessDays: 365 },
    at: AT,
    deviceIds: new Map(),
  });
}

/** Control characters but the line break, and characters that turn or hide text. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe.each(Object.entries(SAMPLES))('%s', (name, sample) => {
  test(`is read, or refused in words, whatever is done to it (${MUTATIONS_EACH} times)`, () => {
    for (let seed = 0; seed < MUTATIONS_EACH; seed += 1) {
      const { bytes, how } = mutate(sample, drawFrom(seed));
      const about = `${name}, seed ${seed}:${how}`;
      const read = readInTime(bytes, about);
      for (const { error } of read.documents) if (error !== null) expect(error.message, about).toMatch(/\w+ \w+/);
      for (const document of read.documents) JSON.stringify([describeDocument(document), inspectDocument(document.document)]);
      if (seed % 5 !== 0 || read.documents.every(({ error }) => error !== null)) continue;
      const result = judge(read);
      expect(
        result.assessed.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'rule-failed')),
        about,
      ).toEqual([]);
      expect(traceLines(result).join('\n'), about).not.toMatch(UNSEEN);
      JSON.stringify(traceDocument(result));
    }
  });
});

const nested = (levels: number, open: string, close: string): Uint8Array => text(open.repeat(levels) + close.repeat(levels));

test.each([
  ['JSON of 100,000 levels', nested(100_000, '[', ']'), 'unknown'],
  ['JSON objects of 100,000 levels', nested(100_000, '{"COMPONENTS":', '}'), 'inventory'],
  [
    'a BOM whose parts hold parts 100,000 levels deep',
    text(`{"bomFormat":"CycloneDX","specVersion":"1.6","components":${'[{"components":'.repeat(100_000)}`),
    'cyclonedx-bom',
  ],
  ['DER of 100,000 levels', Buffer.from('3080'.repeat(100_000), 'hex'), 'unknown'],
  ['10 MB of zeros', new Uint8Array(10 * 1024 * 1024), 'unknown'],
  ['10 MB of brackets', text('['.repeat(10 * 1024 * 1024)), 'unknown'],
  ['10 MB of PEM headers', text('-----BEGIN CERTIFICATE-----\n'.repeat(400_000)), 'unknown'],
  ['10 MB in one string', text(`{"COMPONENTS":"${'a'.repeat(10 * 1024 * 1024)}`), 'inventory'],
  ['a lone carriage return', text('\r'), 'unknown'],
  ['a NUL', text('\u0000'), 'unknown'],
  ['nothing', new Uint8Array(), 'unknown'],
  ['UTF-16', Buffer.from('\ufeff{"bomFormat":"CycloneDX","specVersion":"1.6","version":1}', 'utf16le'), 'unknown'],
] as const)('%s is refused in words', (name, bytes, kind) => {
  const { documents } = readInTime(bytes, name);
  expect(documents).toMatchObject([{ kind, document: undefined, error: { message: expect.stringMatching(/\w+ \w+/) } }]);
});

const NASTY = 'Evil\u202etxt.exe\u0007\u001b[31m\u009b31m\u2028\u200b\u2066';

test('the command line prints no control characters, whatever files and their names hold', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-hostile-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const nasty = { ...device, platform: { ...device.platform, model: NASTY } };
  const parts = nasty.components.map((part) => ({
    ...part,
    manufacturer: NASTY,
    serial: part.serial === null ? null : `${part.serial}${NASTY}`,
  }));
  const base = baseOf({ ...nasty, components: parts }, authorities);
  const files = {
    [`ek${NASTY}.cer`]: ek,
    'base.cer': base,
    'swapped.json': inventoryOf(nasty, parts.slice(1)),
    'broken.json': text(`{"${NASTY}": `),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const paths = Object.keys(files).map((name) => join(folder, name));
  const [, second = '', third = ''] = paths;
  for (const words of [
    ['inspect', ...paths],
    ['verify', ...paths],
    ['diff', second, third],
    ['trace', folder],
    ['inspect', join(folder, NASTY)],
  ]) {
    for (const more of [[], ['--json']]) {
      const { stdout, stderr } = spawnSync(process.execPath, ['lib/cli/main.ts', ...words, ...more], { encoding: 'utf8' });
      expect(`${stdout}${stderr}`.length, words[0]).toBeGreaterThan(20);
      expect(`${stdout}${stderr}`, `${words[0]} ${more.join('')}`).not.toMatch(UNSEEN);
    }
  }
});
