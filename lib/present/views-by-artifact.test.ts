import { expect, test } from 'vitest';
import { authorities, device, stateAfter } from '#lib/device/testing/answering-device.ts';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { endorsementKeyOf } from '#lib/testing/sample-device.ts';
import { evidenceView } from './evidence-view.ts';
import { viewsByArtifact } from './views-by-artifact.ts';

test('a file is named by the answer that it is, before the certificate inside', () => {
  const ek = toBase64(endorsementKeyOf(device, authorities));
  const { attestation, documents } = stateAfter([{ members: { endorsementCertificate: ek } }]);
  const views = viewsByArtifact(documents.map((document) => evidenceView('en', document)).sort((a, b) => (a.kind < b.kind ? 1 : -1)));
  const [answer] = attestation.attestations;
  expect(views.get(answer?.sha256 ?? '')?.map(({ kind }) => kind)).toEqual(['Attestation evidence', 'EK certificate']);
});
