import { expect, test } from 'vitest';
import type { Unit } from '#lib/component/types.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { baseOf, bomOf, ekOf, evidenceOf, type HandedIn, handIn, policyOf, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { artifactId } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { Evidence } from '../evidence.ts';
import type { BomVersionProblem } from '../types.ts';

const SERIAL = 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79';
const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
const certified = [handIn(baseOf('base', [{ serial: 'A' }]), day(1)), handIn(ekOf('ek'), day(1))];

function problemsOf(handed: readonly HandedIn[], over: Partial<Evidence> = {}): readonly BomVersionProblem[] {
  const { devices } = assembleDevices(evidenceOf([...certified, ...handed], { at: day(31), ...over }), { verify: verifyByIssuer });
  return devices.flatMap(({ problems }) => problems.flatMap((each) => (each.kind === 'bom-version-contradicts' ? [each] : [])));
}

interface Issued extends Partial<CycloneDxBom> {
  readonly parts?: readonly Partial<Unit>[];
}

const bom = (label: string, version: number, { parts = [{ serial: label }], ...over }: Issued = {}) =>
  bomOf(label, parts, { serialNumber: SERIAL, version, ...over });

test('a lower version that was received after a higher one went back', () => {
  const handed = [handIn(bom('v1', 1), day(2)), handIn(bom('v3', 3), day(3)), handIn(bom('v2', 2), day(4))];
  const [v2, v3] = [artifactId('v2'), artifactId('v3')];
  const expected = [{ what: 'went-back', serialNumber: SERIAL, versions: [3, 2], because: [v3, v2], suspects: [v2] }];
  expect(problemsOf(handed)).toMatchObject(expected);
  expect(problemsOf([...handed].reverse())).toMatchObject(expected);
});

test('a lower version of another submitter went back too', () => {
  const handed = [handIn(bom('v2', 2), day(2), { submittedBy: 'bob' }), handIn(bom('v1', 1), day(3))];
  expect(problemsOf(handed)).toMatchObject([{ what: 'went-back', versions: [2, 1] }]);
});

test('an old BOM that is handed in again went back', () => {
  const handed = [handIn(bom('v1', 1), day(2)), handIn(bom('v2', 2), day(3)), handIn(bom('v1', 1), day(4))];
  expect(problemsOf(handed)).toMatchObject([{ what: 'went-back', versions: [2, 1], suspects: [artifactId('v1')] }]);
});

test('a version with several contents is told, whatever their order', () => {
  const because = [artifactId('one'), artifactId('two')].sort();
  for (const second of [day(2), day(3)]) {
    const handed = [handIn(bom('one', 2), day(2)), handIn(bom('two', 2), second)];
    expect(problemsOf(handed)).toMatchObject([{ what: 'other-content', versions: [2], because, suspects: because }]);
  }
});

test('one version about two subjects has two contents', () => {
  const parts = [{ serial: 'A' }];
  const subject = { manufacturer: 'Pomelo', model: 'Rack 2', version: 'B', serial: 'P-100', type: 'device', bomRef: null };
  expect(problemsOf([handIn(bom('one', 1, { parts }), day(2)), handIn(bom('two', 1, { parts, subject }), day(3))])).toHaveLength(1);
});

test('versions that came at one instant have no order; a later one settles it', () => {
  const handed = [handIn(bom('v1', 1), day(2)), handIn(bom('v2', 2), day(2))];
  expect(problemsOf(handed)).toMatchObject([{ what: 'order-unknown', versions: [1, 2], suspects: [] }]);
  expect(problemsOf([...handed, handIn(bom('v3', 3), day(3))])).toEqual([]);
});

test('the serial number is one in capitals and in small letters', () => {
  const upper = `urn:uuid:${SERIAL.slice(9).toUpperCase()}`;
  expect(problemsOf([handIn(bom('v2', 2), day(2)), handIn(bom('v1', 1, { serialNumber: upper }), day(3))])).toHaveLength(1);
});

test.each<[string, readonly HandedIn[]]>([
  ['versions that rise', [handIn(bom('v1', 1), day(2)), handIn(bom('v2', 2), day(3)), handIn(bom('v4', 4), day(4))]],
  ['one BOM that is handed in twice', [handIn(bom('v1', 1), day(2)), handIn(bom('v1', 1), day(3))]],
  [
    'one set of parts in two files',
    [handIn(bom('json', 1, { parts: [{ serial: 'A' }] }), day(2)), handIn(bom('xml', 1, { parts: [{ serial: 'A' }] }), day(3))],
  ],
  ['two serial numbers', [handIn(bom('v2', 2), day(2)), handIn(bom('v1', 1, { serialNumber: SERIAL.replace('3e', '4e') }), day(3))]],
  [
    'BOMs without a serial number',
    [handIn(bom('v2', 2, { serialNumber: null }), day(2)), handIn(bom('v1', 1, { serialNumber: null }), day(3))],
  ],
  [
    'serial numbers of another form',
    [handIn(bom('v2', 2, { serialNumber: '42' }), day(2)), handIn(bom('v1', 1, { serialNumber: '42' }), day(3))],
  ],
])('%s are in order', (_, handed) => {
  expect(problemsOf(handed)).toEqual([]);
});

test('a BOM of an account that may not report neither raises a version nor contradicts one', () => {
  const handed = [handIn(bom('v9', 9), day(2), { submittedBy: 'mallory' }), handIn(bom('v1', 1), day(3))];
  const issuerPolicy = policyOf({ who: { kind: 'submitter', account: 'olga' }, rights: ['bom'] });
  expect(problemsOf(handed)).toHaveLength(1);
  expect(problemsOf(handed, { issuerPolicy })).toEqual([]);
});
