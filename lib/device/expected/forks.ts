import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { nameKey } from '#lib/x509/name.ts';
import type { JudgedDocument, Of } from '../link/judged-document.ts';
import { serialKey } from '../unit/unit-pool.ts';

/** Deltas by the certificate that they continue. */
export type Continuations = ReadonlyMap<JudgedDocument, readonly Of<PlatformCertificate>[]>;

/**
 * Whether the branches of a fork can be applied in any order with one result: every unit that they touch has a serial,
 * no two branches touch the same unit or property, and one issuer signed all of them.
 */
export function areDisjoint(branches: readonly Of<PlatformCertificate>[], continuations: Continuations): boolean {
  const touched = new Map<string, Of<PlatformCertificate>>();
  const issuers = new Set<string>();
  for (const branch of branches) {
    for (const delta of branchOf(branch, continuations)) {
      // A rebase says anew what everything is: no order of branches leaves it with one result.
      if (delta.document.kind === 'rebase-platform-certificate') return false;
      issuers.add(nameKey(delta.document.issuer));
      for (const key of touchedBy(delta.document)) {
        if (key === null || (touched.get(key) ?? branch) !== branch) return false;
        touched.set(key, branch);
      }
    }
  }
  return issuers.size === 1;
}

/** A delta and everything that continues it. */
export function branchOf(root: Of<PlatformCertificate>, continuations: Continuations): readonly Of<PlatformCertificate>[] {
  const branch = new Set([root]);
  for (const delta of branch) for (const next of continuations.get(delta.judged) ?? []) branch.add(next);
  return [...branch];
}

/** Null stands for a unit that nothing tells from its like. */
function touchedBy({ components, properties }: PlatformCertificate): readonly (string | null)[] {
  return [...components.map(serialKey), ...properties.map(({ name }) => `property ${name}`)];
}
