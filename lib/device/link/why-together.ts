import type { Evidence } from '../evidence.ts';
import type { Statement } from '../statement/statement-types.ts';
import { attestationKeyOf, attestedKeysOf, endorsementKeyOf } from './attestation-keys.ts';
import { linkKeysOf } from './keys.ts';

/** What stands between two files that are judged together. */
export type Tie =
  | { readonly kind: 'file'; readonly sha256: string }
  /** A link key that the files beside it have in common. */
  | { readonly kind: 'key'; readonly key: string }
  /** Somebody said that the keys beside it belong together. */
  | { readonly kind: 'statement'; readonly statement: string };

/** Leads from the files that one began with to a file, both ends among the ties; undefined where nothing does. */
export type WayTo = (sha256: string) => readonly Tie[] | undefined;

type Connected = Pick<Evidence, 'submissions' | 'statements' | 'artifacts' | 'deviceIds'>;

/**
 * Says why files are judged together: the shortest way from some of them to each other one over keys that they have in common, as the store's
 * closure goes. Ways of equal length: the first in the order of the texts.
 * @param from  artifacts, such as those of one device
 */
export function waysFrom(from: Iterable<string>, evidence: Connected): WayTo {
  const beside = neighborsOf(evidence);
  const before = new Map<string, string | null>([...new Set(from)].sort().map((sha256) => [fileNode(sha256), null]));
  // A map grows while it is walked through, so that each node is reached once, the nearest first.
  for (const node of before.keys()) for (const next of beside(node)) if (!before.has(next)) before.set(next, node);
  return (sha256) => {
    const end = fileNode(sha256);
    if (!before.has(end)) return undefined;
    const way: Tie[] = [];
    for (let node: string | null = end; node !== null; node = before.get(node) ?? null) way.unshift(...tieOf(node));
    return way;
  };
}

const FILE = 'file ';
const KEY = 'key ';
const SAID = 'said ';
const fileNode = (sha256: string): string => `${FILE}${sha256}`;
const keyNode = (key: string): string => `${KEY}${key}`;
const nameNode = (device: string): string => keyNode(`device:${device}`);

function tieOf(node: string): readonly Tie[] {
  if (node.startsWith(FILE)) return [{ kind: 'file', sha256: node.slice(FILE.length) }];
  if (node.startsWith(SAID)) return [{ kind: 'statement', statement: node.slice(SAID.length) }];
  return [{ kind: 'key', key: node.slice(KEY.length) }];
}

/** Which nodes stand beside one, in order. */
function neighborsOf({ submissions, statements, artifacts, deviceIds }: Connected): (node: string) => readonly string[] {
  const edges = new Map<string, Set<string>>();
  const enter = (node: string, other: string): void => {
    edges.set(node, (edges.get(node) ?? new Set()).add(other));
  };
  const join = (node: string, other: string): void => {
    enter(node, other);
    enter(other, node);
  };
  for (const [sha256, documents] of artifacts) {
    join(nameNode(sha256), fileNode(sha256));
    for (const read of documents) {
      const { strong, signatures, references, weak } = linkKeysOf(read);
      for (const key of [...strong, ...signatures, ...references, ...weak]) {
        join(fileNode(sha256), keyNode(key));
        if (!key.startsWith('device:')) join(nameNode(key), keyNode(key));
      }
    }
  }
  for (const { sha256, device } of submissions) if (device !== null) join(fileNode(sha256), nameNode(device));
  for (const [key, id] of deviceIds) join(keyNode(key), nameNode(id));
  const artifactOf = new Map(submissions.map(({ id, sha256 }) => [id, sha256]));
  for (const statement of statements) for (const node of joinedBy(statement, artifactOf)) join(`${SAID}${statement.id}`, node);
  return (node) => [...(edges.get(node) ?? [])].sort();
}

/** What one statement ties together. */
function joinedBy(statement: Statement, artifactOf: ReadonlyMap<string, string>): readonly string[] {
  switch (statement.kind) {
    case 'link': {
      const sha256 = artifactOf.get(statement.submission);
      return sha256 === undefined ? [] : [fileNode(sha256), nameNode(statement.device)];
    }
    case 'attestation-key': {
      const keys = [attestationKeyOf(statement.attestationKey), endorsementKeyOf(statement.endorsementKey), ...attestedKeysOf(statement)];
      return keys.flatMap((key) => (key === undefined ? [] : [keyNode(key)]));
    }
    case 'identity-continuity':
      return [nameNode(statement.device), keyNode(statement.from), keyNode(statement.to)];
    default:
      return [];
  }
}
