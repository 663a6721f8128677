import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
      findings: z.array(z.object({ rule: z.string(), severity: z.string() })),
    }),
  ),
});

async function traceScenario(name: string) {
  const folder = join(CORPUS, 'scenarios', name);
  const { json, exitCode } = await trace.run([folder], testOptions({ trust: join(folder, 'trust') }));
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
