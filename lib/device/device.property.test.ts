import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { baseOf, type HandedIn, handIn, inventoryOf, issuerNamed, policyOf, STRANGER } from '#lib/testing/device-evidence.ts';
import type { DeviceState } from './device-state.ts';
import type { Evidence } from './evidence.ts';
import { ISSUER_RIGHTS } from './statement/issuer-policy-types.ts';
import { assemble, day, handing, PATIENCE, RUNS, scenario } from './testing/device-scenarios.ts';
import { actIds, repeatedActs } from './timeline/repeats.ts';

test(
  'folding is a function of the set: order and repetition make no difference',
  () => {
    fc.assert(
      fc.property(scenario, fc.infiniteStream(fc.nat()), ({ handed, statements }, order) => {
        const shuffled = [...handed, ...handed.slice(0, 3)]
          .map((each) => ({ each, rank: order.next().value ?? 0 }))
          .sort((a, b) => a.rank - b.rank);
        const expected = assemble(handed, { statements });
        const twice = assemble(
          shuffled.map(({ each }) => each),
          { statements: [...statements, ...statements].reverse() },
        );
        expect(twice).toEqual(expected);
      }),
      RUNS,
    );
  },
  PATIENCE,
);

/** A predecessor that doesn't convince is told as such, and no longer as one that isn't at hand: the words change, the problem doesn't. */
const withoutGround = (problem: DeviceState['problems'][number]): object => ({ ...problem, ground: null });

test(
  'what does not convince never changes what is expected, nor the differences of a device that convinces',
  () => {
    fc.assert(
      fc.property(handing, (handed) => {
        const isStranger = ({ read: { document, warnings } }: HandedIn): boolean => {
          if (warnings.length > 0) return true;
          if (document === undefined || !('certificate' in document || 'holder' in document)) return false;
          const by = 'certificate' in document ? document.certificate.issuer : document.issuer;
          return !['Integrator CA', 'Vendor CA', 'TPM Vendor CA'].includes(by.rdns[0]?.[0]?.value ?? '');
        };
        const convincing = handed.filter((each) => !isStranger(each));
        const ids = new Map(assemble(convincing).devices.flatMap(({ id, keys }) => keys.map((key) => [key, id] as const)));
        const alone = assemble(convincing, { deviceIds: ids });
        const all = assemble(handed, { deviceIds: ids });
        for (const device of alone.devices.filter(({ expected }) => expected.basis !== 'none')) {
          const same = all.devices.find(({ id }) => id === device.id);
          expect(same?.expected).toEqual(device.expected);
          expect(same?.differences).toEqual(device.differences);
          // A convincing delta that waited for its predecessor may be told of here: that it lacks one was true before.
          const attached = new Set(alone.devices.flatMap(({ documents: own }) => own.map(({ read }) => read.id)));
          const waiting = new Set(alone.unlinked.flatMap(({ documentId }) => (attached.has(documentId) ? [] : [documentId])));
          const problems = (same?.problems ?? []).filter(
            ({ kind, because }) => kind !== 'delta-missing-predecessor' || !waiting.has(because[0] ?? ''),
          );
          expect(problems.map(withoutGround)).toEqual(device.problems.map(withoutGround));
        }
      }),
      RUNS,
    );
  },
  PATIENCE,
);

const policyLines = fc.array(
  fc.record({
    who: fc.constantFrom('Integrator CA', 'Vendor CA', 'TPM Vendor CA').map(issuerNamed),
    rights: fc.subarray([...ISSUER_RIGHTS], { minLength: 1, maxLength: 2 }),
    manufacturers: fc.constantFrom([], ['Pomelo'], ['Other']),
    categories: fc.constantFrom([], ['memory' as const], ['storage' as const]),
    from: fc.option(fc.integer({ min: 0, max: 5 }).map(day), { nil: null, freq: 2 }),
  }),
  { minLength: 1, maxLength: 3 },
);

test(
  'what the table of who may say what refuses neither raises nor lowers anything',
  () => {
    fc.assert(
      fc.property(handing, policyLines, (handed, lines) => {
        const issuerPolicy = policyOf(...lines);
        const known = assemble(handed, { issuerPolicy });
        const ids = new Map(known.devices.flatMap(({ id, keys }) => keys.map((key) => [key, id] as const)));
        const all = assemble(handed, { issuerPolicy, deviceIds: ids });
        const refused = new Set(
          all.devices.flatMap(({ documents: each }) =>
            each
              .filter(({ checks }) => checks.some(({ id, status }) => id === 'issuer-policy' && status === 'fail'))
              .map(({ read }) => read.id),
          ),
        );
        for (const { documents: each } of all.devices)
          for (const { read, contributes, trusted } of each)
            if (refused.has(read.id)) expect([contributes, trusted]).toEqual([false, false]);
        const rest = assemble(
          handed.filter(({ read }) => !refused.has(read.id)),
          { issuerPolicy, deviceIds: ids },
        );
        for (const device of rest.devices.filter(({ expected }) => expected.basis !== 'none')) {
          const same = all.devices.find(({ id }) => id === device.id);
          expect(same?.expected).toEqual(device.expected);
          expect(same?.differences).toEqual(device.differences);
        }
      }),
      RUNS,
    );
  },
  PATIENCE,
);

test(
  'a line more takes no certificate of another issuer its voice, and the order of lines makes no difference',
  () => {
    fc.assert(
      fc.property(handing, policyLines, (handed, lines) => {
        const contributing = (issuerPolicy: Evidence['issuerPolicy']) => assemble(handed, { issuerPolicy }).devices;
        const policy = policyOf(...lines);
        expect(contributing({ lines: policy.lines.toReversed() })).toEqual(contributing(policy));
        // Lines about reference values decide about no certificate that is read.
        const idle = policyOf(...lines, { rights: ['reference-value'] });
        expect(contributing(idle).map(({ expected }) => expected)).toEqual(contributing(policy).map(({ expected }) => expected));
      }),
      { numRuns: 60 },
    );
  },
  PATIENCE,
);

test(
  'unknown is never pass: a device is certificate-bound only by a contributing base or rebase whose every required check passes',
  () => {
    fc.assert(
      fc.property(handing, (handed) => {
        for (const { tier, expected, documents: all } of assemble(handed).devices) {
          for (const { contributes, checks } of all) {
            if (contributes)
              expect(checks.filter(({ id }) => id === 'signature' || id === 'chain').map(({ status }) => status)).toEqual(['pass', 'pass']);
          }
          const roots = all.filter(({ read, contributes }) => read.kind === 'platform-certificate' && contributes);
          const rebases = all.filter(({ read, contributes }) => read.kind === 'rebase-platform-certificate' && contributes);
          const bound = (roots.length > 0 ? roots : rebases).some(({ trusted }) => trusted);
          expect(tier).toBe(bound ? 'certificate-bound' : 'declared');
          expect(expected.basis === 'certified').toBe(bound);
        }
      }),
      RUNS,
    );
  },
  PATIENCE,
);

test(
  'states of different times are never merged: what is observed is what one document of one source says',
  () => {
    fc.assert(
      fc.property(handing, (handed) => {
        for (const { observations, observed } of assemble(handed).devices) {
          for (const { units, document } of observations)
            expect(units.every(({ provenance }) => provenance.sha256 === document.sha256)).toBe(true);
          const sources = observations.map(({ source }) => source);
          expect(new Set(sources).size).toBe(sources.length);
          expect(observed === null || observations.includes(observed)).toBe(true);
        }
      }),
      RUNS,
    );
  },
  PATIENCE,
);

test(
  'one delta line explains at most one step of history',
  () => {
    fc.assert(
      fc.property(handing, (handed) => {
        for (const { differences, documents: all } of assemble(handed).devices) {
          const lines = all.reduce(
            (count, { read, contributes }) => count + (contributes && read.kind === 'delta-platform-certificate' ? linesOf(read) : 0),
            0,
          );
          const explained = differences.filter(({ authorization }) => authorization !== null && authorization !== 'unauthorized');
          expect(explained.length).toBeLessThanOrEqual(lines);
        }
      }),
      RUNS,
    );
  },
  PATIENCE,
);

const linesOf = ({ document }: ReadDocument): number => (document?.kind === 'delta-platform-certificate' ? document.components.length : 0);

test(
  'a rebase authorizes nothing: what it changes stays unauthorized, whoever saw it',
  () => {
    fc.assert(
      fc.property(handing, (handed) => {
        for (const { differences, documents: all } of assemble(handed).devices) {
          const rebases = new Set(all.filter(({ read }) => read.kind === 'rebase-platform-certificate').map(({ sha256 }) => sha256));
          const told = differences.filter(({ scope, because }) => scope === 'history' && because.some((each) => rebases.has(each)));
          expect(told.every(({ authorization }) => authorization === 'unauthorized')).toBe(true);
        }
      }),
      RUNS,
    );
  },
  PATIENCE,
);

test(
  'nothing is lost: every act of handing in is on a timeline or waits with a reason',
  () => {
    fc.assert(
      fc.property(scenario, ({ handed, statements }) => {
        const { devices, unlinked, supporting } = assemble(handed, { statements });
        const told = new Set(
          [
            ...devices.flatMap(({ documents: all }) => all.flatMap(({ submissions }) => submissions)),
            ...[...unlinked, ...supporting].map(({ submission }) => submission),
          ].map(({ id }) => id),
        );
        expect(new Set(handed.map(({ submission }) => submission.id))).toEqual(told);
        for (const { detail } of unlinked) expect(detail).toMatch(/\.$/);
        for (const { timeline, documents: all } of devices) {
          const acts = timeline
            .filter(({ sha256 }) => sha256 !== null)
            .flatMap((event) => (event.repeats === null ? [event.id] : repeatedActs({ documents: all }, event).map(({ id }) => id)));
          const expected = all.flatMap(({ read, submissions }) => submissions.map(actIds(read)));
          expect(acts.sort()).toEqual(expected.sort());
        }
      }),
      RUNS,
    );
  },
  PATIENCE,
);

test(
  'repeats are acts of one submitter with nothing but repeats in between, and tell what each act by itself would tell',
  () => {
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 28 }), ({ handed, statements }, last) => {
        for (const { timeline, documents: all } of assemble(handed, { statements, at: day(last) }).devices) {
          for (const [index, event] of timeline.entries()) {
            if (event.repeats === null) continue;
            const { count, lastAt, lastReceivedAt, lastId } = event.repeats;
            const acts = repeatedActs({ documents: all }, event);
            expect(acts).toHaveLength(count);
            expect(acts.every(({ at, submission }) => Date.parse(at) <= Date.parse(day(last)) && submission.submittedBy === event.by)).toBe(
              true,
            );
            expect(acts[0]).toMatchObject({ id: event.id, at: event.at });
            expect(acts.at(-1)).toMatchObject({ id: lastId, at: lastAt, submission: { receivedAt: lastReceivedAt } });
            expect([event.trusted === false, event.differences]).toEqual([false, []]);
            const between = timeline.slice(index + 1).filter(({ at }) => Date.parse(at) < Date.parse(lastAt));
            expect(between.every(({ trusted, differences }) => trusted !== false && differences.length === 0)).toBe(true);
          }
        }
      }),
      RUNS,
    );
  },
  PATIENCE,
);

test(
  'ten thousand reports of ten states cost about as much as ten',
  () => {
    const base = baseOf('base', [{ serial: 'A' }], { issuer: STRANGER });
    const list = Array.from({ length: 200 }, (_, index) => ({ serial: `S${index}` }));
    const states = Array.from({ length: 10 }, (_, index) => inventoryOf(`state ${index}`, [...list, { serial: `X${index}` }]));
    const handed = Array.from({ length: 10_000 }, (_, index) =>
      handIn(states[index % 10] ?? base, new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString()),
    );
    const [device] = assemble([handIn(base, day(0)), ...handed]).devices;
    expect(device?.timeline).toHaveLength(10_001);
    expect(device?.differences.length).toBeGreaterThan(9_000);
  },
  PATIENCE,
);
