import { describe, expect, test } from 'vitest';
import { encodeUtf8, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { appraise, detailOf, type MadeAppraisal, OTHER_KEY, SAMPLE_KEY, stepsOf, vectorOf, WHOLE_BOOT } from '#lib/testing/appraisals.ts';
import { makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { ATTESTATION_ATTRIBUTES, makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { HIERARCHY, parsePublicArea, qualifiedNameOf } from '#lib/tpm/public-area.ts';

const [SHA1, SHA256] = [0x0004, 0x000b];

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
