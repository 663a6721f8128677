import { expect, test } from 'vitest';
import type { MeasuredFirmware } from '#lib/device/attested/firmware-types.ts';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { makeDoubtedRecord, makeFirmwareSource, makeMeasuredFirmware } from '#lib/testing/measured-firmware.ts';
import { referenceValueMissing } from './reference-value-missing.ts';

const signsOf = (over: Partial<MeasuredFirmware>) => referenceValueMissing.evaluate(makeContext({ firmware: makeMeasuredFirmware(over) }));
const unknown = (pcr: number) => makeDoubtedRecord({ pcr, outcome: 'not-referenced', instead: [], because: [] });

test('fires once, for information, where nothing is at hand', () => {
  expect(signsOf({ sources: [] })).toMatchObject([{ severity: 'info', weighs: 'none', because: [artifactId('event log')] }]);
});

test('fires with the reason where a manifest is at hand and gives no value', () => {
  const sources = [makeFirmwareSource('manifest', { standing: 'not-trusted', values: 0, detail: 'no trust anchor at hand' })];
  expect(signsOf({ sources })).toMatchObject([
    {
      severity: 'low',
      observed: expect.stringContaining('no trust anchor at hand'),
      because: [artifactId('event log'), artifactId('manifest')],
      resolve: "Add the trust anchor of the manifest's signer, or hand in another manifest.",
    },
  ]);
});

test('a manifest of another model does not become one of this model by an anchor: another is asked for', () => {
  const sources = [makeFirmwareSource('manifest', { standing: 'other-platform', values: 0 })];
  expect(signsOf({ sources })).toMatchObject([{ severity: 'low', resolve: expect.stringMatching(/^Hand in a reference manifest/) }]);
});

test('fires as medium for each PCR of the firmware of which the sources say nothing', () => {
  const signs = signsOf({ records: [unknown(2), unknown(2), unknown(0)] });
  expect(signs.map(({ severity, subject, observed }) => [severity, subject, observed])).toEqual([
    ['medium', 'PCR 2', 'EV_EFI_HANDOFF_TABLES, tables handed to the operating system: SMBIOS, and 1 more'],
    ['medium', 'PCR 0', 'EV_EFI_HANDOFF_TABLES, tables handed to the operating system: SMBIOS'],
  ]);
});

test('stays silent where every record is referenced, for PCRs of the operating system, for mismatches, and without a log', () => {
  expect(signsOf({})).toEqual([]);
  expect(signsOf({ records: [unknown(8), makeDoubtedRecord()] })).toEqual([]);
  expect(referenceValueMissing.evaluate(makeContext())).toEqual([]);
});
