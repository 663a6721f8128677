import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { EARLIER, type MadeAppraisal, makeAppraisal, OTHER_KEY, SAMPLE_KEY, valuesOf, WHOLE_BOOT } from '#lib/testing/appraisals.ts';
import { makeEvidence, pcrsAfter } from '#lib/testing/attestation-evidence.ts';
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
import { makeImaLog, measuredFile } from '#lib/testing/ima-logs.ts';
import { ATTESTATION_ATTRIBUTES, makeAttestationKey, type QuoteContent } from '#lib/testing/tpm-quotes.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { parseEventLog } from '#lib/tpm/event-log.ts';
import { bootAggregate, parseImaLog } from '#lib/tpm/ima-log.ts';
import { listEnds } from '#lib/tpm/ima-replay.ts';
import { HIERARCHY, parsePublicArea, qualifiedNameOf } from '#lib/tpm/public-area.ts';
import { replay } from '#lib/tpm/replay.ts';
import { appraiseEvidence } from './appraise-evidence.ts';

const [SHA1, SHA256] = [0x0004, 0x000b];
const appraise = (made: MadeAppraisal = {}) => appraiseEvidence(makeAppraisal(made));
const stepsOf = (made: MadeAppraisal, ...ids: readonly string[]) =>
  appraise(made)
    .checks.filter(({ id }) => ids.includes(id))
    .map(({ id, status }) => `${id} ${status}`);
const detailOf = (made: MadeAppraisal, id: string): string => appraise(made).checks.find((check) => check.id === id)?.detail ?? '';
const vectorOf = (made: MadeAppraisal) => Object.fromEntries(appraise(made).vector.map(({ name, value }) => [name, value]));

test('a device that answers as it should passes every step, and says so in its vector', () => {
  const { checks, status, events, facts } = appraise();
  expect(checks.filter(({ status: one }) => one !== 'pass').map(({ id, status: one }) => `${id} ${one}`)).toEqual([
    'qualified-name not-applicable',
    'clock not-applicable',
    'measurement-list not-applicable',
    'reference-values unknown',
  ]);
  expect({ status, events, secureBoot: facts?.secureBoot }).toEqual({ status: 'affirming', events: [], secureBoot: 'on' });
  expect(vectorOf({})).toEqual({ 'instance-identity': 2, configuration: 2 });
});

test('every step has a reason and a standard', () => {
  for (const { detail, spec } of appraise().checks) {
    expect(detail).toMatch(/\w+ \w+/);
    expect(spec).toMatch(/\w+ \w+/);
  }
});

describe('who signed', () => {
  const failsAt = (made: MadeAppraisal, id: string) => {
    const result = appraise(made);
    expect(result.checks.find((check) => check.id === id)?.status).toBe('fail');
    expect(result.checks.find((check) => check.id === 'policy')?.status).toBe('fail');
    expect(result.status).toBe('contraindicated');
    return Object.fromEntries(result.vector.map(({ name, value }) => [name, value]));
  };

  test('a signature of another key fails, and nothing but that is claimed', () => {
    const other = makeEvidence({ key: OTHER_KEY, selections: WHOLE_BOOT });
    expect(failsAt({ members: { signature: toBase64(other.signature) } }, 'signature')).toEqual({ 'instance-identity': 99 });
  });

  test('a key that signs what it is given fails', () => {
    const key = makeAttestationKey('ecdsa', ATTESTATION_ATTRIBUTES & ~0x10000);
    expect(failsAt({ device: { key } }, 'key-attributes')).toEqual({ 'instance-identity': 99 });
  });

  test('another key than the enrolled one fails', () => {
    expect(failsAt({ device: { key: OTHER_KEY } }, 'enrolment')).toMatchObject({ 'instance-identity': 99 });
    expect(detailOf({ device: { key: OTHER_KEY } }, 'enrolment')).toBe('another key signed than the one that is enrolled for this device');
  });

  test('a key that was revoked, one that nobody enrolled and one that proved nothing each end as what they are', () => {
    expect(failsAt({ enrolment: { revoked: true } }, 'enrolment')).toEqual({ 'instance-identity': 96 });
    expect(vectorOf({ enrolment: { keyName: null } })).toEqual({ 'instance-identity': 97 });
    expect(appraise({ enrolment: { proof: 'none' } })).toMatchObject({ status: 'none', vector: [] });
  });

  test('the name of the key has to lead to the endorsement key', () => {
    const endorsementKey = parsePublicArea(OTHER_KEY.publicArea);
    const qualified = qualifiedNameOf(HIERARCHY.endorsement, [endorsementKey, parsePublicArea(SAMPLE_KEY.publicArea)]);
    const right = { device: { quote: { qualifiedSigner: qualified ?? new Uint8Array() } }, enrolment: { endorsementKey } };
    expect(stepsOf(right, 'qualified-name', 'policy')).toEqual(['qualified-name pass', 'policy pass']);
    expect(vectorOf({ enrolment: { endorsementKey } })).toEqual({ 'instance-identity': 99 });
  });

  test('a maker of TPMs that nobody trusts is told of the hardware', () => {
    expect(vectorOf({ enrolment: { chain: 'fail' } })).toMatchObject({ 'instance-identity': 2, hardware: 97 });
    expect(vectorOf({ enrolment: { components: 'mismatch' } })).toMatchObject({ hardware: 96 });
  });
});

describe('after which question', () => {
  const inventory = [{ name: 'lshw', octets: encodeUtf8('{}') }];

  test('another nonce fails, whatever form it is written in', () => {
    const nonce = new Uint8Array(32).fill(8);
    expect(stepsOf({ device: { nonce } }, 'nonce', 'policy')).toEqual(['nonce fail', 'policy fail']);
    const text = encodeUtf8(toHex(new Uint8Array(32).fill(7)));
    expect(stepsOf({ device: { nonce: text } }, 'nonce')).toEqual(['nonce fail']);
    expect(stepsOf({ device: { nonce: new Uint8Array() } }, 'nonce')).toEqual(['nonce fail']);
  });

  test('an inventory is bound to the nonce, and one that was changed or added is not', () => {
    expect(stepsOf({ device: { inventory } }, 'nonce')).toEqual(['nonce pass']);
    const changed = { members: { inventory: { lshw: toBase64(encodeUtf8('{"id":1}')) } } };
    expect(stepsOf({ device: { inventory }, ...changed }, 'nonce')).toEqual(['nonce fail']);
    expect(detailOf(changed, 'nonce')).toBe('the quote is over the nonce alone: the inventory beside it is not bound to it');
    expect(stepsOf({ device: { inventory }, members: { inventory: undefined } }, 'nonce')).toEqual(['nonce fail']);
  });

  test('without a question nothing is known of the time, and nothing is claimed', () => {
    expect(appraise({ challenge: null })).toMatchObject({ status: 'none', vector: [] });
    expect(stepsOf({ challenge: null }, 'nonce', 'challenge', 'requested-pcrs', 'policy')).toEqual([
      'nonce unknown',
      'challenge unknown',
      'requested-pcrs not-applicable',
      'policy unknown',
    ]);
  });

  test.each([
    ['late', { more: { receivedAt: '2026-06-01T12:05:00.001Z' } }, 'fail'],
    ['in the last instant', { more: { receivedAt: '2026-06-01T12:05:00.000Z' } }, 'pass'],
    ['before the question', { more: { receivedAt: '2026-06-01T11:59:59.999Z' } }, 'fail'],
    ['a second time', { challenge: { answeredAt: '2026-06-01T12:00:00.500Z' } }, 'fail'],
    ['for another key', { challenge: { keyName: new Uint8Array(34) } }, 'fail'],
    ['to a question without times', { challenge: { expiresAt: 'soon' } }, 'unknown'],
  ])('an answer %s', (_, made, status) => {
    expect(stepsOf(made, 'challenge')).toEqual([`challenge ${status}`]);
  });

  test('fewer PCRs, more PCRs, and a bank that the TPM does not have are refused by name', () => {
    const quoting = (selections: typeof WHOLE_BOOT) => detailOf({ device: { selections } }, 'requested-pcrs');
    expect(quoting([{ hash: SHA256, pcrs: [0, 1, 2, 3, 5, 6, 8] }])).toBe('the quote does not cover PCR 4, 7 of sha256');
    expect(quoting([{ hash: SHA256, pcrs: [...(WHOLE_BOOT[0]?.pcrs ?? []), 14] }])).toBe('the quote covers other PCRs than were asked for');
    const empty = { device: { selections: [{ hash: SHA1, pcrs: [] }] }, challenge: { selection: [{ hash: SHA1, pcrs: [0] }] } };
    expect(detailOf(empty, 'requested-pcrs')).toBe('the quote covers no PCR of sha1: the TPM has no such bank, or it was left out');
    expect(stepsOf(empty, 'requested-pcrs', 'selection', 'pcr-digest', 'policy')).toEqual([
      'requested-pcrs fail',
      'selection fail',
      'pcr-digest fail',
      'policy fail',
    ]);
  });
});

describe('clock and counters', () => {
  const since = (quote: Partial<QuoteContent>, earlier = {}): MadeAppraisal => ({
    device: { quote },
    more: { earlier: { ...EARLIER, ...earlier } },
  });

  test.each([
    ['goes on', since({ clock: 5n }, { clock: 4n }), 'pass', []],
    ['stands', since({ clock: 5n }, { clock: 5n }), 'fail', []],
    ['goes back', since({ clock: 4n }, { clock: 5n }), 'fail', []],
    ['goes on after two starts', since({ resetCount: 3 }), 'pass', [{ kind: 'reboot', times: 2 }]],
    [
      'goes on after a start that the counter ran over at',
      since({ resetCount: 1 }, { resetCount: 2 ** 32 - 1 }),
      'pass',
      [{ kind: 'reboot', times: 2 }],
    ],
    ['counts fewer starts', since({ resetCount: 1 }, { resetCount: 2 }), 'fail', []],
    ['goes on after a resume', since({ restartCount: 1 }), 'pass', [{ kind: 'resume', times: 1 }]],
    ['counts fewer resumes of one boot', since({ restartCount: 0 }, { restartCount: 1 }), 'fail', []],
    [
      'counts fewer resumes of another boot',
      since({ resetCount: 2, restartCount: 0 }, { restartCount: 9 }),
      'pass',
      [{ kind: 'reboot', times: 1 }],
    ],
    [
      'stands after a loss of power',
      since({ resetCount: 2, safe: false, clock: 5n }, { clock: 5n }),
      'unknown',
      [{ kind: 'reboot', times: 1 }],
    ],
    ['is not safe', since({ safe: false }), 'pass', []],
    ['is of another firmware of the TPM', since({}, { firmwareVersion: 1n }), 'pass', [{ kind: 'tpm-firmware-changed' }]],
  ])('a clock that %s', (_, made, status, events) => {
    const result = appraise(made);
    expect(result.checks.find(({ id }) => id === 'clock')?.status).toBe(status);
    expect(result.events).toEqual(events);
  });

  type Clocks = readonly [own: bigint | null, other: bigint, quote: Partial<QuoteContent>];
  const between = ([own, other, quote]: Clocks, sameTpm = true): MadeAppraisal => ({
    device: { quote: { clock: 5n, ...quote } },
    more: { earlier: own === null ? null : { ...EARLIER, clock: own }, otherKey: { clock: other, sameTpm } },
  });

  test.each<[string, Clocks, string]>([
    ['went on since both', [3n, 4n, {}], 'pass'],
    ['went on since the quote of another key', [null, 4n, {}], 'pass'],
    ['went on since its own quote, and back since that of another key', [3n, 5n, {}], 'fail'],
    ['went back since both', [6n, 7n, {}], 'fail'],
    ['went back in one start, whatever was saved', [3n, 5n, { safe: false }], 'fail'],
    ['went back after a loss of power', [3n, 5n, { safe: false, resetCount: 2 }], 'unknown'],
    ['is that of a TPM that may have been cleared', [null, 9n, {}], 'unknown'],
  ])('a clock of two keys of one TPM that %s', (_, clocks, status) => {
    const { checks, events } = appraise(between(clocks));
    expect(checks.find(({ id }) => id === 'clock')?.status).toBe(status);
    expect(events[0]).toEqual({ kind: 'key-changed' });
  });

  test('the clocks of two keys that are not shown to be in one TPM are not compared, and each goes on by itself', () => {
    expect(stepsOf(between([null, 9n, {}], false), 'clock')).toEqual(['clock not-applicable']);
    expect(stepsOf(between([3n, 9n, {}], false), 'clock')).toEqual(['clock pass']);
    expect(stepsOf(between([6n, 9n, {}], false), 'clock')).toEqual(['clock fail']);
    expect(appraise(between([3n, 4n, { resetCount: 2 }])).events).toEqual([{ kind: 'key-changed' }, { kind: 'reboot', times: 1 }]);
  });

  test('a PCR that is extended later in the same boot is told with an event, and not after a start or a resume', () => {
    const matched = [{ hash: SHA256, pcr: 0 }];
    const later = { unlogged: [{ pcr: 0, data: encodeUtf8('something') }] };
    const result = appraise({ device: later, more: { earlier: { ...EARLIER, matched } } });
    expect(result.events).toEqual([{ kind: 'extended-after-boot', pcrs: matched }]);
    expect(result.checks.find(({ id }) => id === 'policy')?.status).toBe('fail');
    for (const quote of [{ resetCount: 2 }, { restartCount: 1 }]) {
      const { events } = appraise({ device: { ...later, quote }, more: { earlier: { ...EARLIER, matched } } });
      expect(events.map(({ kind }) => kind)).not.toContain('extended-after-boot');
    }
  });
});

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

  test('a start that measured no list of revoked images fails and says what is unknown; whether Secure Boot is on nobody knows then', () => {
    const made = { device: { events: SMALL_BOOT.filter(({ data }) => toHex(data) !== toHex(revokedImages?.data ?? new Uint8Array())) } };
    expect(stepsOf(made, 'pcr-digest', 'event-log', 'secure-boot', 'policy')).toEqual([
      'pcr-digest pass',
      'event-log fail',
      'secure-boot unknown',
      'policy fail',
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

describe('files that the kernel measured', () => {
  const boot = replay(parseEventLog(makeEventLog(SMALL_BOOT))).find(({ hash }) => hash === SHA256);
  const sum = bootAggregate('sha256', (pcr) => boot?.pcrs.get(pcr) ?? new Uint8Array(32)) ?? new Uint8Array(32);
  const line = (path: string, digest: Uint8Array, isViolation = false) => makeImaLog([{ path, digest, isViolation }]);
  const fileDigest = (path: string) => measuredFile(path).digest;
  const list = (...paths: readonly string[]) =>
    concatBytes([line('boot_aggregate', sum), ...paths.map((path) => line(path, fileDigest(path)))]);
  const known = (...paths: readonly string[]) => new Set(paths.map((path) => `sha256:${toHex(fileDigest(path))}`));
  /** The quote is made once the entries stand, and PCR 9 is quoted as well, since the sum is over it. */
  const measuring = (octets: Uint8Array, quoted = octets): MadeAppraisal => {
    const data = [...listEnds(parseImaLog(quoted), [SHA256])][0]?.values.get(SHA256) ?? new Uint8Array(32);
    const asked = [{ hash: SHA256, pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }];
    const digest = concatBytes([...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((pcr) => boot?.pcrs.get(pcr) ?? new Uint8Array(32)), data]);
    return {
      device: { selections: asked, quote: { pcrDigest: tpmDigest('sha256', digest) } },
      members: { imaLog: toBase64(octets) },
      challenge: { selection: asked },
      policy: { requireKnownFiles: true },
    };
  };

  test('a device whose files are all listed passes, and its file system is affirmed', () => {
    const made = { ...measuring(list('/bin/a', '/bin/b')), more: { knownFiles: known('/bin/a', '/bin/b') } };
    expect(stepsOf(made, 'pcr-digest', 'pcrs', 'measurement-list', 'policy')).toEqual([
      'pcr-digest pass',
      'pcrs pass',
      'measurement-list pass',
      'policy pass',
    ]);
    expect(vectorOf(made)).toMatchObject({ 'file-system': 2 });
    expect(appraise(made).files).toMatchObject({ entries: 3, listed: 2, unlisted: [], bootAggregate: 'match' });
  });

  test('a file that nothing lists is told with path and digest, once', () => {
    const made = { ...measuring(list('/bin/a', '/bin/odd', '/bin/odd')), more: { knownFiles: known('/bin/a') } };
    expect(appraise(made).files?.unlisted).toEqual([
      { path: '/bin/odd', algorithm: 'sha256', digest: toHex(fileDigest('/bin/odd')), index: 2 },
    ]);
    expect(detailOf(made, 'measurement-list')).toBe(
      `1 files that were used are listed nowhere, the first /bin/odd (sha256 ${toHex(fileDigest('/bin/odd'))})`,
    );
    expect(vectorOf(made)).toMatchObject({ 'file-system': 32 });
  });

  test('entries behind the quote are not attested, and do not count', () => {
    const made = { ...measuring(list('/bin/a', '/bin/later'), list('/bin/a')), more: { knownFiles: known('/bin/a') } };
    expect(stepsOf(made, 'measurement-list')).toEqual(['measurement-list pass']);
    expect(appraise(made).files?.entries).toBe(2);
  });

  test('a list of another boot, a file that changed while it was read, and a list that nothing attests', () => {
    const foreign = concatBytes([line('boot_aggregate', fileDigest('x')), line('/bin/a', fileDigest('/bin/a'))]);
    const more = { knownFiles: known('/bin/a') };
    expect(detailOf({ ...measuring(foreign), more }, 'measurement-list')).toBe('the measurement list begins with the sum of another boot');
    const changing = concatBytes([list('/bin/a'), line('/var/log/x', new Uint8Array(32), true)]);
    expect(detailOf({ ...measuring(changing), more }, 'measurement-list')).toBe(
      '1 files changed while they were read, so that nobody knows what was used, the first /var/log/x',
    );
    expect([measuring(changing), { ...measuring(changing), more }].map((made) => stepsOf(made, 'measurement-list'))).toEqual([
      ['measurement-list unknown'],
      ['measurement-list fail'],
    ]);
    const told = { members: { imaLog: toBase64(list('/bin/a')) }, policy: { requireKnownFiles: true }, more };
    expect(stepsOf(told, 'measurement-list', 'policy')).toEqual(['measurement-list unknown', 'policy unknown']);
    expect(stepsOf({ policy: { requireKnownFiles: true }, more }, 'measurement-list', 'policy')).toEqual([
      'measurement-list not-applicable',
      'policy unknown',
    ]);
  });
});

describe('any flipped bit', () => {
  const honest = makeEvidence({ key: SAMPLE_KEY, selections: WHOLE_BOOT });
  const members = { quote: toBase64(honest.quote), signature: toBase64(honest.signature), eventLog: toBase64(honest.eventLog) };

  /** What each flip ends in: refused, or judged. */
  const outcomes = (member: 'quote' | 'signature' | 'eventLog', octets: Uint8Array, step: number): ReadonlyMap<string, number> => {
    const found = new Map<string, number>();
    for (let bit = 0; bit < octets.length * 8; bit += step) {
      const other = Uint8Array.from(octets);
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const outcome = outcomeOf({ members: { ...members, [member]: toBase64(other) } });
      found.set(outcome, (found.get(outcome) ?? 0) + 1);
    }
    return found;
  };
  const outcomeOf = (made: MadeAppraisal): string => {
    try {
      return appraise(made).status;
    } catch (error) {
      if (error instanceof ParseError) return 'refused';
      throw error;
    }
  };

  test('of the quote or of its signature is refused, or never convinces', () => {
    for (const member of ['quote', 'signature'] as const) {
      const found = outcomes(member, honest[member], 5);
      expect([found.has('affirming'), found.has('warning')]).toEqual([false, false]);
      expect(found.get('contraindicated') ?? 0).toBeGreaterThan(60);
    }
    expect(outcomeOf({ members })).toBe('affirming');
  });

  test('of the log is told, unless nothing measures it', () => {
    const found = outcomes('eventLog', honest.eventLog, 23);
    expect(found.get('contraindicated') ?? 0).toBeGreaterThan(100);
    expect(found.has('refused')).toBe(false);
    // The type of a loader's record, what it says about the image, and digests of a bank that isn't quoted are measured by nothing.
    expect(found.get('affirming') ?? 0).toBeGreaterThan(0);
  });
});
