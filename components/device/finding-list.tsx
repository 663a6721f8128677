'use client';

import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useEffect } from 'react';
import { type NamedDevice, NamedDevices } from '#components/findings/named-devices.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { SeverityBadge } from '#components/ui/severity-badge.tsx';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import type { ClosedGround } from '#lib/present/closed-ground.ts';
import type { FindingCounts } from '#lib/present/finding-counts.ts';
import type { FindingView } from '#lib/present/finding-view.ts';
import { timeText } from '#lib/present/time-text.ts';
import { EvidenceChip } from './evidence-chip.tsx';
import { findingAnchor } from './finding-anchor.ts';

/** A finding of this device, with when it came and where people decide about it. */
export interface DeviceFinding {
  readonly view: FindingView;
  /** Other devices that it names, and that the viewer may see. */
  readonly named: readonly NamedDevice[];
  /** Null when the page shows another time than now. */
  readonly history: { readonly openedAt: string; readonly episode: number } | null;
  /** Where it stands among the same findings of other devices. */
  readonly inboxHref: string | null;
}

export interface ClosedFinding {
  readonly id: string;
  readonly title: string;
  readonly subject: string;
  readonly closedAt: string;
  readonly ground: ClosedGround;
}

export interface FindingListProps {
  readonly findings: readonly DeviceFinding[];
  readonly counts: FindingCounts;
  readonly closed: readonly ClosedFinding[];
  /** The viewer may decide; else the inbox only shows. */
  readonly mayDecide: boolean;
}

/** What does not add up about a device, the weightiest first. */
export function FindingList({ findings, counts, closed, mayDecide }: FindingListProps) {
  const {
    device: { findings: texts },
    findings: { closedGrounds: grounds },
  } = useTexts();
  const locale = useLocale();
  // A link inside the application changes the address without the browser's own jump: the focus goes there as well.
  useEffect(() => document.getElementById(window.location.hash.slice(1))?.focus(), []);
  return (
    <Stack gap="md">
      {findings.length === 0 ? (
        <EmptyState title={texts.empty}>{texts.emptyText}</EmptyState>
      ) : (
        <Text role="status">{countText(locale, counts)}</Text>
      )}
      {findings.map((finding) => (
        <FindingCard key={finding.view.id} finding={finding} mayDecide={mayDecide} />
      ))}
      {closed.length === 0 ? null : (
        <section>
          <Title order={2} size="h5">
            {texts.closed}
          </Title>
          <ul className="lines breakable">
            {closed.map(({ id, title, subject, closedAt, ground }) => (
              <li key={id}>{fill(texts.closedLine, { title, subject, at: timeText(closedAt), why: grounds[ground] })}</li>
            ))}
          </ul>
        </section>
      )}
    </Stack>
  );
}

/** What is open first; what asks for nothing only where there is some. */
function countText(locale: Locale, { open, info, accepted }: FindingCounts): string {
  return [
    translate(locale, 'device.findings.count', { count: open }),
    ...(info === 0 ? [] : [translate(locale, 'device.findings.countInfo', { count: info })]),
    ...(accepted === 0 ? [] : [translate(locale, 'device.findings.countAccepted', { count: accepted })]),
  ].join(', ');
}

function FindingCard({ finding, mayDecide }: { readonly finding: DeviceFinding; readonly mayDecide: boolean }) {
  const texts = useTexts().device.findings;
  const { view, named, history, inboxHref } = finding;
  return (
    <Paper withBorder p="md" component="article" id={findingAnchor(view.id)} className="finding" tabIndex={-1}>
      <Stack gap="xs">
        <Group gap="xs">
          <SeverityBadge severity={view.severity} />
          <Title order={2} size="h5">
            {view.title}
          </Title>
          <Text className="breakable">{view.subject}</Text>
        </Group>
        <Text className="breakable">{view.detail}</Text>
        <FindingFacts view={view} named={named} />
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {texts.rests}
          </Text>
          {view.because.map((sha256) => (
            <EvidenceChip key={sha256} sha256={sha256} />
          ))}
        </Group>
        <Group gap="md">
          {history === null ? null : (
            <Text size="sm" c="dimmed">
              {fill(history.episode > 1 ? texts.historyAgain : texts.history, { at: timeText(history.openedAt), episode: history.episode })}
            </Text>
          )}
          {inboxHref === null ? null : (
            <Anchor component={Link} prefetch={false} href={inboxHref} size="sm" className="target">
              {mayDecide ? texts.decide : texts.inInbox}
            </Anchor>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}

function FindingFacts({ view, named }: Pick<DeviceFinding, 'view' | 'named'>) {
  const {
    device: { findings: texts },
    findings: { named: namedLabel },
  } = useTexts();
  const facts: readonly (readonly [string, string | null])[] = [
    [texts.expected, view.expected],
    [texts.observed, view.observed],
    [texts.resolve, view.resolve],
    [texts.means, view.means],
    [texts.matters, view.matters],
    [texts.source, view.source],
    [texts.decided, view.decision],
  ];
  return (
    <dl className="facts">
      {facts.map(([label, value]) =>
        value === null ? null : (
          <div key={label} className="fact">
            <dt>{label}</dt>
            <dd className="breakable">{value}</dd>
          </div>
        ),
      )}
      {named.length === 0 ? null : (
        <div className="fact">
          <dt>{namedLabel}</dt>
          <dd className="breakable">
            <NamedDevices devices={named} />
          </dd>
        </div>
      )}
    </dl>
  );
}
