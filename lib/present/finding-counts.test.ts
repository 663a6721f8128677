import { expect, test } from 'vitest';
import type { Severity } from '#lib/detect/rule.ts';
import { findingCounts } from './finding-counts.ts';

const open = (severity: Severity) => ({ severity, decision: null });
const decided = (severity: Severity, kind: 'accept-risk' | 'investigating') => ({ severity, decision: { kind, until: null, by: 'ada' } });

test('what is open is above info and not accepted; each finding is in one count', () => {
  const findings = [
    ...[open('high'), open('low'), decided('medium', 'investigating')],
    ...[open('info'), decided('info', 'investigating')],
    ...[decided('high', 'accept-risk'), decided('info', 'accept-risk')],
  ];
  expect(findingCounts(findings)).toEqual({ open: 3, info: 2, accepted: 2 });
});
