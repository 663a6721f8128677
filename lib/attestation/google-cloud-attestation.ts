import { listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { tokenAdapter } from './adapter.ts';
import { textOf } from './claim-values.ts';
import { eatEntries } from './eat-entries.ts';
import { derived, NOTHING_MORE, newNotes, readCommon, submodOf, worstByName } from './read-contents.ts';
import type { ResultContents, SubjectKey, VectorEntry } from './types.ts';

const ISSUER = 'https://confidentialcomputing.googleapis.com';

/**
 * Tokens of Google Cloud Attestation, as Confidential Space hands them out.
 * @spec Google Cloud, Confidential Space: attestation token claims
 */
export const googleCloudAttestation = tokenAdapter({
  format: 'google-cloud-attestation',
  fits: ({ iss }) => iss === ISSUER,
  read: readGoogle,
});

function readGoogle(claims: Members): ResultContents {
  const notes = newNotes();
  const { confidential_space: space, container, gce } = membersOf(claims.submods);
  const vector = worstByName([
    ...hardwareEntries(claims),
    ...bootEntries(claims),
    ...eatEntries(claims),
    ...imageEntries(membersOf(space)),
  ]);
  const name = textOf(claims.swname)?.toLowerCase() ?? 'machine';
  const image = textOf(membersOf(container).image_digest);
  return {
    ...NOTHING_MORE,
    ...readCommon(claims, notes),
    verifier: 'Google Cloud Attestation',
    submods: [
      submodOf({ name, stated: null, vector, policies: [], claims }),
      ...(image === null ? [] : [submodOf({ name: 'container', stated: null, vector: [], policies: [], claims: container })]),
    ],
    subjects: instanceOf(membersOf(gce)),
    ...notes,
  };
}

function hardwareEntries({ hwmodel }: Members): readonly VectorEntry[] {
  const model = textOf(hwmodel);
  if (model === null || !model.startsWith('GCP_')) return [];
  return [derived({ name: 'hardware', value: 2, reason: `the machine is genuine: ${model.slice(0, 40)}`, from: 'hwmodel' })];
}

function bootEntries({ secboot }: Members): readonly VectorEntry[] {
  if (typeof secboot !== 'boolean') return [];
  const reason = secboot ? 'Secure Boot is on' : 'Secure Boot is off';
  return [derived({ name: 'configuration', value: secboot ? 2 : 32, reason, from: 'secboot' })];
}

/** Images lose these words when they are no longer to be used. */
function imageEntries({ support_attributes: written }: Members): readonly VectorEntry[] {
  if (!Array.isArray(written)) return [];
  const from = 'submods.confidential_space.support_attributes';
  const words = listOf(written);
  if (words.includes('STABLE')) return [derived({ name: 'executables', value: 2, reason: 'the image of the system is supported', from })];
  if (words.includes('USABLE'))
    return [derived({ name: 'executables', value: 32, reason: 'the image of the system is usable and no longer supported', from })];
  return [derived({ name: 'executables', value: 33, reason: 'the image of the system is not one for production', from })];
}

function instanceOf({ project_number: project, instance_id: id }: Members): readonly SubjectKey[] {
  const instance = textOf(id);
  return instance === null ? [] : [{ kind: 'hardware-id', value: `gce:${textOf(project) ?? ''}:${instance}`.slice(0, 100).toLowerCase() }];
}
