import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { traceDocument } from '#lib/present/trace-document.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeRevocationList } from '#lib/testing/revocations.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeSampleFleet } from '#lib/testing/sample-fleet.ts';
import { exportEvidence } from './export-evidence.ts';
import { recordStatement } from './record-statement.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const NOW = '2026-06-01T00:00:00.000Z';
const before = (days: number) => new Date(Date.parse(NOW) - days * 86_400_000);

/** Every eighth sample device acts out a story; one of the plain ones is enough. */
async function feedStories(store: Store): Promise<number> {
  const { authorities, stories } = makeSampleFleet({ count: 104, now: NOW });
  let told = 0;
  for (const { story, submissions } of stories) {
    if (story === 'as it was built' && told > 0) continue;
    told += 1;
    for (const { bytes, daysAgo, fileName, role, submittedBy } of submissions) {
      await handIn(store, bytes, { fileName, role, submittedBy, receivedAt: before(daysAgo) });
    }
  }
  for (const authority of [authorities.tpmVendor, authorities.vendor, authorities.integrator]) {
    await recordStatement(store, {
      kind: 'anchor',
      action: 'add',
      sha256: sha256Hex(authority.certificate),
      certificate: Buffer.from(authority.certificate).toString('base64'),
      label: 'sample',
      author: 'admin',
      at: before(300).toISOString(),
      reason: 'test',
    });
  }
  await settle(store, new Date(NOW));
  return told;
}

test('tracing the downloaded evidence of a device gives the verdict, findings and timeline of the server', {
  timeout: 300_000,
}, async () => {
  const store = await openTestStore();
  const told = await feedStories(store);
  const { items } = await listFleet(store, { limit: 100 });
  // One story is an HBOM alone, which forms no device.
  expect(items.length).toBe(told - 1);
  for (const { id } of items) {
    const served = await findAssessed(store, id);
    const exported = await exportEvidence(store, id, new Date(NOW));
    if (served === undefined || exported === undefined) throw new Error(`${id} has no evidence`);
    const { devices } = await traceEvidence(await buffer(exported.stream));
    const [expected] = JSON.parse(JSON.stringify(traceDocument({ assessed: [served], unlinked: [] }))).devices;
    expect(devices).toContainEqual(expected);
  }
});

interface Told {
  readonly device: string;
  readonly devices: readonly { readonly device: string; readonly says: string }[];
  readonly files: readonly {
    readonly file: string;
    readonly sha256: string;
    readonly why: readonly { readonly reason: string; readonly of?: readonly string[]; readonly device?: string; readonly says: string }[];
  }[];
  readonly statements: readonly { readonly statement: string; readonly devices: readonly string[] }[];
}

const receivedAt = new Date('2026-05-01T10:30:00.000Z');
const pemOf = (der: Uint8Array): string =>
  `-----BEGIN ATTRIBUTE CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END ATTRIBUTE CERTIFICATE-----`;

test('the contents of a package say why each file is there, and files are named by kind and form', async () => {
  const store = await openTestStore();
  const authorities = makeSampleAuthorities();
  const [device, other] = [makeSampleDevice(12), makeSampleDevice(13)];
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  const shared = encodeUtf8([device, other].map((each) => pemOf(baseOf(each, authorities))).join('\n'));
  const signer = makeManifestSigner('models');
  await recordAnchor(store, signer.authority.certificate);
  const log = makeEventLog(SMALL_BOOT);
  const { manufacturer, model } = device.platform;
  const files = {
    shared,
    own: endorsementKeyOf(device, authorities),
    others: endorsementKeyOf(other, authorities),
    authority: authorities.vendor.certificate,
    list: makeRevocationList({
      authority: authorities.vendor,
      number: 1,
      thisUpdate: '2026-04-01T00:00:00Z',
      nextUpdate: '2026-07-01T00:00:00Z',
    }),
    manifest: signer.sign(makeManifest({ manufacturer, model, files: [{ name: 'x.rimel', bytes: log }] })),
    support: log,
  };
  for (const [name, bytes] of Object.entries(files))
    await handIn(store, bytes, { receivedAt, ...(name === 'support' ? { role: 'reference' } : {}) });
  await settle(store, new Date(NOW));
  const { rows } = await store.pool.query<{ id: string; serial: string }>('SELECT id, serial FROM device ORDER BY id');
  const [asked, neighbor] = [device, other].map(({ platform }) => rows.find(({ serial }) => serial === platform.serial)?.id ?? '');
  const exported = await exportEvidence(store, asked ?? '', new Date(NOW));
  if (exported === undefined) throw new Error('no evidence');
  const zip = await buffer(exported.stream);
  const told: Told = JSON.parse((await fileIn(zip, 'contents.json')).toString());
  expect(told.device).toBe(asked);
  const names = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name,
      told.files.find(({ sha256, file }) => sha256 === sha256Hex(bytes) && file.startsWith('artifacts/')),
    ]),
  );
  const reasonsOf = (name: string) => names[name]?.why.map(({ reason }) => reason);
  expect(reasonsOf('shared')).toEqual(['device', 'other-device']);
  expect(reasonsOf('own')).toEqual(['device']);
  expect(reasonsOf('others')).toEqual(['other-device']);
  expect(reasonsOf('authority')).toEqual(['chain']);
  expect(reasonsOf('list')).toEqual(['revocation']);
  expect(reasonsOf('manifest')).toEqual(['device']);
  expect(reasonsOf('support')).toContain('vouched');
  const nameOf = (name: string) => names[name]?.file ?? '';
  expect(names.support?.why.find(({ reason }) => reason === 'vouched')?.of).toEqual([nameOf('manifest')]);
  expect(names.list?.why[0]?.of).toContain(nameOf('shared'));
  expect(names.others?.why[0]).toMatchObject({
    device: neighbor,
    says: expect.stringContaining('is judged together with the one that was asked for'),
  });
  expect(told.devices).toMatchObject([{ device: neighbor, says: `${nameOf('shared')} is of both.` }]);
  expect(nameOf('manifest')).toMatch(/^artifacts\/reference-manifest\/[0-9a-f]{64}\.swidtag$/);
  expect(nameOf('shared')).toMatch(/^artifacts\/platform-certificate\/[0-9a-f]{64}\.pem$/);
  expect(nameOf('list')).toMatch(/\.crl$/);
  // Everything in the zip is told of, and nothing else is.
  const inZip = (await namesIn(zip)).filter((name) => !['contents.json', 'assay.json'].includes(name));
  expect(told.files.map(({ file }) => file).sort()).toEqual(inZip.sort());
  expect(told.files.every(({ why }) => why.length > 0 && why.every(({ says }) => says !== ''))).toBe(true);
  const { devices, asked: begins } = await traceEvidence(zip);
  expect(devices).toMatchObject([{ key: asked }, { key: neighbor }]);
  expect(begins).toMatchObject({ device: asked, formed: true, others: [{ device: neighbor, says: `${nameOf('shared')} is of both.` }] });
});

test('evidence as an earlier version wrote it is judged as it was', async () => {
  const store = await openTestStore();
  await feedStories(store);
  const { items } = await listFleet(store, { limit: 1 });
  const id = items[0]?.id ?? '';
  const exported = await exportEvidence(store, id, new Date(NOW));
  if (exported === undefined) throw new Error('no evidence');
  const zip = await buffer(exported.stream);
  const earlier = await asEarlier(zip);
  expect(
    (await namesIn(earlier)).filter((name) => name.startsWith('artifacts/')).every((name) => /^artifacts\/[0-9a-f]{64}\.der$/.test(name)),
  ).toBe(true);
  const [now, before] = [await traceEvidence(zip), await traceEvidence(earlier)];
  expect(before.devices).toEqual(now.devices);
  expect(before.asked).toBeNull();
});

/** The same without `contents.json`, every file in one folder and called `.der`. */
async function asEarlier(zip: Buffer): Promise<Buffer> {
  const flat = (text: string): string => text.replaceAll(/artifacts\/[a-z-]+\/([0-9a-f]{64})\.[a-z]+/g, 'artifacts/$1.der');
  const written = new ZipFile();
  for (const name of await namesIn(zip)) {
    const content = await fileIn(zip, name);
    if (name === 'assay.json') written.addBuffer(Buffer.from(flat(content.toString())), name);
    else if (name !== 'contents.json') written.addBuffer(content, flat(name));
  }
  written.end();
  return buffer(written.outputStream);
}

async function namesIn(zip: Buffer): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { fileName } of (await fromBufferPromise(zip)).eachEntry()) names.push(fileName);
  return names;
}

async function fileIn(zip: Buffer, name: string): Promise<Buffer> {
  const archive = await fromBufferPromise(zip);
  for await (const entry of archive.eachEntry()) if (entry.fileName === name) return buffer(await archive.openReadStreamPromise(entry));
  throw new Error(`${name} is not in the zip`);
}

test('there is no evidence of a device that does not exist', async () => {
  expect(await exportEvidence(await openTestStore(), 'd-nothing', new Date(NOW))).toBeUndefined();
});
