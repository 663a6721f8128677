import { expect, test } from 'vitest';
import type { DeviceDocument } from '#lib/device/types.ts';
import type { Check } from '#lib/encoding/check.ts';
import { bomOf } from '#lib/testing/device-evidence.ts';
import { artifactId, makeBase, makeCheck, makeContext, makeDocument, makeObservation } from '#lib/testing/device-states.ts';
import { bomSignatureInvalid } from './bom-signature-invalid.ts';

function bomWith(...checks: readonly Check[]): DeviceDocument {
  const { document } = bomOf('bom', []);
  if (document === undefined) throw new Error('no BOM');
  return makeDocument({ label: 'bom', document, over: { checks } });
}

const broken = bomWith(makeCheck('bom-signature', 'fail'));
const because = [artifactId('bom')];

test('fires as medium for the BOM that is the observed state', () => {
  const observed = makeObservation({ document: broken });
  const signs = bomSignatureInvalid.evaluate(makeContext({ documents: [broken], observed }));
  expect(signs).toMatchObject([{ severity: 'medium', weighs: 'incomplete', because }]);
});

test('fires as medium for a BOM that a baseline was made of', () => {
  const expected = { basis: 'learned', units: [], properties: [], because } as const;
  const signs = bomSignatureInvalid.evaluate(makeContext({ documents: [broken], expected }));
  expect(signs).toMatchObject([{ severity: 'medium', weighs: 'incomplete' }]);
});

test('fires as low, without weight, for a BOM on which nothing rests', () => {
  expect(bomSignatureInvalid.evaluate(makeContext({ documents: [broken] }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('fires once for a BOM of which the whole and a part fail', () => {
  const both = bomWith(makeCheck('bom-signature', 'fail'), makeCheck('part-signatures', 'fail'));
  const signs = bomSignatureInvalid.evaluate(makeContext({ documents: [both] }));
  expect(signs).toMatchObject([{ observed: 'bom-signature is fail; part-signatures is fail' }]);
});

test('fires for a part alone', () => {
  const part = bomWith(makeCheck('bom-signature'), makeCheck('part-signatures', 'fail'));
  expect(bomSignatureInvalid.evaluate(makeContext({ documents: [part] }))).toHaveLength(1);
});

test('stays silent for signatures that verify or were not evaluated, for unsigned BOMs and for certificates', () => {
  const documents = [
    bomWith(makeCheck('bom-signature'), makeCheck('part-signatures', 'unknown')),
    bomWith(makeCheck('bom-signature', 'unknown'), makeCheck('bom-signer', 'fail')),
    bomWith(),
    makeBase({ checks: [makeCheck('signature', 'fail')] }),
  ];
  expect(bomSignatureInvalid.evaluate(makeContext({ documents }))).toEqual([]);
});
