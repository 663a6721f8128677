import { expect, test } from 'vitest';
import { assess } from '#lib/detect/assess.ts';
import { waysFrom } from '#lib/device/link/why-together.ts';
import { artifactsOfDevice, type Inclusion } from '#lib/present/package-contents.ts';
import { packageDocument } from '#lib/present/package-document.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { documentedSchemas } from './documented-schemas.ts';

const matches = documentedSchemas().get('contents');
const authorities = makeSampleAuthorities();
const [device, other] = [makeSampleDevice(3), makeSampleDevice(12)];
const files = [
  { label: 'base', bytes: baseOf(device, authorities), device: 'rack 7' },
  { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
  { label: 'other', bytes: baseOf(other, authorities), device: 'rack 7' },
];

test('the contents of a package are as docs/cli.md describes them', () => {
  const read = readEvidence(files, []);
  const first = assess(read).assessed.map(({ device: { id } }) => id);
  const [asked = '', neighbor = ''] = first;
  const statement = say('olivia', '2026-05-01T00:00:00Z', { kind: 'lifecycle', device: neighbor, state: 'received' });
  const evidence = { ...read, statements: [statement] };
  const { assessed } = assess(evidence);
  const sha256s = [...evidence.artifacts.keys()];
  const way = waysFrom(artifactsOfDevice(assessed, asked), evidence)(artifactsOfDevice(assessed, neighbor)[0] ?? '') ?? [];
  expect(way.length).toBeGreaterThan(2);
  const inclusions: readonly Inclusion[] = [
    { reason: 'device', ground: 'holder' },
    { reason: 'other-device', device: neighbor, ground: 'holder', way },
    { reason: 'no-device', why: 'no-serial', way },
    { reason: 'together', way },
    ...(['chain', 'revocation', 'vouched', 'named'] as const).map((reason) => ({ reason, of: sha256s })),
    ...(['model', 'anchor', 'verifier-key'] as const).map((reason) => ({ reason })),
  ];
  const told = packageDocument({
    asked,
    assessed,
    evidence,
    files: sha256s.map((sha256) => ({ file: `artifacts/unknown/${sha256}.bin`, sha256, kinds: ['inventory'], inclusions })),
  });
  expect(matches?.(JSON.parse(JSON.stringify(told))), JSON.stringify(matches?.errors)).toBe(true);
  expect(told).toMatchObject({
    device: asked,
    devices: [{ device: neighbor }],
    statements: [{ statement: statement.id, devices: [neighbor], says: expect.stringContaining(neighbor) }],
  });
});
