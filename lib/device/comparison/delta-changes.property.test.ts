import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { baseOf, deltaOf, ekOf, evidenceOf, handIn, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { knownEvidence } from '../documents.ts';
import { type FoldStep, foldCertificates } from '../expected/fold.ts';
import { linkUnderPolicy } from '../link/link-under-policy.ts';
import { statementsInForce } from '../statement/statements.ts';
import { unitKey } from './atoms.ts';
import { deltaChanges } from './delta-changes.ts';

/** Equal parts without a serial, and some with one that a line may add a second time. */
const part = fc.constantFrom({ serial: 'A' }, { serial: 'B' }, { serial: null }, { serial: null, revision: '2' });
const parts = fc.array(part, { maxLength: 4 });
/** Each delta takes some parts out, by their place, and puts others in. */
const lines = fc.record({ out: fc.uniqueArray(fc.nat(5), { maxLength: 2 }), put: parts });

test('a change tells how many such units there are once its delta applies, however many deltas were before it', () => {
  let applied = 0;
  fc.assert(
    fc.property(parts, fc.array(lines, { maxLength: 6 }), (built, deltas) => {
      const steps = stepsOf(built, deltas);
      applied += steps.length;
      for (const { step, atoms } of deltaChanges(steps)) {
        for (const { unit, count } of atoms) expect(count).toBe(step.units.filter((each) => unitKey(each) === unitKey(unit)).length);
      }
    }),
  );
  expect(applied).toBeGreaterThan(100);
});

type Parts = Parameters<typeof baseOf>[1];
interface Lines {
  readonly out: readonly number[];
  readonly put: Parts;
}

function stepsOf(built: Parts, deltas: readonly Lines[]): readonly FoldStep[] {
  const base = baseOf('base', built);
  const chain: ReadDocument[] = [base];
  let held = [...built];
  for (const [index, { out, put }] of deltas.entries()) {
    const removed = held.filter((_, place) => out.includes(place));
    held = [...held.filter((_, place) => !out.includes(place)), ...put];
    chain.push(
      deltaOf(`delta ${index}`, { of: chain.at(-1) ?? base, removed, added: put, over: { notBefore: `2026-02-0${index + 1}T00:00:00Z` } }),
    );
  }
  const evidence = evidenceOf([...chain, ekOf('ek')].map((read) => handIn(read)));
  const known = knownEvidence(evidence);
  const { devices } = linkUnderPolicy({ known, all: statementsInForce(known.statements), evidence, verify: verifyByIssuer });
  return devices.flatMap(({ linked }) => foldCertificates(linked).steps);
}
