import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { JudgedDocument, Of } from '../link/judged-document.ts';
import type { Continuations } from './forks.ts';

type Certificate = Of<PlatformCertificate>;

/** Chains of certificates that say the same twice, walked as one. */
export interface OneChain {
  /** By the certificate that stands for its twins. */
  readonly continuations: Continuations;
  /** The other certificates of the same claim, by the one that stands for them. */
  readonly twins: ReadonlyMap<JudgedDocument, readonly Certificate[]>;
}

/**
 * Brings what continues the certificates of one claim together. Two that continue different certificates of it and say the same are one claim
 * again. Two that continue the same certificate are a fork, whatever they say: they may mean two changes.
 * @param root  the certificates of one claim; the first stands for them
 */
export function joinChains(root: readonly [Certificate, ...Certificate[]], continuations: Continuations): OneChain {
  if (root.length === 1) return { continuations, twins: new Map() };
  const joined = new Map(continuations);
  const twins = new Map<JudgedDocument, readonly Certificate[]>();
  const open: (readonly [Certificate, ...Certificate[]])[] = [root];
  const seen = new Set<JudgedDocument>(root.map(({ judged }) => judged));
  for (let claim = open.pop(); claim !== undefined; claim = open.pop()) {
    const [lead, ...others] = claim;
    if (others.length === 0) continue;
    twins.set(lead.judged, others);
    const next = claims(claim, continuations).filter((each) => each.every(({ judged }) => !seen.has(judged)));
    for (const { judged } of next.flat()) seen.add(judged);
    joined.set(
      lead.judged,
      next.map(([first]) => first),
    );
    open.push(...next);
  }
  return { continuations: joined, twins };
}

/** What continues a claim, gathered by what it says: at most one of each predecessor in a claim. */
function claims(claim: readonly Certificate[], continuations: Continuations): readonly (readonly [Certificate, ...Certificate[]])[] {
  const byContent = new Map<string, [Certificate, ...Certificate[]]>();
  for (const { judged } of claim) {
    const repeated = new Map<string, number>();
    for (const branch of continuations.get(judged) ?? []) {
      const content = contentOf(branch.document);
      const count = repeated.get(content) ?? 0;
      repeated.set(content, count + 1);
      const key = `${count} ${content}`;
      const known = byContent.get(key);
      if (known === undefined) byContent.set(key, [branch]);
      else known.push(branch);
    }
  }
  return [...byContent.values()];
}

/** What a certificate lists, in any order. */
function contentOf({ kind, components, properties }: PlatformCertificate): string {
  const parts = components.map(
    ({ class: value, manufacturer, model, serial, revision, manufacturerId, fieldReplaceable, addresses, status }) =>
      JSON.stringify([value, manufacturer, model, serial, revision, manufacturerId, fieldReplaceable, addresses, status]),
  );
  return JSON.stringify([kind, parts.sort(), properties.map((each) => JSON.stringify(each)).sort()]);
}
