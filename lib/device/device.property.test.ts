import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { digestOf } from '#lib/encoding/digest.ts';
import { TRAIT_CATEGORY } from '#lib/platform-cert/trait-oids.ts';
import { NO_TRAITS } from '#lib/platform-cert/trait-rules.ts';
import { boundKeyOf, continuing, laterBaseOf, laterDeltaOf, rebaseOf, referenceTrait } from '#lib/testing/device-chains.ts';
import {
  baseOf,
  bomOf,
  certifiedPart,
  deltaOf,
  ekOf,
  evidenceOf,
  forged,
  type HandedIn,
  handIn,
  inventoryOf,
  issuerNamed,
  policyOf,
  STRANGER,
  say,
  verifyByIssuer,
} from '#lib/testing/device-evidence.ts';
import { makeInventory, makeName, makePlatformCertificate } from '#lib/testing/device-states.ts';
import { assembleDevices } from './assemble.ts';
import type { DeviceState } from './device-state.ts';
import type { Evidence, NamedFile } from './evidence.ts';
import { linkKeysOf } from './link/keys.ts';
import { ISSUER_RIGHTS } from './statement/issuer-policy-types.ts';
import type { Statement } from './statement/statement-types.ts';
import { actIds, repeatedActs } from './timeline/repeats.ts';

/** More on demand. */
const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 150) };
/** Milliseconds; two cores are shared by everything that runs. */
const PATIENCE = 60_000 * Math.max(1, RUNS.numRuns / 150);
const tpm = makeName('TPM Vendor CA');
const day = (number: number): string => new Date(Date.UTC(2026, 2, 1 + number)).toISOString();

const serial = fc.constantFrom('A', 'B', 'C', '', null);
const parts = fc.array(
  serial.map((each) => ({ serial: each })),
  { maxLength: 4 },
);
const issuer = fc.constantFrom('Integrator CA', 'Vendor CA', 'Stranger CA').map(makeName);
const platformSerial = fc.constantFrom('P-100', 'P-200', 'None');
const number = fc.integer({ min: 1, max: 3 }).map(BigInt);
const platformOf = (value: string) => ({ ...makePlatformCertificate().platform, serial: value });

const reference = fc.constantFrom('name' as const, 'digest' as const, 'both' as const);
/** Certificates of one serial number have one signature, so that digests are ambiguous now and then. */
const signature = (serialNumber: bigint): Uint8Array => new TextEncoder().encode(`signature ${serialNumber}`);
/** What a later certificate names; now and then its name and its digest contradict. */
const earlier = (of: bigint, named: string): ReadDocument =>
  laterBaseOf(`earlier ${of}`, [], {
    issuer: makeName('Integrator CA'),
    serialNumber: of,
    signatureValue: signature(named === 'both' && of === 2n ? 1n : of),
  });

/** Few issuers, serials and platforms, so that documents often meet, conflict, fork and lack each other. */
const genuine = fc.oneof(
  fc
    .record({ serialNumber: number, issuer: fc.constantFrom('TPM Vendor CA', 'Stranger CA'), key: fc.constantFrom('k1', 'k2') })
    .map((each) => ekOf(`ek ${each.serialNumber} ${each.issuer} ${each.key}`, each)),
  fc.tuple(parts, number, number, issuer, platformSerial).map(([list, serialNumber, holder, by, on]) =>
    baseOf(`base ${JSON.stringify(list)} ${serialNumber} ${holder} ${JSON.stringify(by.rdns)} ${on}`, list, {
      serialNumber,
      issuer: by,
      holder: { issuer: tpm, serialNumber: holder },
      platform: platformOf(on),
    }),
  ),
  fc
    .tuple(parts, parts, number, fc.integer({ min: 1, max: 5 }).map(BigInt), issuer, platformSerial)
    .map(([added, removed, serialNumber, of, by, on]) =>
      deltaOf(`delta ${JSON.stringify([added, removed])} ${serialNumber} ${of} ${JSON.stringify(by.rdns)} ${on}`, {
        of: { issuer: makeName('Integrator CA'), serialNumber: of },
        added,
        removed,
        over: { serialNumber: serialNumber + 3n, issuer: by, platform: platformOf(on) },
      }),
    ),
  fc
    .tuple(parts, platformSerial)
    .map(([list, on]) =>
      inventoryOf(`inventory ${JSON.stringify(list)} ${on}`, list, { platform: { ...makeInventory().platform, serial: on } }),
    ),
  fc
    .tuple(parts, fc.constantFrom('complete' as const, 'incomplete' as const))
    .map(([list, completeness]) => bomOf(`bom ${JSON.stringify(list)} ${completeness}`, list, { completeness })),
);

/** The public-key form names an EK certificate, so that it meets the attribute certificates of its device. */
const anchoredIn = (serialNumber: bigint | null) => ({
  ...NO_TRAITS,
  cryptographicAnchors:
    serialNumber === null
      ? []
      : [
          referenceTrait(TRAIT_CATEGORY.ekCertificate, {
            hashAlgorithm: null,
            hashOverSignatureValue: null,
            issuerSerial: { issuer: tpm, serialNumber },
          }),
        ],
});

/** Mostly the first, so that chains of several certificates come about. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.integer({ min: 0, max: 5 }).chain((chance) => (chance > 0 ? fc.constant(usual) : fc.constantFrom(...others)));

const later = fc
  .record({
    kind: fc.constantFrom('base', 'delta', 'delta', 'rebase'),
    form: fc.constantFrom('AC', 'AC', 'PKC'),
    anchor: mostly(1n, 2n, null),
    list: fc.array(
      serial.map((each) => ({ serial: each })),
      { maxLength: 2 },
    ),
    serialNumber: mostly(1n, 2n),
    holder: mostly(1n, 2n),
    of: fc.constantFrom(1n, 1n, 4n, 7n, 2n),
    by: mostly('Integrator CA', 'Vendor CA', 'Stranger CA'),
    on: mostly('P-100', 'P-200', 'None'),
    named: reference,
  })
  .map(({ kind, form, list, serialNumber, holder, anchor, of, by, on, named }) => {
    const label = `later ${JSON.stringify([kind, form, list, by, on, named])} ${serialNumber} ${holder} ${of} ${form === 'PKC' ? anchor : ''}`;
    const bound =
      form === 'PKC'
        ? { form, boundKey: boundKeyOf(`key ${holder}`), holder: null, traits: anchoredIn(anchor) }
        : { holder: { issuer: tpm, serialNumber: holder } };
    // Each form has a chain of its own, so that two of them may say the same.
    const shift = form === 'PKC' ? 20n : 0n;
    const own = serialNumber + shift + (kind === 'base' ? 0n : kind === 'delta' ? 3n : 6n);
    const over = { issuer: makeName(by), platform: platformOf(on), ...bound, serialNumber: own, signatureValue: signature(own) };
    if (kind === 'base') return laterBaseOf(label, list, over);
    const traits = {
      ...continuing(earlier(of + shift, named), named),
      cryptographicAnchors: 'traits' in bound ? bound.traits.cryptographicAnchors : [],
    };
    const continued = { of: earlier(of + shift, named), by: named, over: { ...over, traits } };
    return kind === 'rebase' ? rebaseOf(label, list, continued) : laterDeltaOf(label, { ...continued, added: list });
  });

/** Names certificates of all kinds, by serial number or by the digest of a signature, as many as are there. */
const starOf = (by: string, serials: readonly bigint[], on: string, own = 99n): ReadDocument =>
  laterBaseOf(`star ${by} ${serials} ${on}`, [], {
    issuer: makeName(by),
    serialNumber: own,
    holder: { issuer: makeName(by), serialNumber: own },
    platform: platformOf(on),
    signatureValue: signature(own),
    components: serials.flatMap((of) => [
      { ...certifiedPart({}), platformCertificate: { ...NAMELESS, issuerSerial: { issuer: makeName('Integrator CA'), serialNumber: of } } },
      { ...certifiedPart({}), platformCertificate: { ...NAMELESS, ...DIGEST, hashOverSignatureValue: digestOf('sha256', signature(of)) } },
    ]),
    traits: {
      ...NO_TRAITS,
      cryptographicAnchors: serials.map((of) =>
        referenceTrait(TRAIT_CATEGORY.ekCertificate, { ...NAMELESS, issuerSerial: { issuer: tpm, serialNumber: of } }),
      ),
    },
  });
const NAMELESS = { hashAlgorithm: null, hashOverSignatureValue: null, issuerSerial: null };
const DIGEST = { hashAlgorithm: '2.16.840.1.101.3.4.2.1' };
const ALL_SERIALS = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 21n, 22n, 24n, 25n, 27n];
const naming = fc
  .record({
    by: fc.constantFrom('Integrator CA', 'Stranger CA'),
    serials: fc.subarray(ALL_SERIALS, { minLength: 1, maxLength: 6 }),
    on: fc.constantFrom('P-100', 'P-300'),
  })
  .map(({ by, serials, on }) => starOf(by, serials, on));

/** Now and then a certificate is a forgery under a trusted name. */
const documents = fc.uniqueArray(
  fc
    .tuple(
      fc.oneof({ weight: 5, arbitrary: genuine }, { weight: 5, arbitrary: later }, { weight: 1, arbitrary: naming }),
      fc.integer({ min: 0, max: 5 }),
    )
    .map(([read, chance]) => (chance === 0 && read.kind.endsWith('certificate') ? forged(read) : read)),
  { selector: ({ id }) => id, maxLength: 9 },
);

const handing: fc.Arbitrary<readonly HandedIn[]> = documents.chain(
  (reads): fc.Arbitrary<readonly HandedIn[]> =>
    reads.length === 0
      ? fc.constant([])
      : fc.array(
          fc
            .tuple(fc.constantFrom(...reads), fc.integer({ min: 0, max: 5 }), fc.constantFrom('olga', 'bob'), fc.boolean())
            .map(([read, at, submittedBy, granted]) => handIn(read, day(at), { submittedBy, mayAttachTo: granted ? 'any' : [] })),
          { maxLength: 14 },
        ),
);

/** Statements about whatever was handed in: by its artifact, so that no id is needed beforehand. */
interface Scenario {
  readonly handed: readonly HandedIn[];
  readonly statements: readonly Statement[];
}

const scenario: fc.Arbitrary<Scenario> = handing.chain((handed): fc.Arbitrary<Scenario> => {
  const [first] = handed;
  if (first === undefined) return fc.constant({ handed, statements: [] });
  const statement = fc
    .tuple(
      fc.constantFrom(...handed),
      fc.constantFrom(...handed),
      fc.constantFrom('baseline', 'link'),
      fc.integer({ min: 0, max: 6 }),
      fc.boolean(),
    )
    .map(([on, of, kind, at, approved]) => {
      const said = say('ann', day(at), {
        kind: kind === 'baseline' ? 'baseline' : 'link',
        device: on.read.id,
        submission: of.submission.id,
      });
      return approved ? [said, say('bob', day(at), { kind: 'approval', statement: said.id })] : [said];
    });
  return fc.array(statement, { maxLength: 2 }).map((all) => ({ handed, statements: all.flat() }));
});

const assemble = (handed: readonly HandedIn[], over: Partial<Evidence> = {}) =>
  assembleDevices(evidenceOf(handed, { at: day(20), ...over }), { verify: verifyByIssuer });

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

/** Evidence that equal keys, names and link statements connect, as a store would gather it. */
function closures(handed: readonly HandedIn[], statements: readonly Statement[]): readonly Gathered[] {
  const groups: { keys: Set<string>; members: HandedIn[] }[] = [];
  for (const each of handed) {
    const { strong, references, signatures, weak } = linkKeysOf(each.read);
    const links = statements.flatMap((statement) =>
      statement.kind === 'link' && statement.submission === each.submission.id ? [statement.device] : [],
    );
    const keys = new Set([...strong, ...references, ...signatures, ...weak, each.read.id, ...links]);
    const touching = groups.filter((group) => [...keys].some((key) => group.keys.has(key)));
    const merged = {
      keys: new Set([...keys, ...touching.flatMap((group) => [...group.keys])]),
      members: [...touching.flatMap(({ members }) => members), each],
    };
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups.map(({ members }) => ({ members, named: namedBeside(members, handed) }));
}

interface Gathered {
  readonly members: readonly HandedIn[];
  /** What they name and is not among them. */
  readonly named: readonly NamedFile[];
}

function namedBeside(members: readonly HandedIn[], handed: readonly HandedIn[]): readonly NamedFile[] {
  const names = new Set(members.flatMap(({ read }) => linkKeysOf(read).names));
  const own = new Set(members);
  const isNamed = ({ read }: HandedIn): boolean => {
    const { strong, signatures } = linkKeysOf(read);
    return [...strong, ...signatures].some((key) => names.has(key));
  };
  return handed.flatMap((each) => (!own.has(each) && isNamed(each) ? [{ submission: each.submission, documents: [each.read] }] : []));
}

test(
  'the closure of link keys gives the same devices as everything',
  () => {
    const byId = (devices: readonly DeviceState[]) => [...devices].sort((a, b) => (a.id < b.id ? -1 : 1));
    fc.assert(
      fc.property(scenario, ({ handed, statements }) => {
        const parted = closures(handed, statements).flatMap(({ members, named }) => assemble(members, { statements, named }).devices);
        expect(byId(parted)).toEqual(assemble(handed, { statements }).devices);
      }),
      RUNS,
    );
  },
  PATIENCE,
);

test(
  'a stranger who names every certificate ties no two devices together: each is gathered as it was',
  () => {
    const star = handIn(starOf('Stranger CA', ALL_SERIALS, 'P-900', 98n), day(1));
    fc.assert(
      fc.property(handing, (handed) => {
        const gathered = (all: readonly HandedIn[]) =>
          closures(all, []).map(({ members }) => members.map(({ submission }) => submission.id).sort());
        expect(new Set(gathered([...handed, star]))).toEqual(new Set([...gathered(handed), [star.submission.id]]));
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
