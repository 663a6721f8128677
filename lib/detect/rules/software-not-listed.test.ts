import { expect, test } from 'vitest';
import type { MeasuredFiles } from '#lib/device/attested/measured-files.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { MAX_FILES_TOLD, softwareNotListed } from './software-not-listed.ts';

const filesOf = (count: number): MeasuredFiles => ({
  sha256: 'e'.repeat(64),
  receivedAt: '2026-06-01T12:00:00.000Z',
  sources: ['b'.repeat(64)],
  listed: 7,
  unlisted: Array.from({ length: count }, (_, index) => ({ path: `/bin/${index}`, algorithm: 'sha256', digest: `0${index}`, index })),
  unlistedCount: count,
  changing: [],
});
const signsOf = (files: MeasuredFiles | null) => softwareNotListed.evaluate(makeContext({ files }));

test('fires for each file with path and digest, and rests on the evidence and the BOMs', () => {
  expect(signsOf(filesOf(2))).toMatchObject([
    { subject: '/bin/0', observed: 'sha256:00', because: ['e'.repeat(64), 'b'.repeat(64)] },
    { subject: '/bin/1', detail: '/bin/1 was used with the digest sha256:01, and no BOM of the device lists it.' },
  ]);
});

test('many files are one finding that counts them', () => {
  expect(signsOf(filesOf(MAX_FILES_TOLD))).toHaveLength(MAX_FILES_TOLD);
  expect(signsOf(filesOf(MAX_FILES_TOLD + 1))).toMatchObject([
    { subject: 'files in use', detail: '21 of 28 measured files are listed by no BOM of the device, the first /bin/0, /bin/1, /bin/2.' },
  ]);
});

test('files that changed while they were read are one finding without weight, because logs do it every day', () => {
  expect(signsOf({ ...filesOf(0), changing: ['/var/log/a', '/var/log/b'] })).toMatchObject([
    { severity: 'low', weighs: 'none', detail: expect.stringMatching(/^2 files changed .* the first \/var\/log\/a, \/var\/log\/b\.$/) },
  ]);
});

test('stays silent where every file is listed, and where nothing is attested or listed', () => {
  expect([signsOf(filesOf(0)), signsOf(null)]).toEqual([[], []]);
});
