import type { ReadDocument } from '#lib/artifact/types.ts';
import type { Assessment } from '#lib/detect/assess.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import { type WayTo, waysFrom } from '#lib/device/link/why-together.ts';
import { artifactsOfDevice, type Inclusion } from '#lib/present/package-contents.ts';
import { indexedKeys } from '#lib/store/packed-document.ts';
import { fileKeysOfLog } from '#lib/store/reference-index.ts';
import { answerKey, revocationReferences } from '#lib/store/revocation-index.ts';

/** A package of evidence as it is asked for. */
export interface Package {
  /** The device that was asked for. */
  readonly asked: string;
  readonly evidence: Evidence;
  readonly assessment: Assessment;
}

type Inclusions = ReadonlyMap<string, readonly Inclusion[]>;
type Files = ReadonlyMap<string, readonly ReadDocument[]>;

/** Why each file of a package is in it, by its SHA-256; never empty for a file of the evidence. */
export function inclusionsOf(evidencePackage: Package): Inclusions {
  const { asked, evidence, assessment } = evidencePackage;
  const named: Files = new Map((evidence.named ?? []).map(({ submission, documents }) => [submission.sha256, documents]));
  const files: Files = new Map([...named, ...evidence.artifacts]);
  const way = waysFrom(artifactsOfDevice(assessment.assessed, asked), evidence);
  const belonging = belongingOf(evidencePackage, way);
  const found = [belonging, modelsOf(evidencePackage, belonging), ...supportOf(files, named)];
  return new Map(
    [...files.keys()].map((sha256) => {
      const known = found.flatMap((each) => each.get(sha256) ?? []);
      return [sha256, known.length > 0 ? known : [{ reason: 'together', way: way(sha256) ?? [] }]];
    }),
  );
}

/** What the judgement says of each file: whose it is, or why it is nobody's. */
function belongingOf({ asked, assessment }: Package, way: WayTo): Inclusions {
  const told = new Map<string, Map<string, Inclusion>>();
  const enter = (sha256: string, what: string, inclusion: Inclusion): void => {
    told.set(sha256, (told.get(sha256) ?? new Map()).set(what, inclusion));
  };
  // Its own first.
  const devices = assessment.assessed.map(({ device }) => device).sort((a, b) => Number(b.id === asked) - Number(a.id === asked));
  for (const { id: device, documents } of devices)
    for (const { submissions, ground } of documents)
      for (const sha256 of new Set(submissions.map((submission) => submission.sha256)))
        enter(
          sha256,
          `${device} ${ground}`,
          device === asked ? { reason: 'device', ground } : { reason: 'other-device', device, ground, way: way(sha256) ?? [] },
        );
  for (const { submission, reason: why } of assessment.unlinked) {
    const { sha256 } = submission;
    if (!told.has(sha256)) enter(sha256, why, { reason: 'no-device', why, way: way(sha256) ?? [] });
  }
  return new Map([...told].map(([sha256, inclusions]) => [sha256, [...inclusions.values()]]));
}

/** Manifests of whole models that count for none of the devices. */
function modelsOf({ evidence, assessment }: Package, belonging: Inclusions): Inclusions {
  const isManifest = (sha256: string, documentId: string): boolean =>
    (evidence.artifacts.get(sha256) ?? []).some(({ id, kind }) => id === documentId && kind === 'reference-manifest');
  const manifests = assessment.supporting.filter(({ submission, documentId }) => isManifest(submission.sha256, documentId));
  const others = manifests.filter(({ submission }) => !belonging.has(submission.sha256));
  return new Map(others.map(({ submission }) => [submission.sha256, [{ reason: 'model' }]]));
}

/** By what a file of a package is found, or finds another one. */
interface Lead {
  readonly sha256: string;
  readonly strength: string;
  readonly key: string;
}

/** A certificate, as responses about its revocation find it. */
const ANSWERABLE = 'answerable';

/** What files say of one another: chains, revocation, files that manifests vouch for, certificates that others only name. */
function supportOf(files: Files, named: Files): readonly Inclusions[] {
  const leads = [...files].flatMap(([sha256, documents]) => documents.flatMap((read) => leadsOf(sha256, read)));
  const related = (strength: string, by: string): ReadonlyMap<string, readonly string[]> => relatedBy(leads, { strength, by });
  const sought = new Map([...related('strong', 'names'), ...related('signature', 'names')].filter(([sha256]) => named.has(sha256)));
  return [
    inclusions('chain', leavesOf(related('subject', 'issuer'))),
    inclusions('revocation', related('list', 'issuer')),
    inclusions('revocation', related('answer', ANSWERABLE)),
    inclusions('vouched', related('file', 'vouched')),
    inclusions('named', sought),
  ];
}

function leadsOf(sha256: string, read: ReadDocument): readonly Lead[] {
  const { document } = read;
  const numbers = revocationReferences([read]).map(({ serialNumber }) => ({ strength: ANSWERABLE, key: answerKey(serialNumber) }));
  const digests = document?.kind === 'tpm-event-log' ? fileKeysOfLog(document.file).map((key) => ({ strength: 'file', key })) : [];
  return [...indexedKeys(read), ...numbers, ...digests].map(({ strength, key }) => ({ sha256, strength, key }));
}

/** For each file that has keys of the one strength: the others that have them in the other strength. */
function relatedBy(
  leads: readonly Lead[],
  { strength, by }: { readonly strength: string; readonly by: string },
): ReadonlyMap<string, readonly string[]> {
  const finding = Map.groupBy(
    leads.filter((lead) => lead.strength === by),
    ({ key }) => key,
  );
  const found = new Map<string, Set<string>>();
  for (const { sha256, key } of leads.filter((lead) => lead.strength === strength)) {
    const of = found.get(sha256) ?? new Set();
    found.set(sha256, of);
    for (const other of finding.get(key) ?? []) if (other.sha256 !== sha256) of.add(other.sha256);
  }
  return new Map([...found].map(([sha256, of]) => [sha256, [...of].sort()]));
}

/** What stands at the lower end of each chain, in place of the authorities between. */
function leavesOf(issued: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const below = (authority: string): readonly string[] => {
    const reached = new Set(issued.get(authority));
    // A set grows while it is walked through, so that authorities that issued one another end it.
    for (const file of reached) for (const next of issued.get(file) ?? []) reached.add(next);
    return [...reached].filter((file) => !issued.has(file)).sort();
  };
  return new Map([...issued.keys()].map((authority) => [authority, below(authority)]));
}

const inclusions = (reason: 'chain' | 'revocation' | 'vouched' | 'named', found: ReadonlyMap<string, readonly string[]>): Inclusions =>
  new Map([...found].flatMap(([sha256, of]) => (of.length === 0 ? [] : [[sha256, [{ reason, of }]] as const])));
