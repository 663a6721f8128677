import type { Pool } from './pool.ts';
import type { SignatureOutcome } from './signature.ts';
import { asSigned, MAX_PATH_LENGTH, type Signed } from './signed.ts';
import type { Certificate } from './types.ts';

/** A certificate of a path, and how the signature of what it issued turned out. */
export interface Step {
  readonly certificate: Certificate;
  readonly outcome: SignatureOutcome;
}

/**
 * The certificates of steps, in order. Pushed, as all lists that many functions read: what `map` and `filter` make has another shape once
 * they are compiled, and then all that reads it is compiled again.
 */
export function certificatesOf(steps: readonly Step[]): readonly Certificate[] {
  const certificates: Certificate[] = [];
  for (const { certificate } of steps) certificates.push(certificate);
  return certificates;
}

/**
 * Every path from something signed to an anchor in which all signatures verify, shortest detours first; ends when the pool is
 * exhausted. A path stops at its first anchor. Nothing but names, key identifiers and signatures is looked at.
 */
export function* pathsFrom(signed: Signed, below: readonly Step[], pool: Pool): Generator<readonly Step[]> {
  if (below.length >= MAX_PATH_LENGTH) return;
  for (const certificate of pool.candidatesFor(signed)) {
    if (below.some((step) => step.certificate.id === certificate.id)) continue;
    if (!pool.spend()) return;
    const outcome = signed.verifyWith(certificate);
    if (outcome.status !== 'valid') continue;
    yield* pathsThrough({ certificate, outcome }, below, pool);
  }
}

/** The paths that go on from a certificate whose key is known to have signed. */
export function* pathsThrough(step: Step, below: readonly Step[], pool: Pool): Generator<readonly Step[]> {
  const path = [...below, step];
  if (pool.isAnchor(step.certificate)) yield path;
  else yield* pathsFrom(asSigned(step.certificate), path, pool);
}
