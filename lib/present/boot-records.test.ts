import { describe, expect, test } from 'vitest';
import { type RecordFilter, recordsOf } from './boot-records.ts';
import type { BootEventView, ChosenBoot } from './firmware-view.ts';

const event = (id: string, over: Partial<BootEventView> = {}): BootEventView => ({
  id,
  pcr: 7,
  register: 'PCR 7: Secure Boot',
  type: 'EV_SEPARATOR',
  says: `record ${id}`,
  details: [],
  measured: 'all of it',
  digest: 'aa11',
  differs: false,
  ...over,
});
const running = { id: 'r', pcr: 11, place: 'PCR 11', type: 'phase', says: 'sysinit', measured: 'all of it', digest: 'bb22' };
const EVENTS = [
  event('a', { type: 'EV_EFI_VARIABLE_DRIVER_CONFIG', says: 'SecureBoot is on', differs: true }),
  event('b', { pcr: 4, type: 'EV_IPL', details: ['the kernel ＡＢＣ'] }),
  event('c', { pcr: 4 }),
];
const CHOSEN: ChosenBoot = {
  boot: {
    id: 'boot',
    sha256: 'aa',
    at: '',
    atText: '',
    seen: '',
    records: '',
    changes: '',
    isChanged: false,
    standing: 'attested',
    contradiction: null,
  },
  earlier: [],
  against: null,
  steps: [],
  further: null,
  events: EVENTS,
  registers: [4, 7, 11],
  values: [],
  runtime: { sha256: 'cc', told: '', records: [running] },
};

const shown = (filter: RecordFilter): string => {
  const records = recordsOf(CHOSEN, filter);
  return [...(records?.events ?? []), ...(records?.runtime?.records ?? [])].map(({ id }) => id).join('');
};

describe('records of a start', () => {
  test.each<[string, RecordFilter, string]>([
    ['all', {}, 'abcr'],
    ['of a register', { pcr: 4 }, 'bc'],
    ['of a type', { type: 'EV_IPL' }, 'b'],
    ['of a type of the service manager', { type: 'phase' }, 'r'],
    ['that say a text, in any case', { text: ' secureBOOT ' }, 'a'],
    ['whose entries say a text, in any width', { text: 'abc' }, 'b'],
    ['with a digest', { text: 'BB22' }, 'r'],
    ['that differ; those of the service manager are compared with nothing', { differing: true }, 'ar'],
    ['that meet all that is asked', { pcr: 4, text: 'record', type: 'EV_SEPARATOR' }, 'c'],
    ['of a register and a type that no record has: all', { pcr: 9, type: 'EV_NONE' }, 'abcr'],
  ])('%s', (_, filter, ids) => {
    expect(shown(filter)).toBe(ids);
  });

  test('say which types there are, and what is in force', () => {
    expect(recordsOf(CHOSEN, { pcr: 7, type: 'EV_NONE' })).toMatchObject({
      types: ['EV_EFI_VARIABLE_DRIVER_CONFIG', 'EV_IPL', 'EV_SEPARATOR', 'phase'],
      pcr: 7,
      type: null,
    });
    expect(recordsOf({ ...CHOSEN, events: null }, {})).toBeNull();
  });
});
