import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { makeOcspResponse, makeRevocationList, type RevocationListDescription, type TestRevocation } from '#lib/testing/revocations.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, baseSerial, endorsementKeyOf, endorsementSerial, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { folderOf, options } from './testing/folder.ts';
import { trace } from './trace.ts';
import { verify } from './verify.ts';

const authorities = makeSampleAuthorities();
const { vendor, tpmVendor, stranger } = authorities;
const device = makeSampleDevice(3);
const files = { 'ek.cer': endorsementKeyOf(device, authorities), 'base.cer': baseOf(device, authorities) };
const anchors = { 'vendor.cer': vendor.certificate, 'tpm-vendor.cer': tpmVendor.certificate };

/** In date when everything is judged, on 1 June. */
const listOf = (revoked: readonly Omit<TestRevocation, 'serialNumber'>[] = [], over: Partial<RevocationListDescription> = {}): Uint8Array =>
  makeRevocationList({
    authority: vendor,
    number: 4,
    thisUpdate: '2026-05-20T00:00:00Z',
    nextUpdate: '2026-06-20T00:00:00Z',
    revoked: revoked.map((each) => ({ serialNumber: baseSerial(device), ...each })),
    ...over,
  });
const response = (status: 'good' | { readonly revokedAt: string }): Uint8Array =>
  makeOcspResponse({
    issuer: vendor,
    responder: vendor,
    producedAt: '2026-05-30T00:00:00Z',
    answers: [{ serialNumber: baseSerial(device), status, thisUpdate: '2026-05-30T00:00:00Z', nextUpdate: '2026-06-05T00:00:00Z' }],
  });
const compromised = { revokedAt: '2026-05-10T00:00:00Z', reason: 'keyCompromise', invalidSince: '2026-04-01T00:00:00Z' } as const;
const superseded = { revokedAt: '2026-05-10T00:00:00Z', reason: 'superseded' } as const;

interface Verified {
  readonly exitCode: number;
  readonly text: string;
  /** The check `revocation` of the base certificate. */
  readonly check: Json | undefined;
}

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asList = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** `assay verify` of the base certificate, with a file among the files, or beside the anchors. */
async function verifyWith(file: Uint8Array, { beside = false }: { readonly beside?: boolean } = {}): Promise<Verified> {
  const folder = folderOf({ ...files, ...(beside ? {} : { 'said.der': file }) });
  const trust = folderOf({ ...anchors, ...(beside ? { 'said.der': file } : {}) });
  const names = ['base.cer', 'ek.cer', ...(beside ? [] : ['said.der'])];
  const { exitCode, lines, json } = await verify.run(
    names.map((name) => join(folder, name)),
    { ...options, trust },
  );
  const [base] = asList(json);
  const checks = isObject(base) ? asList(base.checks) : [];
  return { exitCode, text: lines.join('\n'), check: checks.find((check) => isObject(check) && check.id === 'revocation') };
}

test.each([{ beside: false }, { beside: true }])(
  'verify tells good as of, by a list or a response ($beside: beside the anchors)',
  async (where) => {
    const list = await verifyWith(listOf(), where);
    expect(list).toMatchObject({ exitCode: 0, check: { status: 'pass', code: 'good', changesAt: '2026-06-20T00:00:00Z' } });
    expect(list.text).toContain('good as of 2026-05-20T00:00:00Z by revocation list 4 of');
    const answered = await verifyWith(response('good'), where);
    expect(answered).toMatchObject({ exitCode: 0, check: { status: 'pass', code: 'good', changesAt: '2026-06-05T00:00:00Z' } });
    expect(answered.text).toContain('good as of 2026-05-30T00:00:00Z by OCSP response by');
  },
);

test.each([{ beside: false }, { beside: true }])(
  'verify tells revoked since, and the reason ($beside: beside the anchors)',
  async (where) => {
    const { exitCode, text, check } = await verifyWith(listOf([compromised]), where);
    expect(exitCode).toBe(1);
    expect(check).toMatchObject({
      status: 'fail',
      code: 'revoked',
      because: [expect.stringMatching(/^[0-9a-f]{64}$/)],
      certificates: [{ kind: 'revoked', entry: compromised }],
    });
    expect(text).toContain(
      'revoked since 2026-05-10T00:00:00Z (key compromise, in doubt since 2026-04-01T00:00:00Z), by revocation list 4 of',
    );
    const answered = await verifyWith(response({ revokedAt: '2026-05-10T00:00:00Z' }), where);
    expect(answered).toMatchObject({ exitCode: 1, check: { status: 'fail', code: 'revoked' } });
    expect(answered.text).toContain('revoked since 2026-05-10T00:00:00Z (no reason given), by OCSP response');
  },
);

test('a list that is out of date is unknown and still revokes, and one that a stranger signed says nothing', async () => {
  const stale = { nextUpdate: '2026-05-25T00:00:00Z' };
  expect(await verifyWith(listOf([], stale))).toMatchObject({
    exitCode: 1,
    check: { status: 'unknown', code: 'outdated', detail: expect.stringContaining('in date until 2026-05-25T00:00:00Z only') },
  });
  expect(await verifyWith(listOf([compromised], stale))).toMatchObject({ check: { status: 'fail' } });
  const forged = listOf([compromised], { authority: { ...stranger, name: vendor.name } });
  expect(await verifyWith(forged, { beside: true })).toMatchObject({ exitCode: 0, check: { status: 'unknown', code: 'not-checked' } });
});

test('a list for verify itself passes by its signature and its dates, and not after them', async () => {
  const trust = folderOf(anchors);
  const list = join(folderOf({ 'vendor.crl': listOf() }), 'vendor.crl');
  const judged = async (at: string) => {
    const { exitCode, lines } = await verify.run([list], { ...options, at, trust });
    return [
      exitCode,
      lines
        .find((line) => line.includes('certificate-revocation-list'))
        ?.split(': ')
        .at(-1),
    ];
  };
  expect(await judged('2026-06-01T00:00:00Z')).toEqual([0, 'trusted']);
  expect(await judged('2026-06-21T00:00:00Z')).toEqual([1, 'not trusted']);
});

/** `assay trace` of the device, received in January; what was said came in May. */
async function traceWith(said: Readonly<Record<string, Uint8Array>>, { beside = false }: { readonly beside?: boolean } = {}) {
  const january = '2026-01-10T12:00:00Z';
  const own: Readonly<Record<string, Uint8Array>> = { ...files, 'inventory.json': inventoryOf(device) };
  const submissions = [
    ...Object.keys(own).map((file) => ({ file, receivedAt: january })),
    ...(beside ? [] : Object.keys(said).map((file) => ({ file, receivedAt: '2026-05-21T00:00:00Z' }))),
  ];
  const policy = { version: 1, freshnessDays: 365, requireRevocation: false, acceptExpiredWhenReceived: false, exemptCategories: [] };
  const folder = folderOf({ 'assay.json': JSON.stringify({ submissions, policy }), ...own, ...(beside ? {} : said) });
  const { exitCode, json, lines } = await trace.run([folder], { ...options, trust: folderOf({ ...anchors, ...(beside ? said : {}) }) });
  const [traced] = isObject(json) ? asList(json.devices) : [];
  const findings = isObject(traced) ? asList(traced.findings) : [];
  const rules = findings.flatMap((finding) => (isObject(finding) ? [finding.rule] : []));
  return {
    exitCode,
    text: lines.join('\n'),
    verdict: isObject(traced) && isObject(traced.verdict) ? traced.verdict.trust : undefined,
    rules,
  };
}

const tpmList = makeRevocationList({ authority: tpmVendor, thisUpdate: '2026-05-20T00:00:00Z', nextUpdate: '2026-06-20T00:00:00Z' });

test.each([{ beside: false }, { beside: true }])(
  'trace: lists of all issuers end the remark that nobody checked ($beside: beside the anchors)',
  async (where) => {
    expect(await traceWith({})).toMatchObject({ verdict: 'verified', rules: expect.arrayContaining(['revocation-not-checked']) });
    const checked = await traceWith({ 'vendor.crl': listOf(), 'tpm.crl': tpmList }, where);
    expect(checked.verdict).toBe('verified');
    expect(checked.rules).not.toContain('revocation-not-checked');
    const stale = listOf([], { nextUpdate: '2026-05-25T00:00:00Z' });
    expect((await traceWith({ 'vendor.crl': stale, 'tpm.crl': tpmList }, where)).rules).toContain('revocation-not-checked');
  },
);

test.each([{ beside: false }, { beside: true }])('trace: key compromise fails the device ($beside: beside the anchors)', async (where) => {
  const strict = { ...compromised, invalidSince: '2026-01-01T00:00:00Z' };
  const { exitCode, verdict, rules, text } = await traceWith({ 'vendor.crl': listOf([strict]) }, where);
  expect([exitCode, verdict]).toEqual([1, 'failed-verification']);
  expect(rules).toContain('certificate-revoked');
  expect(text).toContain('key compromise, in doubt since 2026-01-01');
});

test('trace: what came before an invalidity date, or before it was superseded, still counts', async () => {
  for (const entry of [compromised, superseded]) {
    expect(await traceWith({ 'vendor.crl': listOf([entry]), 'tpm.crl': tpmList })).toMatchObject({ verdict: 'verified' });
  }
  const earlier = { ...superseded, revokedAt: '2026-01-05T00:00:00Z' };
  expect(await traceWith({ 'vendor.crl': listOf([earlier]) })).toMatchObject({ verdict: 'failed-verification' });
});

test('trace: a response about the EK certificate reaches the device', async () => {
  const said = makeOcspResponse({
    issuer: tpmVendor,
    responder: tpmVendor,
    producedAt: '2026-05-20T00:00:00Z',
    answers: [
      {
        serialNumber: endorsementSerial(device),
        status: { revokedAt: '2026-01-05T00:00:00Z', reason: 'keyCompromise' },
        thisUpdate: '2026-05-20T00:00:00Z',
      },
    ],
  });
  expect(await traceWith({ 'tpm.ors': said })).toMatchObject({
    verdict: 'failed-verification',
    rules: expect.arrayContaining(['certificate-revoked']),
  });
});
