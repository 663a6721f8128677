import type { GovernedLine } from '#lib/device/statement/governed-lines.ts';
import type { GoverningKind, Statement } from '#lib/device/statement/statement-types.ts';
import { devicesWithPartsOf } from '#lib/store/components.ts';
import { devicesNamed } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { Tables } from './governing.ts';
import { concernedDevices } from './recheck.ts';
import { devicesConcerned } from './refold-after.ts';

/** Devices that are counted; of more, that they are more. */
export const MAX_CONCERNED = 100_000;
const BATCH = 10_000;

export type GoverningChange = Extract<Statement, { readonly kind: GoverningKind }>;

interface ConcernQuestion {
  readonly change: GoverningChange;
  readonly before: Tables;
  readonly after: Tables;
}

/** Every device whose answer a change may change, always in the same order; one more than the limit where there are more. */
export async function devicesOfChange(store: Store, { change, before, after }: ConcernQuestion): Promise<readonly string[]> {
  if (change.kind === 'issuer-policy') {
    const job = await devicesConcerned(store, { change, before: before.issuerPolicy, after: after.issuerPolicy });
    return allDevices(await concernedDevices(store, job));
  }
  const limit = MAX_CONCERNED + 1;
  if (change.kind === 'attestation-policy') {
    const line = change.change.action === 'add' ? change.change.line : lineOf(before.attestationPolicy, change.change.line);
    return line === undefined ? [] : devicesNamed(store.pool, { ...line, limit });
  }
  const line = change.change.action === 'add' ? change.change.line : lineOf(before.aliases, change.change.line);
  const naming = line === undefined ? [] : await devicesWithPartsOf(store.pool, { manufacturers: [line.name, line.means], limit });
  // Those that hold a part of one of the names come first. An earlier inventory can have named it too, so the others follow.
  const any = await allDevices(await concernedDevices(store, { issuers: 'any' }));
  return [...new Set([...naming, ...any])].slice(0, limit);
}

async function allDevices(pageAfter: Awaited<ReturnType<typeof concernedDevices>>): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length <= MAX_CONCERNED) {
    const page = await pageAfter(ids.at(-1) ?? '', Math.min(BATCH, MAX_CONCERNED + 1 - ids.length));
    if (page.length === 0) break;
    ids.push(...page);
  }
  return ids;
}

const lineOf = <Line>({ lines }: { readonly lines: readonly GovernedLine<Line>[] }, id: string): Line | undefined =>
  lines.find((each) => each.id === id)?.line;
