import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { evidenceMembers, type MadeDevice, makeEvidence, pcrsAfter } from '#lib/testing/attestation-evidence.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { parseImaLog } from '#lib/tpm/ima-log.ts';
import { IMA_PCR, replayImaLog } from '#lib/tpm/ima-replay.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';
import {
  type Answer,
  challengeOf,
  endorsement,
  enrolled,
  failing,
  hour,
  nonceOf,
  outcomes,
  stateAfter,
  trusted,
} from '../testing/answering-device.ts';
import { failureOf } from './attestations.ts';
import { secureBootOf } from './secure-boot.ts';

describe('answers of a TPM', () => {
  test('bind the device to the platform: enrolled, fresh, and telling of a start that the quote attests', () => {
    const state = stateAfter([{}]);
    expect([state.tier, outcomes(state)]).toEqual(['platform-bound', ['passed 1']]);
    expect(state.boots).toMatchObject([{ attested: true, records: SMALL_BOOT.length, secureBoot: 'on' }]);
    expect(state.timeline.filter(({ lane }) => lane === 'attestation').map(({ kind }) => kind)).toEqual([
      'attestation-key',
      'attestation-passed',
    ]);
  });

  test('that pass in a row without anything new are one, and tell of one start', () => {
    const state = stateAfter([{}, {}, {}]);
    expect(state.attestation.attestations).toMatchObject([{ firstAt: hour(1), lastAt: hour(3), count: 3, clockSteps: [] }]);
    expect(state.boots).toMatchObject([{ seen: 3, attested: true }]);
  });

  test('that pass in a row are one event after the first, which tells of the start; failures are told one by one', () => {
    const counts = (answers: readonly Answer[]) =>
      stateAfter(answers)
        .timeline.filter(({ kind }) => kind.startsWith('attestation-') && kind !== 'attestation-key')
        .map(({ kind, repeats }) => [kind, repeats?.count ?? 1]);
    expect(counts([{}, {}, {}, {}])).toEqual([
      ['attestation-passed', 1],
      ['attestation-passed', 3],
    ]);
    const wrong = { nonce: new Uint8Array(32) };
    expect(counts([{}, {}, wrong, wrong, {}, {}])).toEqual([
      ['attestation-passed', 1],
      ['attestation-passed', 1],
      ['attestation-failed', 1],
      ['attestation-failed', 1],
      ['attestation-passed', 2],
    ]);
  });

  test('tell of a new start, and fail where the clock or the count of starts went back', () => {
    const steps = (quote: MadeDevice['quote']) => stateAfter([{}, { quote: quote ?? {} }]).attestation.attestations.at(-1)?.clockSteps;
    expect(steps({ resetCount: 2 })).toEqual(['reboot']);
    expect(steps({ restartCount: 1 })).toEqual(['resume']);
    expect(steps({})).toEqual([]);
    expect(failing(stateAfter([{}, { quote: { clock: 1n } }]))).toEqual([undefined, expect.stringContaining('not later')]);
    expect(failing(stateAfter([{}, { quote: { resetCount: 0 } }]))).toEqual([undefined, expect.stringContaining('fewer starts')]);
  });

  test('of two keys in turn are compared with the last of the same key, and by the clock with the last of the other where both are in one TPM', () => {
    const second = makeAttestationKey('rsapss');
    const other = { key: second, challenge: { attestationKey: toHex(nameOf(parsePublicArea(second.publicArea)) ?? new Uint8Array()) } };
    const inOneTpm = {
      statements: [
        enrolled,
        say('agent', '2026-04-30T00:00:01Z', {
          kind: 'attestation-key',
          endorsementKey: toBase64(endorsement.publicArea),
          endorsementCertificate: null,
          attestationKey: toBase64(second.publicArea),
          method: 'credential-activation',
        }),
      ],
    };
    const counted = { resetCount: 7 };
    const going = stateAfter([{}, { ...other, quote: counted }, {}, { ...other, quote: { ...counted, restartCount: 1 } }], inOneTpm);
    expect(going.attestation.attestations.map(({ outcome, clockSteps }) => [outcome, clockSteps.join()])).toEqual([
      ['passed', ''],
      ['passed', 'key-changed'],
      ['passed', 'key-changed'],
      ['passed', 'key-changed,resume'],
    ]);
    expect(going.timeline.map(({ title }) => title)).toContainEqual(
      expect.stringMatching(/; another key answers than before; since it answered last, the device was resumed$/),
    );
    expect(failing(stateAfter([{}, other, { quote: { clock: 1500n } }], inOneTpm)).at(-1)).toContain('which another of its keys made');
    expect(failing(stateAfter([{}, other, { quote: { clock: 1n } }], inOneTpm)).at(-1)).toContain('not later than in the last quote: ');
    expect(failing(stateAfter([{}, other, { quote: { resetCount: 0 } }], inOneTpm)).at(-1)).toContain('fewer starts');
  });

  test('whose PCR values the quote confirms say nothing of a log that is damaged, or did not come', () => {
    const log = makeEventLog(SMALL_BOOT);
    const values = pcrsAfter(log);
    const pcrValues = toBase64(concatBytes([0, 1, 2, 3, 4, 5, 6, 7].map((pcr) => values(0x000b, pcr) ?? new Uint8Array())));
    const told = (members: Readonly<Record<string, unknown>>) => {
      const [attestation] = stateAfter([{ members: { pcrValues, ...members } }]).attestation.attestations;
      const registers = attestation?.checks.find(({ id }) => id === 'pcrs');
      return [attestation?.outcome, registers?.status, failureOf(attestation?.checks ?? [])?.detail];
    };
    expect(told({})).toEqual(['passed', 'pass', undefined]);
    expect(told({ eventLog: toBase64(log.subarray(0, -3)) })).toEqual(['failed', 'unknown', expect.stringContaining('is damaged')]);
    expect(told({ eventLog: undefined })).toEqual(['passed', 'unknown', undefined]);
  });

  test('that were made for another challenge, by another key, or too late, fail and say why', () => {
    expect(failing(stateAfter([{ nonce: new Uint8Array(32) }]))).toEqual([expect.stringContaining('answers another question')]);
    expect(failing(stateAfter([{ challenge: { attestationKey: '000b00' } }]))).toEqual([expect.stringContaining('put to another key')]);
    expect(failing(stateAfter([{ receivedAt: '2026-05-01T01:06:00.000Z' }]))).toEqual([expect.stringContaining('the question held until')]);
    expect(stateAfter([{ nonce: new Uint8Array(32) }]).tier).toBe('certificate-bound');
  });

  test('to a challenge that was answered before fail, and tell when it was', () => {
    const again: Answer = { challenge: challengeOf(1), nonce: fromHex(nonceOf(1)), receivedAt: '2026-05-01T01:04:00.000Z' };
    expect(failing(stateAfter([{}, again]))).toEqual([undefined, `the question was answered before, at ${hour(1)}`]);
  });

  test('over fewer PCRs than were asked for, or over an empty bank, fail by name', () => {
    const quoting = (pcrs: readonly number[]): Answer => ({ selections: [{ hash: 0x000b, pcrs }] });
    expect(failing(stateAfter([quoting([0, 1, 2])]))).toEqual([expect.stringContaining('PCR 3 to 7 of sha256')]);
    expect(failing(stateAfter([quoting([])]))).toEqual([expect.stringContaining('covers no PCR of sha256')]);
  });

  test('whose log is of another start, or whose PCR was extended later, fail and name the PCR where it is known', () => {
    const otherLog = { eventLog: toBase64(makeEventLog(SMALL_BOOT.slice(1))) };
    expect(failing(stateAfter([{ members: otherLog }]))).toEqual([
      expect.stringContaining('At least one of PCR 0 to 7 of sha256 holds another value'),
    ]);
    const later = [{ pcr: 7, data: new Uint8Array(1) }];
    expect(failing(stateAfter([{}, { unlogged: later }]))).toEqual([undefined, expect.stringContaining('was extended since')]);
  });

  test('whose log their quote contradicts tell of a start that nobody believes, by the log; the same again is one', () => {
    const otherLog = { eventLog: toBase64(makeEventLog(SMALL_BOOT.slice(1))) };
    const state = stateAfter([{}, { members: otherLog }, { members: otherLog }, {}]);
    expect(state.boots).toMatchObject([{ seen: 2, attested: true }]);
    expect(state.contradictedBoots).toMatchObject([
      { firstSeenAt: hour(2), lastSeenAt: hour(3), seen: 2, records: SMALL_BOOT.length - 1, says: expect.stringContaining('PCR 0') },
    ]);
    // A quote that is no word of this TPM contradicts nothing, and neither does one that answers another question.
    const forged = { ...otherLog, signature: evidenceMembers(makeEvidence({})).signature };
    expect(stateAfter([{ members: forged }]).contradictedBoots).toEqual([]);
    expect(stateAfter([{ nonce: new Uint8Array(32) }]).contradictedBoots).toEqual([]);
    expect(stateAfter([{ members: otherLog, challenge: null }]).contradictedBoots).toEqual([]);
  });

  test('of a start in which something was measured later say nothing against its log, but another log of that start is contradicted', () => {
    const later = [{ pcr: 7, data: new Uint8Array(1) }];
    expect(stateAfter([{}, { unlogged: later }])).toMatchObject({ boots: [{ seen: 1 }], contradictedBoots: [] });
    const otherLog = { eventLog: toBase64(makeEventLog(SMALL_BOOT.slice(1))) };
    expect(stateAfter([{}, { unlogged: later, members: otherLog }]).contradictedBoots).toHaveLength(1);
    // The log of an earlier start, sent along with the quote of another one.
    const events = SMALL_BOOT.slice(1);
    const old = { eventLog: toBase64(makeEventLog(SMALL_BOOT)) };
    const state = stateAfter([{}, { events, members: old, quote: { resetCount: 2 } }]);
    expect(state).toMatchObject({ boots: [{ seen: 1 }], contradictedBoots: [{ seen: 1, firstSeenAt: hour(2) }] });
  });

  test('whose measurement list alone does not fit contradict no log of the firmware', () => {
    const files = [{ path: '/bin/a', digest: new Uint8Array(32).fill(1) }];
    const firmware = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    const selections = [{ hash: 0x000b, pcrs: [...firmware, IMA_PCR] }];
    const challenge = { selection: `sha256:${[...firmware, IMA_PCR].join(',')}` };
    const { imaLog } = makeEvidence({ files });
    const other = makeEvidence({ files: [{ path: '/bin/b', digest: new Uint8Array(32).fill(2) }] }).imaLog;
    if (imaLog === null || other === null) throw new Error('no measurement list');
    const valueIn = pcrsAfter(makeEventLog(SMALL_BOOT));
    const registers = firmware.map((pcr) => valueIn(0x000b, pcr) ?? new Uint8Array());
    const list = replayImaLog(parseImaLog(imaLog), { hash: 'sha256', pcr: IMA_PCR }) ?? new Uint8Array();
    const pcrValues = toBase64(concatBytes([...registers, list]));
    expect(failing(stateAfter([{ files, selections, challenge, members: { pcrValues } }]))).toEqual([undefined]);
    const state = stateAfter([{ files, selections, challenge, members: { pcrValues, imaLog: toBase64(other) } }]);
    expect(failing(state)).toEqual([expect.stringContaining('PCR 10')]);
    expect(state.contradictedBoots).toEqual([]);
  });

  test('without a log pass, and say that nothing tells what was started', () => {
    const state = stateAfter([{ members: { eventLog: undefined } }]);
    expect([state.tier, state.boots]).toEqual(['platform-bound', []]);
    expect(state.attestation.attestations[0]?.checks.find(({ id }) => id === 'pcrs')?.status).toBe('unknown');
  });

  test('of a later start whose log was left out hide nothing behind the start before it', () => {
    const withoutLog: Answer = { quote: { resetCount: 2 }, members: { eventLog: undefined } };
    const [same, later] = [stateAfter([{}, { members: { eventLog: undefined } }]), stateAfter([{}, withoutLog])];
    expect([secureBootOf(same), same.untoldStart]).toEqual(['on', null]);
    expect(outcomes(later)).toEqual(['passed 1', 'passed 1']);
    expect([secureBootOf(later), later.untoldStart?.receivedAt]).toEqual(['unknown', hour(2)]);
    const empty = stateAfter([{}, { ...withoutLog, members: { eventLog: '' } }]);
    expect([secureBootOf(empty), empty.untoldStart?.attestedBy]).toEqual(['unknown', empty.boots[0]?.sha256]);
    const told = stateAfter([{}, withoutLog, { quote: { resetCount: 2 } }]);
    expect([secureBootOf(told), told.untoldStart]).toEqual(['on', null]);
    // A TPM into which nothing was measured holds what a log without records says.
    const blank = stateAfter([{}, { quote: { resetCount: 2 }, events: [] }]);
    expect([outcomes(blank), secureBootOf(blank), blank.untoldStart?.receivedAt]).toEqual([['passed 1', 'passed 1'], 'unknown', hour(2)]);
    // The answer of an earlier start, sent again, tells of none.
    const old: Answer = { quote: { resetCount: 2 }, nonce: new Uint8Array(32), members: { eventLog: undefined } };
    expect(stateAfter([{}, old]).untoldStart).toBeNull();
  });

  test('with an inventory that was put beside them afterwards fail', () => {
    const inventory = { inventory: { lshw: toBase64(new Uint8Array(1)) } };
    expect(failing(stateAfter([{ members: inventory }]))).toEqual([expect.stringContaining('not bound to it')]);
  });

  test('prove nothing without a challenge, whatever else is wrong, and by an endorsement key that nobody trusts', () => {
    expect(outcomes(stateAfter([{ challenge: null, nonce: new Uint8Array(32) }]))).toEqual(['unproven 1']);
    const state = stateAfter([{}], { anchors: trusted.slice(0, 1) });
    expect([outcomes(state), state.tier]).toEqual([['unproven 1'], 'declared']);
  });

  test('hold as long as policy says', () => {
    expect(stateAfter([{}], { at: '2026-07-29T00:00:00Z' }).tier).toBe('platform-bound');
    expect(stateAfter([{}], { at: '2026-07-31T00:00:00Z' }).tier).toBe('certificate-bound');
    expect(stateAfter([{}]).nextChangeAt).toBe('2026-07-29T00:00:00.001Z');
  });

  test('hold up to the last instant that policy gives, and a device that is folded just then is folded again a moment later', () => {
    const end = '2026-07-30T01:00:00.000Z';
    const state = stateAfter([{}], { at: end });
    expect([state.tier, state.attestation.attestations.at(-1)?.lastAt]).toEqual(['platform-bound', '2026-05-01T01:00:00.000Z']);
    expect(state.nextChangeAt).toBe('2026-07-30T01:00:00.001Z');
    expect(stateAfter([{}], { at: '2026-07-30T01:00:00.001Z' }).tier).toBe('certificate-bound');
  });
});
