import { expect, test } from 'vitest';
import type { CheckStatus } from '#lib/encoding/check.ts';
import { artifactId, makeBase, makeCheck, makeContext, makeDocument, makeEkCertificate } from '#lib/testing/device-states.ts';
import type { CertificateStanding, RevocationCheck } from '#lib/x509/revocation-types.ts';
import { certificateRevoked } from './certificate-revoked.ts';

const entry = { revokedAt: '2026-03-01T00:00:00Z', reason: 'keyCompromise', invalidSince: null } as const;

function revocation(kind: CertificateStanding['kind'], status: CheckStatus): RevocationCheck {
  const standing = { certificate: 'platform certificate 1', kind, detail: 'revoked since 2026-03-01', entry, artifact: artifactId('list') };
  return { ...makeCheck('revocation', status), standings: [standing], news: [] };
}

const passing = ['signature', 'chain', 'validity', 'holder'].map((id) => makeCheck(id));
const lost = { trusted: false, contributes: false };

test('fires high, and fails the device, for a base certificate that was all that it rested on', () => {
  const documents = [makeBase({ checks: [...passing, revocation('revoked', 'fail')], ...lost })];
  expect(certificateRevoked.evaluate(makeContext({ documents }))).toMatchObject([
    { severity: 'high', weighs: 'failed', because: [artifactId('base'), artifactId('list')] },
  ]);
});

test('fires without weight beside a certificate that took its place', () => {
  const documents = [makeBase({ checks: [...passing, revocation('revoked', 'fail')], ...lost }), makeBase({ sha256: artifactId('new') })];
  expect(certificateRevoked.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'medium', weighs: 'none' }]);
});

test('fires without weight for a certificate that a stranger made', () => {
  const checks = [makeCheck('signature', 'fail'), revocation('revoked', 'fail')];
  expect(certificateRevoked.evaluate(makeContext({ documents: [makeBase({ checks, ...lost })] }))).toMatchObject([{ weighs: 'none' }]);
});

test('fires low for one that was received before it was superseded', () => {
  const documents = [makeBase({ checks: [...passing, revocation('revoked-later', 'pass')] })];
  expect(certificateRevoked.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('fires as incomplete evidence for one on hold', () => {
  const documents = [makeBase({ checks: [...passing, revocation('on-hold', 'unknown')] })];
  expect(certificateRevoked.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'medium', weighs: 'incomplete' }]);
});

test('fires high for the only EK certificate that a contributing certificate is bound to', () => {
  const ek = makeDocument({
    label: 'ek',
    document: makeEkCertificate(),
    over: { checks: [...passing, revocation('revoked', 'fail')], trusted: false },
  });
  expect(certificateRevoked.evaluate(makeContext({ documents: [makeBase(), ek] }))).toMatchObject([{ severity: 'high', weighs: 'failed' }]);
});

test('stays silent for a certificate that is good, and for one that nobody checked', () => {
  const standings = revocation('good', 'pass').standings.map((standing) => ({ ...standing, entry: null }));
  const good: RevocationCheck = { ...makeCheck('revocation'), standings, news: [] };
  const documents = [makeBase({ checks: [...passing, good] }), makeBase({ checks: [makeCheck('revocation', 'unknown')] })];
  expect(certificateRevoked.evaluate(makeContext({ documents }))).toEqual([]);
});
