import type { Kind, ReadDocument } from '#lib/artifact/types.ts';
import type { Evidence, NamedFile } from '#lib/device/evidence.ts';
import { linkKeysOf } from '#lib/device/link/keys.ts';
import type { AliasTable } from '#lib/device/statement/alias-table.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { type Closure, closuresOf, type Seeds } from '#lib/store/closure.ts';
import { indexKey, nameIndexKey } from '#lib/store/name-index.ts';
import { answerKey, type RevocationReference, revocationKeysOf, revocationReferences } from '#lib/store/revocation-index.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { statementsAbout } from '#lib/store/statements.ts';
import { submissionsOf, type TrackedSubmission } from '#lib/store/submissions.ts';
import { nameKey } from '#lib/x509/name.ts';
import type { UntriedRevocations } from '#lib/x509/revocations.ts';
import { believedRevocations } from './believed-revocations.ts';
import { type ListsOfClosure, listsOfClosures } from './device-lists.ts';
import { type DocumentCache, loadCached, loadFurther } from './document-cache.ts';
import { type Governing, loadGoverning } from './governing.ts';
import { referencesOf } from './model-references.ts';
import { namedCertificates } from './named-certificates.ts';

/** The evidence of one closure, and what shows at the end whether more came meanwhile. */
export interface ClosureEvidence {
  readonly closure: Closure;
  /** Of the closure itself, without those that only brought certificates of authorities, lists and responses. */
  readonly submissions: readonly TrackedSubmission[];
  /** What the tables had when it was loaded, for the fold guard. */
  readonly submissionIds: readonly string[];
  readonly statementCount: number;
  readonly evidence: Evidence;
}

export interface LoadOptions {
  /** The instant asked about. ISO 8601, UTC. */
  readonly at: string;
  /** Only what was received and said until then. */
  readonly knownAt?: string;
  readonly cache?: DocumentCache;
  /** Under which names of manufacturers manifests are looked for, where it isn't by those that are in force. */
  readonly aliases?: AliasTable;
}

/** Loads everything that has to be judged together with the seeds. */
export async function loadEvidence(db: Queryable, seeds: Seeds, options: LoadOptions): Promise<readonly ClosureEvidence[]> {
  return evidenceOfClosures(db, await closuresOf(db, seeds), options);
}

/** The same for closures that are known. */
export async function evidenceOfClosures(
  db: Queryable,
  closures: readonly Closure[],
  options: LoadOptions,
): Promise<readonly ClosureEvidence[]> {
  const own = closures.flatMap(({ artifacts }) => artifacts);
  const documents = new Map(await loadCached(db, own, options.cache));
  const governing = await loadGoverning(db, options.knownAt);
  const references = await referencesOf(db, { closures, documents, governing, options });
  const named = await namedCertificates(db, { closures, documents, options });
  const lists = await listsOfClosures(db, { closures, documents, options });
  const above = closures.map(({ artifacts }, index) => [
    ...references.authorities.above([...artifacts, ...(references.of[index] ?? [])]),
    ...named.authorities.above((named.of[index] ?? []).map(({ submission }) => submission.sha256)),
  ]);
  const supported = [...new Set([...own, ...above.flat()])];
  await loadFurther(db, supported, { documents, cache: options.cache });
  const revocations = await revocationsOf(db, { closures, above, named: named.of, documents, governing, options });
  const further = await loadFurther(
    db,
    revocations.flatMap(({ artifacts }) => artifacts),
    { documents, cache: options.cache },
  );
  const submissions = groupBy(await submissionsOf(db, [...supported, ...further], options.knownAt), ({ sha256 }) => sha256);
  const said = await statementsOf(
    db,
    closures,
    // An enrolled key stands in the closure by its own id, where an artifact would.
    own.flatMap((sha256) => [sha256, ...(submissions.get(sha256) ?? []).map(({ id }) => id)]),
  );
  return closures.map((closure, index) =>
    evidenceOf({
      closure,
      above: [...(above[index] ?? []), ...(revocations[index]?.artifacts ?? [])],
      references: (references.of[index] ?? []).flatMap((sha256) => references.submissions.get(sha256) ?? []),
      lists: lists[index] ?? { submissions: [], areCut: false },
      named: named.of[index] ?? [],
      untried: revocations[index]?.untried ?? null,
      submissions,
      documents,
      governing,
      said,
      options,
    }),
  );
}

interface Concerned {
  readonly closures: readonly Closure[];
  readonly above: readonly (readonly string[])[];
  readonly named: readonly (readonly NamedFile[])[];
  readonly documents: ReadonlyMap<string, readonly ReadDocument[]>;
  readonly governing: Governing;
  readonly options: LoadOptions;
}

interface RevocationsOfClosure {
  /** Artifacts beside those of the closure. */
  readonly artifacts: readonly string[];
  readonly untried: UntriedRevocations | null;
}

/** Lists and responses about the certificates of each closure, and about those above them. */
async function revocationsOf(db: Queryable, { closures, above, named, ...rest }: Concerned): Promise<readonly RevocationsOfClosure[]> {
  const { documents, governing, options } = rest;
  const concerned = closures.map(({ artifacts }, index) => new Set([...artifacts, ...(above[index] ?? [])]));
  const references = concerned.map((own, index) =>
    revocationReferences([
      ...[...own].flatMap((sha256) => documents.get(sha256) ?? []),
      ...(named[index] ?? []).flatMap((file) => file.documents),
    ]),
  );
  const intermediates = [...documents.values()]
    .flat()
    .flatMap(({ document }) => (document?.kind === 'certificate' ? [document.certificate] : []));
  const keys = revocationKeysOf(references.flat());
  const { anchors } = governing;
  const found = await believedRevocations(db, { keys, knownAt: options.knownAt, anchors, intermediates, cache: options.cache });
  return concerned.map((own, index) => {
    const about = references[index] ?? [];
    const artifacts = new Set(revocationKeysOf(about).flatMap((key) => found.artifacts.get(key) ?? []));
    return { artifacts: [...artifacts].filter((sha256) => !own.has(sha256)), untried: untriedOf(about, found.cut) };
  });
}

/** What was handed in about these certificates and not tried, because there is too much of it; null where everything was. */
export function untriedOf(references: readonly RevocationReference[], cut: ReadonlySet<string>): UntriedRevocations | null {
  if (cut.size === 0) return null;
  const issuers = references.flatMap(({ issuer }) => (cut.has(nameIndexKey(issuer)) ? [nameKey(issuer)] : []));
  const serialNumbers = references.flatMap(({ serialNumber }) => (cut.has(answerKey(serialNumber)) ? [serialNumber.toString()] : []));
  return { issuers: [...new Set(issuers)].sort(), serialNumbers: [...new Set(serialNumbers)].sort() };
}

interface Loaded {
  readonly closure: Closure;
  /** Artifacts with certificates of authorities, lists and responses that belong to no device. */
  readonly above: readonly string[];
  /** The first act of handing in each manifest of its models, and each file of those. */
  readonly references: readonly TrackedSubmission[];
  /** Those that speak of its devices beside others. */
  readonly lists: ListsOfClosure;
  readonly named: readonly NamedFile[];
  readonly untried: UntriedRevocations | null;
  readonly submissions: ReadonlyMap<string, readonly TrackedSubmission[]>;
  readonly documents: ReadonlyMap<string, readonly ReadDocument[]>;
  readonly governing: Governing;
  readonly said: readonly Said[];
  readonly options: LoadOptions;
}

function evidenceOf({
  closure,
  above,
  references,
  lists,
  named: all,
  untried,
  submissions,
  documents,
  governing,
  said,
  options,
}: Loaded): ClosureEvidence {
  const { at, knownAt } = options;
  const isKnown = (time: string): boolean => knownAt === undefined || time <= knownAt;
  // What wasn't read yet asks for a fold of its own when it is.
  const readOnes = closure.artifacts.filter((sha256) => documents.has(sha256));
  const handedIn = closure.artifacts.flatMap((sha256) => submissions.get(sha256) ?? []);
  const named = all.filter(({ submission }) => isKnown(submission.receivedAt));
  const own = readOnes.flatMap((sha256) => submissions.get(sha256) ?? []);
  const artifacts = new Map<string, readonly ReadDocument[]>(readOnes.map((sha256) => [sha256, documents.get(sha256) ?? []]));
  for (const sha256 of above)
    artifacts.set(
      sha256,
      (documents.get(sha256) ?? []).filter(({ kind }) => SUPPORTING.includes(kind)),
    );
  for (const { sha256 } of references)
    artifacts.set(
      sha256,
      (documents.get(sha256) ?? []).filter(({ kind }) => REFERENCES.includes(kind)),
    );
  for (const { sha256 } of lists.submissions) artifacts.set(sha256, documents.get(sha256) ?? []);
  const supporting = [...above.flatMap((sha256) => submissions.get(sha256) ?? []), ...references, ...lists.submissions];
  const statements = statementsFor(closure, handedIn, said);
  return {
    closure,
    submissions: own,
    submissionIds: handedIn.map(({ id }) => id),
    statementCount: statements.length,
    evidence: {
      submissions: [...own, ...supporting]
        .filter(({ receivedAt }) => isKnown(receivedAt))
        .map(({ status: _, kind: __, ...submission }) => submission),
      statements: statements.filter((statement) => isKnown(statement.at)),
      artifacts,
      anchors: governing.anchors.map(({ certificate }) => ({ certificate })),
      verifierKeys: governing.verifierKeys.map(({ key }) => key),
      policy: governing.policy,
      issuerPolicy: governing.issuerPolicy,
      aliases: governing.aliases,
      attestationPolicy: governing.attestationPolicy,
      at,
      deviceIds: deviceIds(closure, artifacts),
      ...(named.length === 0 ? {} : { named }),
      ...(untried === null ? {} : { untriedRevocations: untried }),
      ...(lists.areCut ? { olderLists: true } : {}),
    },
  };
}

const REFERENCES: readonly Kind[] = ['reference-manifest', 'tpm-event-log', 'certificate'];
const SUPPORTING: readonly Kind[] = ['certificate', 'certificate-revocation-list', 'ocsp-response'];

type Said = Awaited<ReturnType<typeof statementsAbout>>[number];

function statementsOf(db: Queryable, closures: readonly Closure[], submissions: readonly string[]): Promise<readonly Said[]> {
  const devices = [...new Set(closures.flatMap(({ deviceOf }) => [...deviceOf.values()]))];
  return statementsAbout(db, { devices, submissions });
}

function statementsFor(
  { artifacts, deviceOf }: Closure,
  submissions: readonly TrackedSubmission[],
  said: readonly Said[],
): readonly Statement[] {
  const devices = new Set(deviceOf.values());
  const ids = new Set([...submissions.map(({ id }) => id), ...artifacts]);
  const isAbout = ({ device, submission }: Said): boolean =>
    (device !== null && devices.has(device)) || (submission !== null && ids.has(submission));
  return said.filter(isAbout).map(({ statement }) => statement);
}

/** By the keys as documents say them; the index keeps long ones as digests. */
function deviceIds({ deviceOf }: Closure, artifacts: ReadonlyMap<string, readonly ReadDocument[]>): ReadonlyMap<string, string> {
  if (![...deviceOf.keys()].some((key) => key.startsWith('long:'))) return deviceOf;
  const ids = new Map<string, string>();
  for (const documents of artifacts.values()) {
    for (const key of documents.flatMap((read) => linkKeysOf(read).strong)) {
      const id = deviceOf.get(indexKey(key));
      if (id !== undefined) ids.set(key, id);
    }
  }
  return ids;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    groups.set(keyOf(item), group);
    group.push(item);
  }
  return groups;
}
