import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { trace } from '#lib/cli/trace.ts';
import { verify } from '#lib/cli/verify.ts';
import { CORPUS, expectations } from './corpus.ts';
import { documentedSchemas } from './documented-schemas.ts';
import { testOptions } from './options.ts';

const all = expectations();
const schemas = documentedSchemas();
const unit = z.object({ serial: z.string().nullable(), model: z.string() });
const traced = z.object({
  devices: z.array(
    z.object({
      tier: z.string(),
      verdict: z.object({ trust: z.string(), reasons: z.array(z.string()) }),
      expected: z.array(unit),
      observed: z.array(unit),
      differences: z.array(
        z.object({
          scope: z.string(),
          kind: z.string(),
          observed: unit.nullable(),
          expected: unit.nullable(),
          authorization: z.string().nullable(),
        }),
      ),
      firmware: z
        .object({
          sources: z.array(z.object({ standing: z.string(), values: z.number() })),
          counts: z.record(z.string(), z.number()),
          records: z.array(
            z.object({ outcome: z.string(), pcr: z.number(), type: z.string(), says: z.string(), instead: z.array(z.string()) }),
          ),
        })
        .nullable(),
      findings: z.array(z.object({ rule: z.string(), severity: z.string(), subject: z.string(), expected: z.string().nullable() })),
    }),
  ),
});

/** The anchors of a scenario, and beside them the authority of its reference manifests where `manifests` are trusted. */
function trustOf(folder: string, { manifests }: { readonly manifests: boolean }): string {
  const trust = mkdtempSync(join(tmpdir(), 'assay-scenario-'));
  onTestFinished(() => rmSync(trust, { recursive: true }));
  for (const file of readdirSync(join(folder, 'trust'))) copyFileSync(join(folder, 'trust', file), join(trust, file));
  const authority = join(folder, 'reference', 'RIMCaCert.pem');
  if (manifests && existsSync(authority)) copyFileSync(authority, join(trust, 'RIMCaCert.pem'));
  return trust;
}

async function traceScenario(name: string, { manifests = true } = {}) {
  const folder = join(CORPUS, 'scenarios', name);
  const { json, exitCode } = await trace.run([folder], testOptions({ trust: trustOf(folder, { manifests }) }));
  const document: unknown = JSON.parse(JSON.stringify(json));
  const matches = schemas.get('trace');
  expect(matches?.(document), JSON.stringify(matches?.errors)).toBe(true);
  const { devices } = traced.parse(document);
  expect(devices).toHaveLength(1);
  const [device] = devices;
  if (device === undefined) throw new Error('no device');
  return { device, exitCode };
}

describe.runIf(all.length > 0)('trace over real scenarios', () => {
  test('a laptop as it was certified: six expected, six observed, nothing above info', async () => {
    const { device, exitCode } = await traceScenario('laptop-default');
    expect(device.expected).toHaveLength(6);
    expect(device.observed).toHaveLength(6);
    expect(device.differences.filter(({ scope }) => scope === 'conformance')).toEqual([]);
    expect(device.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(device.verdict.trust).toBe('verified');
    expect(exitCode).toBe(0);
  });

  test.each(['laptop-default', 'laptop-integrator-os'])('%s: every record of the last start is in the reference values', async (name) => {
    const { device, exitCode } = await traceScenario(name);
    expect(device.firmware?.counts).toEqual({ referenced: 29, outdated: 0, 'not-referenced': 0, mismatch: 0, ignored: 0 });
    expect(device.firmware?.sources.every(({ standing }) => standing === 'counts')).toBe(true);
    expect(device.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(device.verdict.trust).toBe('verified');
    expect(exitCode).toBe(0);
  });

  test('laptop-wrong-oem-reference: the tables of PCR 1 are another than the maker wrote', async () => {
    const { device, exitCode } = await traceScenario('laptop-wrong-oem-reference');
    const told = device.findings.filter(({ severity }) => severity !== 'info');
    expect(told).toMatchObject([
      {
        rule: 'measurement-mismatch',
        severity: 'high',
        subject: expect.stringMatching(/^PCR 1 EV_EFI_HANDOFF_TABLES: .*eb9d2d31-2d88-11d3-9a16-0090273fc14d/),
        expected: expect.stringContaining('sha256:23e49177e52b0c218623ba502101294c73482d9b18936aa46a32d027613628c7'),
      },
    ]);
    expect(device.firmware?.counts).toMatchObject({ referenced: 28, mismatch: 1 });
    expect(device.verdict.trust).toBe('changed-unexplained');
    expect(exitCode).toBe(1);
  });

  test('manifests whose authority nobody trusts say nothing, neither good nor bad', async () => {
    const { device } = await traceScenario('laptop-wrong-oem-reference', { manifests: false });
    expect(device.firmware?.sources.every(({ standing, values }) => standing === 'not-trusted' && values === 0)).toBe(true);
    const told = device.findings.filter(({ severity }) => severity !== 'info').map(({ rule, severity }) => `${severity} ${rule}`);
    expect(told).toEqual(['low issuer-untrusted', 'low issuer-untrusted', 'low reference-value-missing']);
    expect(device.verdict.trust).toBe('verified');
  });

  test('a memory upgrade that a delta certifies: one step of history, nothing left in conformance', async () => {
    const { device } = await traceScenario('laptop-memory-upgrade');
    expect(device.expected).toHaveLength(6);
    expect(device.differences.filter(({ scope }) => scope === 'conformance')).toEqual([]);
    const history = device.differences.filter(({ scope }) => scope === 'history');
    expect(history).toHaveLength(1);
    expect(history[0]).toMatchObject({ kind: 'component-added', authorization: 'authorized-by-delta', observed: { serial: '29AC274B' } });
  });

  test('a memory module that nobody certified stands out', async () => {
    const { device, exitCode } = await traceScenario('laptop-uncertified-memory');
    expect(device.expected).toHaveLength(5);
    expect(device.observed).toHaveLength(6);
    const conformance = device.differences.filter(({ scope }) => scope === 'conformance');
    expect(conformance).toHaveLength(1);
    expect(conformance[0]).toMatchObject({ kind: 'component-added', authorization: 'unauthorized', observed: { serial: '29AC274B' } });
    expect(device.verdict.trust).toBe('changed-unexplained');
    expect(exitCode).toBe(1);
  });
});

const vouched = all.flatMap(([path, { verifiedBy, kind }]) =>
  verifiedBy !== undefined && kind?.includes('platform') === true ? [{ path, verifiedBy }] : [],
);

describe.runIf(all.length > 0)('verify over real certificates', () => {
  test.each(vouched)('$path is signed by $verifiedBy', async ({ path, verifiedBy }) => {
    const scenario = path.split('/').slice(0, 2).join('/');
    const trust = verifiedBy.startsWith('trust/') ? join(CORPUS, scenario, 'trust') : join(CORPUS, 'platform-certificates');
    const { json } = await verify.run([join(CORPUS, path)], testOptions({ trust }));
    const matches = schemas.get('verify');
    const document: unknown = JSON.parse(JSON.stringify(json));
    expect(matches?.(document), JSON.stringify(matches?.errors)).toBe(true);
    if (path.includes('version-2-body')) expect(document).toMatchObject([{ trusted: false }]);
    else
      expect(document).toMatchObject([{ checks: expect.arrayContaining([expect.objectContaining({ id: 'signature', status: 'pass' })]) }]);
  });
});
