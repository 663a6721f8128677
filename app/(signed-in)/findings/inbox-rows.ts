import { type CauseDetail, type FindingItem, MAX_DECIDED, type PendingRow, type ProposalRow } from '#components/findings/inbox.ts';
import type { Principal } from '#lib/auth/principal.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { asksDevice, closedGround } from '#lib/present/closed-ground.ts';
import { findingHistory } from '#lib/present/finding-history.ts';
import { findingTitle, findingView } from '#lib/present/finding-view.ts';
import { deviceName } from '#lib/present/fleet-view.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { findDeviceRecords } from '#lib/store/devices.ts';
import { type Cause, type GroupFilter, listFindingsOfCause } from '#lib/store/finding-groups.ts';
import type { TrackedFinding } from '#lib/store/findings.ts';
import type { Store } from '#lib/store/open-store.ts';
import { listPendingDecisions, type PendingDecision } from '#lib/store/pending-decisions.ts';
import { listPendingProposals } from '#lib/store/pending-proposals.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { statementsAbout } from '#lib/store/statements.ts';
import { devicesNamedIn } from '../../server/named-devices.ts';
import { causeKey } from './inbox-address.ts';

/** Proposals looked at; what one person proposed for many devices is one row. */
const MAX_PENDING = 200;

interface DetailQuestion {
  readonly locale: Locale;
  readonly cause: Cause;
  readonly filter: GroupFilter;
  readonly visible: 'any' | readonly string[];
  readonly cursor: string | undefined;
  readonly principal: Principal;
}

/** An opened cause: what its rule means, and one page of its devices with their histories. Null when nothing is left of it. */
export async function causeDetail(
  store: Store,
  { locale, cursor, principal, ...question }: DetailQuestion,
): Promise<(Omit<CauseDetail, 'first' | 'next'> & { readonly nextCursor: string | null }) | null> {
  const page = await listFindingsOfCause(store, { ...question, limit: MAX_DECIDED, ...(cursor === undefined ? {} : { cursor }) });
  const [first] = page.items;
  if (first === undefined) return null;
  const devices = [...new Set(page.items.map(({ deviceId }) => deviceId))];
  const names = await deviceNames(store, devices);
  const said = await statementsAbout(store.pool, { devices, submissions: [] });
  const states = question.filter.open || !asksDevice(question.cause.rule) ? NO_STATES : await statesOf(store, devices);
  const namedIn = await devicesNamedIn(store, principal, page.items.map(tellingOf));
  const items = page.items.map((finding) => {
    const statements = said.filter(({ device }) => device === finding.deviceId).map(({ statement }) => statement);
    const ground = closedGround(finding, states.get(finding.deviceId));
    const history = findingHistory({ locale, finding: { ...finding, closedGround: ground }, statements, now: new Date().toISOString() });
    return {
      ...itemOf(locale, finding),
      deviceName: names.get(finding.deviceId) ?? finding.deviceId,
      history,
      named: namedIn(tellingOf(finding)),
    };
  });
  const { means, matters, source } = findingView(locale, { ...first, weighs: 'none' });
  return { means, matters, source, items, nextCursor: page.nextCursor };
}

const tellingOf = ({ deviceId, detail }: TrackedFinding) => ({ device: deviceId, detail });

type States = ReadonlyMap<string, NonNullable<Awaited<ReturnType<typeof findAssessed>>>['device']>;
const NO_STATES: States = new Map();

async function statesOf(store: Store, devices: readonly string[]): Promise<States> {
  const assessed = await Promise.all(devices.map((device) => findAssessed(store, device)));
  return new Map(assessed.flatMap((each) => (each === undefined ? [] : [[each.device.id, each.device] as const])));
}

function itemOf(locale: Locale, finding: TrackedFinding): Omit<FindingItem, 'deviceName' | 'history' | 'named'> {
  const { deviceId, openedAt, closedAt, episode } = finding;
  // What it does to trust is not shown here.
  const { id, subject, expected, observed, detail, resolve, because, decision } = findingView(locale, { ...finding, weighs: 'none' });
  return { device: deviceId, finding: id, subject, expected, observed, detail, resolve, because, openedAt, closedAt, episode, decision };
}

/** Decisions that wait, as the viewer sees them. */
export async function pendingRows(
  store: Store,
  { locale, viewer, visible }: { locale: Locale; viewer: string; visible: 'any' | readonly string[] },
): Promise<{ readonly rows: readonly PendingRow[]; readonly hasMore: boolean; readonly causes: ReadonlySet<string> }> {
  const { items, hasMore } = await listPendingDecisions(store, { now: new Date(), visible, limit: MAX_PENDING });
  const names = await deviceNames(
    store,
    items.map(({ statement }) => statement.device),
  );
  const proposals = Map.groupBy(items, proposalKey);
  const rows = [...proposals.values()].flatMap((together) => {
    const [first] = together;
    if (first === undefined) return [];
    const { decision, expiresAt, author, at, reason } = first.statement;
    const places = together.map(({ statement: { id, device }, subject }) => {
      return { statement: id, subject, device, deviceName: names.get(device) ?? device };
    });
    const title = findingTitle(locale, first.rule);
    return [{ severity: first.severity, title, places, decision, until: expiresAt, author, at, reason, isOwn: author === viewer }];
  });
  const causes = new Set(items.map(({ severity, rule, cause }) => causeKey({ severity, rule, subject: cause })));
  return { rows, hasMore, causes };
}

/** Proposals about what is expected of devices: they are settled on the page of the device. */
export async function proposalRows(
  store: Store,
  { viewer, visible }: { viewer: string; visible: 'any' | readonly string[] },
): Promise<{ readonly rows: readonly ProposalRow[]; readonly hasMore: boolean }> {
  const { items, hasMore } = await listPendingProposals(store, { visible });
  const names = await deviceNames(
    store,
    items.map(({ device }) => device),
  );
  const rows = items.map(({ id, kind, device, author, at, reason }) => {
    const said = { author: visibleText(author), at, reason: visibleText(reason), isOwn: author === viewer };
    return { statement: id, proposes: kind, device, deviceName: names.get(device) ?? device, ...said };
  });
  return { rows, hasMore };
}

/** What was proposed at once is settled at once: same author, same decision, same reason, same rule. */
function proposalKey({ statement, rule, severity }: PendingDecision): string {
  const { author, decision, expiresAt, reason } = statement;
  return JSON.stringify([author, decision, expiresAt, reason, rule, severity]);
}

async function deviceNames(store: Store, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const records = await findDeviceRecords(store.pool, [...new Set(ids)]);
  return new Map(records.map((record) => [record.id, deviceName(record)]));
}
