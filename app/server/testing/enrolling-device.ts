import { toHex } from '#lib/encoding/bytes.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { activate, makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { nameOf, parsePublicArea } from '#lib/tpm/public-area.ts';
import { callApi, userWithToken } from './api-client.ts';

// A TPM that is enrolled and asked through the API.

export const authorities = makeSampleAuthorities();
export const device = makeSampleDevice(7);
export const certificate = endorsementKeyOf(device, authorities);
export const endorsement = makeTpmEndorsementKey('ec-p256', 'ek-7');
export const key = makeAttestationKey('ecdsa');
export const name = nameOf(parsePublicArea(key.publicArea)) ?? new Uint8Array();
export const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');

export const KEYS = {
  endorsementKey: base64(endorsement.publicArea),
  endorsementCertificate: base64(certificate),
  attestationKey: base64(key.publicArea),
};

export const begin = (store: Store, token: string, json: object = KEYS) =>
  callApi(store, 'POST /api/v1/attestation/enrolments', { token, json });
export const giveBack = (store: Store, token: string, { id, secret }: { id: string; secret: string }) =>
  callApi(store, `POST /api/v1/attestation/enrolments/${id}/activation`, { token, json: { secret } });
export const askFor = (store: Store, token: string, attestationKey = toHex(name)) =>
  callApi(store, 'POST /api/v1/attestation/challenges', { token, json: { attestationKey } });

/** What the TPM reads in a credential. */
export const secretIn = (credential: string): string =>
  toHex(activate(new Uint8Array(Buffer.from(credential, 'base64')), endorsement, name) ?? name);

/** Enrols the key. @returns the id of the statement that says so */
export async function enrol(store: Store, token: string): Promise<string> {
  const { body } = await begin(store, token);
  const activated = await giveBack(store, token, { id: body.id, secret: secretIn(body.credential) });
  if (activated.status !== 200) throw new Error(`not enrolled: ${activated.status}`);
  return activated.body.statement;
}

export async function storeWithOperator(): Promise<{ store: Store; token: string }> {
  const store = await openTestStore();
  return { store, token: await userWithToken(store, { name: 'olga', role: 'operator' }) };
}

export async function deviceIn(store: Store): Promise<string> {
  for (const bytes of [certificate, baseOf(device, authorities)]) await handIn(store, bytes);
  await settle(store, new Date());
  return (await listFleet(store)).items[0]?.id ?? '';
}
