import { Alert, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { findingAnchor } from '#components/device/finding-anchor.ts';
import { HbomLinks } from '#components/device/hbom-links.tsx';
import { DifferenceList } from '#components/diff/difference-list.tsx';
import { DifferenceSides } from '#components/diff/difference-sides.tsx';
import { findingOfRow } from '#components/diff/finding-of-row.ts';
import { firstRows, MAX_DIFFERENCE_ROWS } from '#components/diff/first-rows.ts';
import { ObservedList } from '#components/diff/observed-list.tsx';
import { observedParts } from '#components/diff/observed-parts.ts';
import { ScopeSwitch } from '#components/diff/scope-switch.tsx';
import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { installedPciNames } from '#lib/ingest/pci-list.ts';
import { type DifferenceView, differenceView } from '#lib/present/difference-view.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';
import { CompareTab } from './compare-tab.tsx';
import { type DeviceQuery, deviceAddress, hbomAddress, tabAddress } from './device-address.ts';
import type { TabProps } from './tab-props.ts';

export async function ComponentsTab({ assessed, query, principal }: Omit<TabProps, 'documents'>) {
  if (query.from !== undefined && query.to !== undefined) {
    return <CompareTab query={query} from={query.from} to={query.to} />;
  }
  const { components } = (await viewerTexts()).device;
  const locale = await viewerLocale();
  const { device } = assessed;
  const isExpected = device.expected.basis !== 'none' && device.expected.basis !== 'conflict';
  const scope = query.scope ?? 'conformance';
  const all = query.all === true;
  const pciNames = installedPciNames();
  const view = firstRows(differenceView({ locale, device, scope, all, pciNames }), MAX_DIFFERENCE_ROWS);
  return (
    <Stack gap="md">
      <ScopeSwitch scope={scope} hrefs={{ conformance: scopeAddress(query, 'conformance'), history: scopeAddress(query, 'history') }} />
      {isExpected ? null : <NoConformance />}
      {scope === 'conformance' ? <DifferenceSides sides={view} /> : null}
      {scope === 'conformance' ? (
        <HbomLinks
          expectedHref={isExpected ? hbomAddress(query, 'expected') : null}
          observedHref={device.observed === null ? null : hbomAddress(query, 'observed')}
        />
      ) : null}
      {scope === 'history' ? <Text c="dimmed">{components.historyLead}</Text> : null}
      {scope === 'conformance' && !isExpected ? (
        <ObservedList observed={observedParts({ locale, device, limit: MAX_DIFFERENCE_ROWS, pciNames })} />
      ) : (
        <DifferenceList
          view={view}
          all={all}
          showTimes={scope === 'history'}
          aliasesHref={hasRight(principal, 'policy.read') ? '/aliases' : null}
          toggleHref={deviceAddress({ ...query, all: !all })}
          {...(scope === 'history' ? historyWords(components) : {})}
          {...findingLinks({ view, findings: assessed.findings, query, principal, words: components })}
        />
      )}
    </Stack>
  );
}

type Words = Awaited<ReturnType<typeof viewerTexts>>['device']['components'];

const scopeAddress = ({ id, asOf, knownAt }: DeviceQuery, scope: 'conformance' | 'history'): string =>
  deviceAddress({ id, tab: 'components', asOf, knownAt, scope });

const historyWords = ({ before, after, nothingObserved, nothingExpected }: Words) => ({
  sides: { expected: before, observed: after },
  absent: { expected: nothingExpected, observed: nothingObserved },
});

async function NoConformance() {
  const { components } = (await viewerTexts()).device;
  return (
    <Alert color="gray" icon={<IconInfoCircle aria-hidden />}>
      <Text fw={600}>{components.noConformance}</Text>
      <Text size="sm">{components.noConformanceDo}</Text>
    </Alert>
  );
}

interface FindingLinks {
  readonly view: DifferenceView;
  readonly findings: TabProps['assessed']['findings'];
  readonly query: DeviceQuery;
  readonly principal: Principal;
  readonly words: Words;
}

/** From each row that nobody signed for to the finding about it. */
function findingLinks({ view, findings, query, principal, words }: FindingLinks) {
  const page = tabAddress(query, 'findings');
  const hrefs = view.groups
    .flatMap(({ rows }) => rows)
    .filter(({ isUnexplained }) => isUnexplained)
    .flatMap((row) => {
      const finding = findingOfRow(row, findings);
      return finding === undefined ? [] : [[row.id, `${page}#${findingAnchor(finding.id)}`] as const];
    });
  return { findingHrefs: Object.fromEntries(hrefs), findingWord: hasRight(principal, 'decision.record') ? words.decide : words.see };
}
