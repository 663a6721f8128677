import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect } from '#lib/cli/inspect.ts';
import { documentedSchemas } from './documented-schemas.ts';
import { testOptions } from './options.ts';

const FOLDER = 'lib/platform-cert/testdata';
const SAMPLES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.der'));
const matches = documentedSchemas().get('inspect');

async function inspected(name: string): Promise<unknown> {
  const { json } = await inspect.run([join(FOLDER, name)], testOptions());
  return JSON.parse(JSON.stringify(json));
}

test.each(SAMPLES)('%s is told in the documented form', async (name) => {
  expect(matches?.(await inspected(name)), JSON.stringify(matches?.errors)).toBe(true);
});

test('every field of a certificate of 1.1 is told: assertions, declarations, addresses with their digests, extensions in words', async () => {
  expect(await inspected('base-1-1-every-field.der')).toMatchObject([
    {
      document: {
        credentialType: '2.23.133.8.2',
        credentialSpecification: { major: 1, minor: 1 },
        platformSpecification: { major: 1, platformClass: '00000001' },
        platform: { manufacturerId: expect.any(String) },
        componentsUri: { uri: expect.stringMatching(/^https:/), hashValue: expect.stringMatching(/^[0-9a-f]+$/) },
        propertiesUri: { uri: expect.stringMatching(/^https:/) },
        platformConfigUri: { uri: expect.stringMatching(/^https:/) },
        tbbSecurityAssertions: {
          commonCriteria: { evaluationStatus: expect.any(String), profileUri: { uri: expect.any(String) }, targetOid: expect.any(String) },
          fipsLevel: { level: expect.any(Number) },
          iso9000Uri: expect.any(String),
        },
        userNotice: 'TCG Trusted Platform Endorsement',
        extensions: expect.arrayContaining([
          expect.objectContaining({ name: 'certificatePolicies', says: [expect.stringMatching(/practice/)] }),
        ]),
      },
    },
  ]);
});
