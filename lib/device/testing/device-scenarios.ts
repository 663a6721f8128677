import fc from 'fast-check';
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
  say,
  verifyByIssuer,
} from '#lib/testing/device-evidence.ts';
import { makeInventory, makeName, makePlatformCertificate } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { Evidence } from '../evidence.ts';
import type { Statement } from '../statement/statement-types.ts';

// What may be handed in about a few devices, and said, by chance: for laws of the fold.

/** More on demand. */
export const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 150) };
/** Milliseconds; two cores are shared by everything that runs. */
export const PATIENCE = 60_000 * Math.max(1, RUNS.numRuns / 150);
const tpm = makeName('TPM Vendor CA');
export const day = (number: number): string => new Date(Date.UTC(2026, 2, 1 + number)).toISOString();

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
export const starOf = (by: string, serials: readonly bigint[], on: string, own = 99n): ReadDocument =>
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
export const ALL_SERIALS = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 21n, 22n, 24n, 25n, 27n];
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

export const handing: fc.Arbitrary<readonly HandedIn[]> = documents.chain(
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
export interface Scenario {
  readonly handed: readonly HandedIn[];
  readonly statements: readonly Statement[];
}

export const scenario: fc.Arbitrary<Scenario> = handing.chain((handed): fc.Arbitrary<Scenario> => {
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

export const assemble = (handed: readonly HandedIn[], over: Partial<Evidence> = {}) =>
  assembleDevices(evidenceOf(handed, { at: day(20), ...over }), { verify: verifyByIssuer });
