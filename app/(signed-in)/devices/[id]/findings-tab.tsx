import { FindingList } from '#components/device/finding-list.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { closedGround } from '#lib/present/closed-ground.ts';
import { findingCounts } from '#lib/present/finding-counts.ts';
import { findingTitle, findingView } from '#lib/present/finding-view.ts';
import { findingsOfDevice } from '#lib/store/findings.ts';
import { devicesNamedIn } from '../../../server/named-devices.ts';
import { getStore } from '../../../server/store.ts';
import { viewerLocale } from '../../../server/texts.ts';
import { causeKey, inboxHref } from '../../findings/inbox-address.ts';
import type { TabProps } from './tab-props.ts';

/** Closed findings that the page lists; the inbox has all of them. */
const MAX_CLOSED = 50;

/** Findings at the moment asked about; how long they have been open is known for now only. */
export async function FindingsTab({ assessed, query, principal }: Omit<TabProps, 'documents'>) {
  const locale = await viewerLocale();
  const isNow = query.asOf === undefined && query.knownAt === undefined;
  const tracked = isNow ? await findingsOfDevice(getStore(), query.id) : [];
  const device = query.id;
  const namedIn = await devicesNamedIn(
    getStore(),
    principal,
    assessed.findings.map(({ detail }) => ({ device, detail })),
  );
  const histories = new Map(tracked.map(({ id, openedAt, episode }) => [id, { openedAt, episode }]));
  return (
    <FindingList
      mayDecide={hasRight(principal, 'decision.record')}
      counts={findingCounts(assessed.findings)}
      findings={assessed.findings.map((finding) => ({
        view: findingView(locale, finding),
        named: namedIn({ device, detail: finding.detail }),
        history: histories.get(finding.id) ?? null,
        inboxHref: isNow ? causeHref(finding) : null,
      }))}
      closed={tracked
        .flatMap(({ id, rule, subject, closedAt, because }) =>
          closedAt === null
            ? []
            : [{ id, title: findingTitle(locale, rule), subject, closedAt, ground: closedGround({ rule, because }, assessed.device) }],
        )
        .slice(0, MAX_CLOSED)}
    />
  );
}

function causeHref(finding: Parameters<typeof causeKey>[0]): string {
  const filter = { severity: '', rule: finding.rule, state: 'open', decision: '' } as const;
  return inboxHref({ filter, cursor: undefined, more: undefined, cause: causeKey(finding) });
}
