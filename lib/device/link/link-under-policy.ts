import type { Check } from '#lib/encoding/check.ts';
import type { KnownDocument, KnownEvidence } from '../documents.ts';
import type { Evidence } from '../evidence.ts';
import type { DeviceStatements, StatementsInForce } from '../statement/statements.ts';
import { statementsByDevice } from './device-statements.ts';
import { type HeldBack, holdBack } from './hold-back.ts';
import { judgeDocuments, type Verify } from './judge.ts';
import { type LinkedGroup, type Links, linkDocuments } from './link.ts';
import { ruleInDevice, ruleOnManifest } from './policy-rulings.ts';

/** A device before folding, with what was said about it. */
export interface LinkedDevice {
  readonly linked: LinkedGroup;
  readonly statements: DeviceStatements;
  /** Whether a text that a policy line names is this device. */
  readonly isDevice: (reference: string) => boolean;
}

/** All devices before folding, and what belongs to none. */
export interface LinkedDevices extends Pick<Links, 'supporting'> {
  readonly devices: readonly LinkedDevice[];
  readonly unlinked: Links['unlinked'];
}

interface Question {
  readonly known: KnownEvidence;
  readonly all: StatementsInForce;
  readonly evidence: Evidence;
  readonly verify: Verify;
}

/**
 * Links until the table of who may say what refuses nothing more. Of which device a certificate speaks, and who issued its base, is
 * known only once it is linked; what the table refuses is then a stranger's, and everything is linked again without its voice.
 * Each round refuses at least one more document, so the rounds end.
 */
export function linkUnderPolicy({ known, all, evidence, verify }: Question): LinkedDevices {
  const verifyOnce = rememberChecks(verify);
  let refused: ReadonlyMap<string, Check> = new Map();
  // With what is held back: it is at hand all the same.
  const named = [...known.documents, ...known.named];
  for (;;) {
    const link = (documents: readonly KnownDocument[]): Links =>
      linkDocuments(judgeDocuments(documents, evidence, { verify: verifyOnce, refused, named }), all.inForce, evidence);
    const first = link(known.documents);
    const held = holdBack(known.documents, first, all.inForce);
    const links = held === null ? first : link(held.documents);
    const devices = devicesOf(links, { known, all });
    const rulings = devices.map(({ linked, statements: { own, all: said }, isDevice }) => {
      const inForce = new Set(said.inForce);
      const statements = { own: own.filter((statement) => inForce.has(statement)), all: said };
      return ruleInDevice(linked, { policy: evidence.issuerPolicy, statements, isDevice });
    });
    const more = newRefusals(rulings, refused);
    if (more.size === 0) {
      const told = devices.map((device, index) => withManifestsRuled(withRulings(device, rulings[index]), evidence.issuerPolicy));
      return linkedDevices({ links, held, devices: told });
    }
    refused = new Map([...refused, ...more]);
  }
}

function devicesOf({ groups, resolve }: Links, { known, all }: Pick<Question, 'known' | 'all'>): readonly LinkedDevice[] {
  const byDevice = statementsByDevice(known.statements, resolve);
  return groups.map((linked) => ({
    linked,
    statements: { own: byDevice.get(linked.group) ?? [], all },
    isDevice: (reference) => resolve(reference) === linked.group,
  }));
}

/** What no device allows and some device refuses. */
function newRefusals(rulings: readonly ReadonlyMap<string, Check>[], refused: ReadonlyMap<string, Check>): ReadonlyMap<string, Check> {
  const all = rulings.flatMap((each) => [...each]);
  const allowed = new Set(all.flatMap(([id, { status }]) => (status === 'pass' ? [id] : [])));
  return new Map(all.filter(([id, { status }]) => status === 'fail' && !allowed.has(id) && !refused.has(id)));
}

/** Tells what the table says with the other checks of a document. */
function withRulings(device: LinkedDevice, rulings: ReadonlyMap<string, Check> | undefined): LinkedDevice {
  if (rulings === undefined || rulings.size === 0) return device;
  const documents = device.linked.documents.map((document) => {
    const check = rulings.get(document.read.id);
    if (check === undefined) return document;
    return { ...document, checks: [...document.checks.filter(({ id }) => id !== check.id), check] };
  });
  return { ...device, linked: { ...device.linked, documents } };
}

/** A manifest of its model about which the table says that its signer may not speak of this device is none of the device's; one that was handed in for it changes nothing. */
function withManifestsRuled(device: LinkedDevice, policy: Evidence['issuerPolicy']): LinkedDevice {
  const { linked, isDevice } = device;
  if (policy.lines.every(({ line }) => line.devices.length === 0)) return device;
  const documents = linked.documents.flatMap((document) => {
    const check = ruleOnManifest(document, { policy, isDevice });
    if (check?.status !== 'fail') return [document];
    if (document.ground === 'platform-model') return [];
    return [{ ...document, trusted: false, convinces: false, checks: [...document.checks.filter(({ id }) => id !== check.id), check] }];
  });
  return { ...device, linked: { ...linked, documents } };
}

function linkedDevices({
  links,
  held,
  devices,
}: {
  readonly links: Links;
  readonly held: HeldBack | null;
  readonly devices: readonly LinkedDevice[];
}): LinkedDevices {
  return { devices, unlinked: [...links.unlinked, ...(held?.unlinked ?? [])], supporting: links.supporting };
}

/** Linking again asks the same of the same documents; signatures are verified once. */
function rememberChecks(verify: Verify): Verify {
  const known = new Map<object, Map<string, readonly Check[]>>();
  return (input) => {
    const asked = `${input.at} ${input.endorsementKeyCertificates.map(({ certificate }) => certificate.id).join(' ')}`;
    const answers = known.get(input.read) ?? new Map<string, readonly Check[]>();
    known.set(input.read, answers);
    const checks = answers.get(asked) ?? verify(input);
    answers.set(asked, checks);
    return checks;
  };
}
