import { expect, test } from 'vitest';
import { ROLES, type Role } from '#lib/auth/rights.ts';
import { recordAnchor } from '#lib/ingest/testing/record-anchor.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { seenSubmissions } from './seen-submissions.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(51);
const other = makeSampleDevice(52);

const principalOf = (role: Role, name: string, grants: readonly string[] = []) =>
  ({ userId: name, name, role, via: 'session', scopes: null, grants, mustChangePassword: false }) as const;

async function twoPeopleHandedIn() {
  const store = await openTestStore();
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  const files = [
    ['olivia', 'ek.cer', endorsementKeyOf(device, authorities)],
    ['olivia', 'base.cer', baseOf(device, authorities)],
    ['ivan', 'inventory.json', inventoryOf(device)],
    ['ivan', 'other.json', inventoryOf(other)],
    ['ivan', 'broken', Buffer.from('no format')],
  ] as const;
  for (const [minute, [submittedBy, fileName, bytes]] of files.entries()) {
    await handIn(store, bytes, { submittedBy, fileName, receivedAt: new Date(Date.UTC(2026, 2, 1, 0, minute)) });
  }
  await settle(store);
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device');
  return { store, id: rows[0]?.id ?? '' };
}

test('each role sees everybody’s submissions or its own, by the table of rights; whose is heard only from the former', async () => {
  const { store, id } = await twoPeopleHandedIn();
  const namesSeen = async (role: Role, by = '') => {
    const { items } = await seenSubmissions(store, principalOf(role, 'ivan', [id]), { by });
    return items.map(({ submission }) => submission.fileName);
  };
  const [all, own] = [
    ['broken', 'other.json', 'inventory.json', 'base.cer', 'ek.cer'],
    ['broken', 'other.json', 'inventory.json'],
  ];
  const expected: Readonly<Record<Role, readonly string[]>> = { operator: all, auditor: all, administrator: all, integrator: own };
  for (const role of ROLES) {
    expect(await namesSeen(role), role).toEqual(expected[role]);
    expect(await namesSeen(role, 'olivia'), role).toEqual(role === 'integrator' ? own : ['base.cer', 'ek.cer']);
  }
});

test('where a file went is told of devices that may be seen, and why another waits', async () => {
  const { store, id } = await twoPeopleHandedIn();
  const seenBy = async (...grants: readonly string[]) => {
    const { items, nameOf } = await seenSubmissions(store, principalOf('integrator', 'ivan', grants), { by: '' });
    const told = items.map(({ submission, outcome }) => [submission.fileName, submission.status, outcome.devices, outcome.waiting]);
    return { told, names: [...nameOf.values()] };
  };
  const broken = ['broken', 'unreadable', [], ['unreadable']];
  const waits = ['other.json', 'settled', [], ['no-such-device']];
  const { manufacturer, model, serial } = device.platform;
  expect(await seenBy(id)).toEqual({
    told: [broken, waits, ['inventory.json', 'settled', [id], []]],
    names: [`${manufacturer} ${model} ${serial}`],
  });
  expect(await seenBy()).toEqual({ told: [broken, waits, ['inventory.json', 'settled', [], []]], names: [] });
});

test('the same bytes wait for who may not hand in for the device, though they are in it by somebody else', async () => {
  const { store, id } = await twoPeopleHandedIn();
  const receivedAt = new Date(Date.UTC(2026, 2, 1, 1));
  await handIn(store, inventoryOf(device), { submittedBy: 'irma', fileName: 'again.json', mayAttachTo: [], receivedAt });
  await settle(store);
  const { items } = await seenSubmissions(store, principalOf('auditor', 'audrey'), { by: '', limit: 4 });
  expect(items.map(({ submission, outcome }) => [submission.fileName, outcome.devices, outcome.waiting])).toEqual([
    ['again.json', [], ['not-granted']],
    ['broken', [], ['unreadable']],
    ['other.json', [], ['no-such-device']],
    ['inventory.json', [id], []],
  ]);
});

test('pages go on by key', async () => {
  const { store } = await twoPeopleHandedIn();
  const names: (string | null)[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await seenSubmissions(store, principalOf('auditor', 'audrey'), {
      by: '',
      limit: 2,
      ...(cursor === undefined ? {} : { cursor }),
    });
    names.push(...page.items.map(({ submission }) => submission.fileName));
    more = page.nextCursor !== null;
    cursor = page.nextCursor ?? undefined;
  }
  expect(names).toEqual(['broken', 'other.json', 'inventory.json', 'base.cer', 'ek.cer']);
});
