import { expect, test } from 'vitest';
import { exposuresOf } from '#lib/device/attested/exposures.ts';
import { concatBytes, encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { makeBoot } from '#lib/testing/attestation-states.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { le, makeEventLog, makeVariable, SECURITY_DATABASE, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { revokedImageStarted } from './revoked-image-started.ts';

/** The small boot with a list of revoked images that names the image, measured before everything else. */
function exposuresWith(image: string) {
  const digest = tpmDigest('sha256', encodeUtf8(image));
  const list = concatBytes([fromHex('2616c4c14c509240aca941f936934328'), le(4, 28 + 48), le(4, 0), le(4, 48), new Uint8Array(16), digest]);
  const data = makeVariable({ vendor: SECURITY_DATABASE, name: 'dbx', data: list });
  return exposuresOf(parseEventLog(makeEventLog([{ pcr: 7, type: 'EV_EFI_VARIABLE_DRIVER_CONFIG', data }, ...SMALL_BOOT])));
}

const signsOf = (exposures: ReturnType<typeof exposuresOf>) =>
  revokedImageStarted.evaluate(makeContext({ boots: [makeBoot({ exposures, sha256: 'a' })] }));

test('fires for a loader that the list of the same start names', () => {
  expect(exposuresWith('the image of a loader')).toEqual(['revoked-image']);
  expect(signsOf(exposuresWith('the image of a loader'))).toMatchObject([
    { severity: 'high', weighs: 'changed', expected: 'none', observed: 'one', because: ['a'] },
  ]);
});

test('stays silent where the list names another image, and where there is no list', () => {
  expect([signsOf(exposuresWith('another image')), signsOf(exposuresOf(parseEventLog(makeEventLog(SMALL_BOOT))))]).toEqual([[], []]);
});
