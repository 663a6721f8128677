import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf, sha256Hex } from '#lib/encoding/digest.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { readPlatformSample } from '#lib/testing/platform-certificate-reading.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import {
  baseOf,
  certificateIdentityFor,
  endorsementKeyOf,
  inventoryOf,
  makeSampleDevice,
  memoryModule,
  type SampleDevice,
} from '#lib/testing/sample-device.ts';
import { laterCertificateOf } from '#lib/testing/sample-later-certificates.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { signerOf } from '#lib/x509/signer.ts';
import { folderOf, options } from './testing/folder.ts';
import { trace } from './trace.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(3);
const base = baseOf(device, authorities);
const listing = (...files: readonly string[]): string =>
  JSON.stringify({ submissions: files.map((file) => ({ file, receivedAt: '2026-05-01T00:00:00Z' })) });

test('evidence that was changed after it was exported is refused by name, and untouched evidence is not', async () => {
  const file = `artifacts/${sha256Hex(base)}.der`;
  const whole = await trace.run([folderOf({ 'assay.json': listing(file), [file]: base })], options);
  expect(whole.lines.join('\n')).toContain('judged as of');
  const swapped = folderOf({ 'assay.json': listing(file), [file]: inventoryOf(device) });
  await expect(trace.run([swapped], options)).rejects.toMatchObject({
    exitCode: 2,
    message: `${file} was changed after it was exported: its content does not have the SHA-256 of its name`,
  });
});

test('an anchor that came with the evidence and was changed is refused, unless other anchors are named', async () => {
  const file = `artifacts/${sha256Hex(base)}.der`;
  const anchor = `trust/${sha256Hex(authorities.vendor.certificate)}.der`;
  const folder = folderOf({ 'assay.json': listing(file), [file]: base, [anchor]: authorities.stranger.certificate });
  await expect(trace.run([folder], options)).rejects.toThrow(`${anchor} was changed`);
  const other = folderOf({ 'vendor.cer': authorities.vendor.certificate });
  await expect(trace.run([folder], { ...options, trust: other })).resolves.toBeDefined();
});

test('a delta that names its predecessor by a digest alone is told why it does not follow, whatever that is bound to', async () => {
  const later = { authorities, components: [], kind: 'base', order: 0, device } as const;
  const der = laterCertificateOf(later);
  const hashOverSignatureValue = digestOf('sha384', readPlatformSample(der).signatureValue);
  const next = (which: SampleDevice): Uint8Array =>
    makePlatformCertificate({
      ...certificateIdentityFor(which, authorities, 60),
      authority: authorities.vendor,
      kind: 'delta',
      specVersion: '2.1',
      platform: device.platform,
      components: [{ ...memoryModule('MORE'), status: 'added' }],
      previous: [{ kind: 'base', hashAlgorithm: '2.16.840.1.101.3.4.2.2', hashOverSignatureValue }],
    });
  const files = { 'base.cer': der, 'ek.cer': endorsementKeyOf(device, authorities), 'trust/vendor.cer': authorities.vendor.certificate };
  const traced = async (delta: Uint8Array) => JSON.stringify((await trace.run([folderOf({ ...files, 'delta.cer': delta })], options)).json);
  expect(await traced(next(device))).toContain('MORE');
  expect(await traced(next(makeSampleDevice(20)))).toContain('{"file":"delta.cer","reason":"holder-differs"}');
});

test('names that are no digest, and folders without a list, promise nothing about content', async () => {
  await expect(trace.run([folderOf({ 'assay.json': listing('base.cer'), 'base.cer': base })], options)).resolves.toBeDefined();
  await expect(trace.run([folderOf({ [`${'a'.repeat(64)}.cer`]: base })], options)).resolves.toBeDefined();
});

test('an empty folder, anchors alone, a zip and a missing folder are each told as what they are', async () => {
  const folder = folderOf({ 'evidence.ZIP': 'PK' });
  for (const [path, message] of [
    [folderOf({}), 'there is nothing to judge in'],
    [folderOf({ 'trust/ca.cer': authorities.vendor.certificate }), 'there is nothing to judge in'],
    [join(folder, 'evidence.ZIP'), 'has to be unpacked first'],
    [join(folder, 'nowhere'), 'is no file or folder'],
  ] as const) {
    await expect(trace.run([path], options), path).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  }
});

test('a policy file says who may say what, over the table that came with the evidence', async () => {
  const { key, certificate, name } = signerOf(parseCertificate(authorities.stranger.certificate));
  const line = { who: { kind: 'issuer', key, certificate, name }, rights: ['base'] };
  const anchor = { 'trust/vendor.cer': authorities.vendor.certificate };
  const folder = folderOf({ 'assay.json': listing('base.cer'), 'base.cer': base, ...anchor });
  const open = await trace.run([folder], options);
  expect(open.json).toMatchObject({ issuerPolicy: null, devices: [{ expected: expect.arrayContaining([expect.anything()]) }] });
  expect(open.lines).toContain('no issuer policy: every anchor is trusted for all purposes, and every submitter reports what they like');
  const file = join(folderOf({ 'policy.json': JSON.stringify({ lines: [{ line }], next: null }) }), 'policy.json');
  const judged = await trace.run([folder], { ...options, policy: file });
  expect(judged.json).toMatchObject({ issuerPolicy: expect.any(String), devices: [{ expected: [] }] });
  expect(judged.lines.join('\n')).toMatch(
    /issuer policy [0-9a-f]{16}, 1 line; no line about EK certificates, certificates of attestation keys, reference values, BOMs, observations/,
  );
  const carried = { ...JSON.parse(listing('base.cer')), issuerPolicy: { lines: [{ line }] } };
  const exported = folderOf({ 'assay.json': JSON.stringify(carried), 'base.cer': base, ...anchor });
  expect((await trace.run([exported], options)).json).toEqual(judged.json);
});

test('a policy file that does not say what it should is refused by the place where', async () => {
  const folder = folderOf({ 'base.cer': base });
  for (const [content, message] of [
    [
      '{"lines": [{"line": {"who": {"kind": "submitter", "account": "bob"}, "rights": ["base"]}}]}',
      'lines.0.line: an account reports bom, observation, not base',
    ],
    ['{"lines": [{"line": {"rights": ["ek"]}}]}', 'lines.0.line.who: '],
    ['{"lines": [', 'policy.json'],
  ] as const) {
    const file = join(folderOf({ 'policy.json': content }), 'policy.json');
    await expect(trace.run([folder], { ...options, policy: file }), content).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  }
});

test('a log in a folder of one device is that device’s; one in reference/ is none of its boots, and neither is one of two devices', async () => {
  const log = makeEventLog(SMALL_BOOT);
  const files = { 'ek.cer': endorsementKeyOf(device, authorities), 'base.cer': baseOf(device, authorities) };
  const bootsOf = async (more: Readonly<Record<string, Uint8Array>>) =>
    JSON.parse(JSON.stringify((await trace.run([folderOf({ ...files, ...more })], options)).json)).devices.map(
      ({ boots }: { boots: readonly unknown[] }) => boots.length,
    );
  expect(await bootsOf({ 'log.bin': log })).toEqual([1]);
  expect(await bootsOf({ 'reference/support.rimel': log })).toEqual([0]);
  const other = makeSampleDevice(21);
  expect(await bootsOf({ 'log.bin': log, 'b.cer': endorsementKeyOf(other, authorities), 'c.cer': baseOf(other, authorities) })).toEqual([
    0, 0,
  ]);
});

test('downloaded evidence begins with the device that was asked for, and says why another one is there', async () => {
  const other = makeSampleDevice(21);
  const pem = Buffer.from([device, other].map((each) => pemOf(baseOf(each, authorities))).join('\n'));
  const files = { 'both.pem': pem, 'ek.cer': endorsementKeyOf(other, authorities), 'assay.json': listing('both.pem', 'ek.cer') };
  const told = async (more: Readonly<Record<string, string>>) => {
    const { lines, json } = await trace.run([folderOf({ ...files, ...more })], options);
    return { lines, json: JSON.parse(JSON.stringify(json)) };
  };
  const earlier = await told({});
  const keys: readonly string[] = earlier.json.devices.map(({ key }: { key: string }) => key);
  expect(keys).toHaveLength(2);
  expect(earlier.json.asked).toBeNull();
  for (const asked of keys) {
    const { lines, json } = await told({ 'contents.json': JSON.stringify({ device: asked }) });
    expect(json.devices.map(({ key }: { key: string }) => key)).toEqual([asked, ...keys.filter((key) => key !== asked)]);
    expect(json.asked).toEqual({
      device: asked,
      formed: true,
      others: [{ device: keys.find((key) => key !== asked), way: [{ file: 'both.pem' }], says: 'both.pem is of both.' }],
    });
    expect(lines).toContain(`evidence of ${asked}; 1 other device is judged together with it, and follows`);
    expect(lines.filter((line) => line === '  not the device that was asked for: both.pem is of both.')).toHaveLength(1);
    expect([...json.devices].sort(byKey)).toEqual([...earlier.json.devices].sort(byKey));
  }
});

test('evidence of a device that its files do not form, or that says none, is told so', async () => {
  const files = { 'base.cer': base, 'assay.json': listing('base.cer') };
  const { lines, json } = await trace.run([folderOf({ ...files, 'contents.json': '{"device":"d-else"}' })], options);
  expect(lines).toContain('contents.json calls this evidence of d-else, which these files do not form');
  expect(json).toMatchObject({ asked: { device: 'd-else', formed: false, others: [] } });
  await expect(trace.run([folderOf({ ...files, 'contents.json': '{}' })], options)).rejects.toMatchObject({ exitCode: 2 });
  // Without a list it is a file like any other.
  expect((await trace.run([folderOf({ 'base.cer': base, 'contents.json': '{"device":"d-else"}' })], options)).json).toMatchObject({
    asked: null,
  });
});

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => (a.key < b.key ? -1 : 1);
const pemOf = (der: Uint8Array): string =>
  `-----BEGIN ATTRIBUTE CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END ATTRIBUTE CERTIFICATE-----`;

test('the moment of the judgement is told with whence it is', async () => {
  const of = (at: object) =>
    folderOf({
      'assay.json': JSON.stringify({ submissions: [{ file: 'b.cer', receivedAt: '2026-05-01T00:00:00Z' }], ...at }),
      'b.cer': base,
    });
  const made = await trace.run([of({ at: '2026-05-20T00:00:00Z' })], { ...options, atGiven: false });
  expect(made.lines[0]).toBe('judged as of 2026-05-20T00:00:00Z, the moment that the package was made for (--at for another)');
  expect(made.json).toMatchObject({ at: '2026-05-20T00:00:00.000Z', atFrom: 'package' });
  const given = await trace.run([of({ at: '2026-06-01T00:00:00Z' })], { ...options, atGiven: true });
  expect(given.lines[0]).toBe(`judged as of 2026-06-01T00:00:00Z`);
  const now = await trace.run([of({})], { ...options, atGiven: false });
  expect(now.lines[0]).toBe(`judged as of 2026-06-01T00:00:00Z, the time now (--at for another)`);
  expect(now.json).toMatchObject({ atFrom: 'clock' });
});

test('whose anchors were used is told', async () => {
  const note = 'the anchors come from the package itself (trust/): --trust DIR judges by your own';
  const folder = folderOf({ 'base.cer': base, 'trust/vendor.cer': authorities.vendor.certificate });
  const own = await trace.run([folder], options);
  expect(own.lines).toContain(note);
  expect(own.json).toMatchObject({ anchorsFrom: 'package' });
  const given = await trace.run([folder], { ...options, trust: folderOf({ 'vendor.cer': authorities.vendor.certificate }) });
  expect(given.lines).not.toContain(note);
  expect(given.json).toMatchObject({ anchorsFrom: 'given' });
  expect((await trace.run([folderOf({ 'base.cer': base })], options)).json).toMatchObject({ anchorsFrom: 'none' });
});
