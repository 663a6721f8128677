import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { appraise, EARLIER, type MadeAppraisal, stepsOf } from '#lib/testing/appraisals.ts';
import type { QuoteContent } from '#lib/testing/tpm-quotes.ts';

const SHA256 = 0x000b;

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
