import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { appraise, detailOf, type MadeAppraisal, stepsOf, valuesOf, vectorOf, WHOLE_BOOT } from '#lib/testing/appraisals.ts';
import { pcrsAfter } from '#lib/testing/attestation-evidence.ts';
import {
  le,
  type MadeEvent,
  makeEventLog,
  makeSecureBootLists,
  makeVariable,
  SECURITY_DATABASE,
  SMALL_BOOT,
  SMALL_BOOT_UNSECURED,
} from '#lib/testing/event-logs.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { replay } from '#lib/tpm/replay.ts';

const [SHA1, SHA256] = [0x0004, 0x000b];

describe('what was started', () => {
  const revokedImages = makeSecureBootLists().at(-1);
  const booting = (...more: readonly MadeEvent[]): MadeAppraisal => ({ device: { events: [...more, ...SMALL_BOOT] } });
  const without = SMALL_BOOT.filter(({ type }) => type !== 'EV_EFI_VARIABLE_DRIVER_CONFIG');

  test('a log that was changed does not replay, and nothing of it counts', () => {
    const other = makeEventLog([...SMALL_BOOT.slice(0, -1), { pcr: 8, type: 'EV_IPL', data: encodeUtf8('another kernel') }]);
    const made = { members: { eventLog: toBase64(other) } };
    expect(stepsOf(made, 'pcr-digest', 'pcrs', 'secure-boot', 'policy')).toEqual([
      'pcr-digest fail',
      'pcrs fail',
      'secure-boot unknown',
      'policy fail',
    ]);
    expect(vectorOf(made)).toEqual({ 'instance-identity': 2, configuration: 36, executables: 99 });
    expect(appraise(made)).toMatchObject({ facts: null, status: 'contraindicated' });
  });

  test('with the values that the quote confirms the PCR that differs is named, and the others hold', () => {
    const changed = SMALL_BOOT.map((event): MadeEvent => (event.pcr === 8 ? { ...event, measured: encodeUtf8('another kernel') } : event));
    const made = (told: boolean): MadeAppraisal => {
      const valueIn = pcrsAfter(makeEventLog(changed));
      const values = concatBytes((WHOLE_BOOT[0]?.pcrs ?? []).map((pcr) => valueIn(SHA256, pcr) ?? new Uint8Array(32)));
      const eventLog = toBase64(makeEventLog(SMALL_BOOT));
      return { device: { events: changed }, members: { eventLog, ...(told ? { pcrValues: toBase64(values) } : {}) } };
    };
    expect(stepsOf(made(true), 'pcr-digest', 'pcrs', 'secure-boot', 'policy')).toEqual([
      'pcr-digest pass',
      'pcrs fail',
      'secure-boot pass',
      'policy fail',
    ]);
    expect(detailOf(made(true), 'pcrs')).toBe(
      'PCR 8 (sha256) holds another value than the log says: the log does not tell how this device started.',
    );
    expect(vectorOf(made(true))).toEqual({ 'instance-identity': 2, configuration: 2, executables: 99 });
    expect(stepsOf({ ...made(true), policy: { requiredPcrs: [{ hash: SHA256, pcrs: [7] }] } }, 'policy')).toEqual(['policy fail']);
    expect(stepsOf(made(false), 'pcr-digest')).toEqual(['pcr-digest fail']);
  });

  test('no log, an empty one and a damaged one each say so', () => {
    const cut = toBase64(makeEventLog(SMALL_BOOT).subarray(0, -1));
    const logs = [undefined, '', cut].map((eventLog) => ({ members: { eventLog } }));
    expect(logs.map((made) => stepsOf(made, 'event-log', 'pcr-digest', 'pcrs', 'policy'))).toEqual([
      ['pcr-digest unknown', 'pcrs unknown', 'event-log unknown', 'policy unknown'],
      ['pcr-digest unknown', 'pcrs unknown', 'event-log unknown', 'policy unknown'],
      ['pcr-digest unknown', 'pcrs unknown', 'event-log fail', 'policy fail'],
    ]);
    expect(logs.map((made) => detailOf(made, 'event-log'))[2]).toMatch(/^the event log is damaged: event needs/);
  });

  test('Secure Boot that is off fails where the policy asks for it, and is told in the vector anyway', () => {
    const off = { device: { events: SMALL_BOOT_UNSECURED } };
    expect(stepsOf(off, 'secure-boot', 'policy')).toEqual(['secure-boot fail', 'policy fail']);
    expect(vectorOf(off)).toMatchObject({ configuration: 32 });
    const lenient = { ...off, policy: { requireSecureBoot: false } };
    expect(stepsOf(lenient, 'policy')).toEqual(['policy pass']);
    expect(appraise(lenient).status).toBe('warning');
    expect(vectorOf({ device: { events: without } })).toMatchObject({ configuration: 36 });
  });

  test('a start that measured no list of revoked images is no failure: what is revoked is unknown, and whether Secure Boot is on', () => {
    const made = { device: { events: SMALL_BOOT.filter(({ data }) => toHex(data) !== toHex(revokedImages?.data ?? new Uint8Array())) } };
    expect(stepsOf(made, 'pcr-digest', 'event-log', 'secure-boot', 'policy')).toEqual([
      'pcr-digest pass',
      'event-log unknown',
      'secure-boot unknown',
      'policy unknown',
    ]);
    expect(detailOf(made, 'event-log')).toBe(
      'PCR 7 has no record of dbx, which the firmware measures at every start: which images are revoked is unknown',
    );
  });

  test('a debugger is contraindicated', () => {
    const made = booting({ pcr: 7, type: 'EV_EFI_ACTION', data: encodeUtf8('UEFI Debug Mode') });
    expect(stepsOf(made, 'debug-mode')).toEqual(['debug-mode fail']);
    expect(vectorOf(made)).toMatchObject({ configuration: 96 });
  });

  test('an image that the same boot lists as revoked is contraindicated', () => {
    const image = tpmDigest('sha256', encodeUtf8('the image of a loader'));
    const list = concatBytes([fromHex('2616c4c14c509240aca941f936934328'), le(4, 28 + 48), le(4, 0), le(4, 48), new Uint8Array(16), image]);
    const dbx: MadeEvent = {
      pcr: 7,
      type: 'EV_EFI_VARIABLE_DRIVER_CONFIG',
      data: makeVariable({ vendor: SECURITY_DATABASE, name: 'dbx', data: list }),
    };
    expect(vectorOf(booting(dbx))).toMatchObject({ executables: 96 });
    // The same image, in a record that whoever wrote the log gave another type.
    const retyped = SMALL_BOOT.map(
      (event): MadeEvent => (event.type === 'EV_EFI_BOOT_SERVICES_APPLICATION' ? { ...event, type: 'EV_IPL' } : event),
    );
    expect(vectorOf({ device: { events: [...retyped.slice(0, 2), dbx, ...retyped.slice(2)] } })).toMatchObject({ executables: 96 });
  });

  test('a log that replays and is wrong in itself fails', () => {
    const made = booting({ pcr: 7, type: 'EV_POST_CODE', data: encodeUtf8('x') });
    expect(stepsOf(made, 'pcr-digest', 'event-log', 'secure-boot', 'policy')).toEqual([
      'pcr-digest pass',
      'event-log fail',
      'secure-boot unknown',
      'policy fail',
    ]);
  });

  test('a PCR of the firmware that nothing was measured into does not meet the policy', () => {
    const events = SMALL_BOOT.filter(({ pcr }) => pcr !== 6);
    expect(detailOf({ device: { events } }, 'policy')).toBe(
      'what the policy asks for is not met: PCR 6 of sha256, which nothing was measured into',
    );
  });

  test('a PCR that the quote does not cover does not meet the policy', () => {
    const selections = [{ hash: SHA256, pcrs: [0, 7] }];
    const made = { device: { selections }, challenge: { selection: selections }, policy: { requiredPcrs: selections } };
    expect(stepsOf(made, 'policy')).toEqual(['policy pass']);
    expect(stepsOf({ ...made, policy: {} }, 'selection', 'policy')).toEqual(['selection fail', 'policy fail']);
  });
});

describe('beside reference values', () => {
  const accepted = parseEventLog(makeEventLog(SMALL_BOOT));
  const updated = SMALL_BOOT.map(
    (event): MadeEvent => (event.type === 'EV_S_CRTM_VERSION' ? { ...event, data: encodeUtf8('1.3') } : event),
  );
  const policy = { requireReferences: true };

  test('a boot that is known is approved, firmware and programs', () => {
    const made = { more: { compareReferences: valuesOf([accepted]) }, policy };
    expect(stepsOf(made, 'reference-values', 'policy')).toEqual(['reference-values pass', 'policy pass']);
    expect(vectorOf(made)).toEqual({ 'instance-identity': 2, configuration: 2, executables: 3, hardware: 2 });
  });

  test('a boot that was accepted is known, and nobody says that its firmware is genuine', () => {
    const made = { more: { compareReferences: valuesOf([accepted], { by: 'learned' }) }, policy };
    expect(vectorOf(made)).toEqual({ 'instance-identity': 2, configuration: 2, executables: 3 });
    expect(vectorOf({ ...made, device: { events: updated } })).toMatchObject({ executables: 33, hardware: 97 });
  });

  test('settings that they contradict are not told as approved', () => {
    const events: readonly MadeEvent[] = [...SMALL_BOOT, { pcr: 1, type: 'EV_EFI_HANDOFF_TABLES', data: new Uint8Array(8) }];
    expect(vectorOf({ device: { events }, more: { compareReferences: valuesOf([accepted]) } })).toMatchObject({
      configuration: 36,
      hardware: 2,
    });
  });

  test('firmware that no value knows is told as such, and firmware that a newer one replaced as old', () => {
    const other = { device: { events: updated }, more: { compareReferences: valuesOf([accepted]) }, policy };
    expect(stepsOf(other, 'reference-values', 'policy')).toEqual(['reference-values fail', 'policy fail']);
    expect(vectorOf(other)).toMatchObject({ executables: 33, hardware: 97 });
    const old = { more: { compareReferences: valuesOf([accepted], { superseded: true }) }, policy };
    expect(vectorOf(old)).toMatchObject({ executables: 32, hardware: 32 });
  });

  test('what nothing attests is never approved by them', () => {
    const selections = [{ hash: SHA256, pcrs: [0, 2, 7] }];
    const made = { device: { selections }, more: { compareReferences: valuesOf([accepted]) } };
    expect(vectorOf(made)).toEqual({ 'instance-identity': 2, configuration: 2, hardware: 2 });
    expect(vectorOf({ ...made, device: { selections: [{ hash: SHA256, pcrs: [2, 4, 7, 8] }] } })).not.toHaveProperty('hardware');
  });

  test('a digest in a bank that the quote does not cover approves nothing', () => {
    const [bank] = replay(accepted).filter(({ hash }) => hash === SHA1);
    const onlySha1 = {
      ...accepted,
      events: accepted.events.map((event) => ({ ...event, digests: event.digests.filter(({ hash }) => hash === SHA1) })),
    };
    expect(bank?.pcrs.size).toBe(9);
    const result = stepsOf({ more: { compareReferences: valuesOf([onlySha1]) } }, 'reference-values');
    expect(result).toEqual(['reference-values unknown']);
  });
});
