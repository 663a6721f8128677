import { expect, test } from 'vitest';
import { artifactId, makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { issuerNotAuthorized } from './issuer-not-authorized.ts';

const why = 'the issuer CN=Foreign CA may not sign platform certificates for devices of Pomelo: no policy line lets it';

test('fires for a certificate that the table refuses, and takes no weight', () => {
  const refused = makeBase({ checks: [makeCheck('issuer-policy', 'fail', why)], trusted: false, contributes: false });
  expect(issuerNotAuthorized.evaluate(makeContext({ documents: [refused] }))).toMatchObject([
    { severity: 'medium', detail: expect.stringContaining(why), because: [artifactId('base')] },
  ]);
  expect(issuerNotAuthorized.weighs).toBe('none');
});

test('fires as low for reports of an account that may not report them, once for each file', () => {
  const problem = { kind: 'issuer-not-authorized', because: [artifactId('inventory')], account: 'bob', detail: 'bob may not.' } as const;
  expect(issuerNotAuthorized.evaluate(makeContext({ problems: [problem] }))).toMatchObject([{ severity: 'low', subject: 'bob' }]);
});

test('stays silent for what the table allows, and where it says nothing', () => {
  const allowed = makeBase({ checks: [makeCheck('issuer-policy')] });
  expect(issuerNotAuthorized.evaluate(makeContext({ documents: [allowed, makeBase()] }))).toEqual([]);
});
