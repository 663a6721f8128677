import { Alert, Stack, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { notFound } from 'next/navigation';
import { CompareHead } from '#components/diff/compare-head.tsx';
import { compareMoments, withoutJudgement } from '#components/diff/compare-moments.ts';
import { DifferenceList } from '#components/diff/difference-list.tsx';
import { firstRows, MAX_DIFFERENCE_ROWS } from '#components/diff/first-rows.ts';
import { StartsCompared } from '#components/diff/starts-compared.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { askDevice } from '#lib/ingest/ask-device.ts';
import { installedPciNames } from '#lib/ingest/pci-list.ts';
import { differenceView } from '#lib/present/difference-view.ts';
import { type StartsBetween, startsBetween } from '#lib/present/starts-between.ts';
import { timeText } from '#lib/present/time-text.ts';
import { findDevice } from '#lib/store/devices.ts';
import { getStore } from '../../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';
import { type DeviceQuery, deviceAddress, tabAddress } from './device-address.ts';

interface CompareTabProps {
  readonly query: DeviceQuery;
  readonly from: string;
  readonly to: string;
}

/** What was observed at one moment against what was observed at another, whichever of them was given first. */
export async function CompareTab({ query, ...given }: CompareTabProps) {
  const [from, to] = given.from <= given.to ? [given.from, given.to] : [given.to, given.from];
  const { moment } = (await viewerTexts()).device;
  const stopped = (await findDevice(getStore(), query.id))?.stopped ?? null;
  if (stopped !== null) return <Note text={fill(moment.overBudgetText, { at: timeText(stopped.at) })} />;
  const known = query.knownAt === undefined ? {} : { knownAt: query.knownAt };
  const [before, after] = await Promise.all([from, to].map((asOf) => askDevice(getStore(), query.id, { asOf, ...known })));
  const head = <CompareHead from={from} to={to} endHref={tabAddress(query, 'components')} />;
  const locale = await viewerLocale();
  const starts = before === undefined || after === undefined ? null : startsBetween(locale, { from: before.device, to: after.device });
  const firmware = <StartsCompared view={starts} href={startsAddress(query, starts)} />;
  const missing = before?.device.observed == null ? from : after?.device.observed == null ? to : undefined;
  if (missing !== undefined) {
    return (
      <Stack>
        {head}
        <Note text={fill(moment.compareNothing, { at: timeText(missing) })} />
        {starts === null ? null : firmware}
      </Stack>
    );
  }
  if (before === undefined || after === undefined) notFound();
  const all = query.all === true;
  const device = compareMoments(before.device, after.device);
  const view = withoutJudgement(differenceView({ locale, device, scope: 'history', all, pciNames: installedPciNames() }));
  const isSame = before.device.observed?.submission.id === after.device.observed?.submission.id;
  return (
    <Stack>
      {head}
      <Text c="dimmed">{isSame ? moment.compareSame : moment.compareNoAuthorization}</Text>
      <DifferenceList
        view={firstRows(view, MAX_DIFFERENCE_ROWS)}
        sides={{
          expected: fill(moment.compareExpected, { at: timeText(from) }),
          observed: fill(moment.compareExpected, { at: timeText(to) }),
        }}
        absent={await absentWords()}
        aliasesHref={null}
        all={all}
        toggleHref={deviceAddress({ ...query, all: !all })}
        isJudged={false}
        showTimes={false}
        findingHrefs={{}}
        findingWord=""
      />
      {firmware}
    </Stack>
  );
}

const startsAddress = ({ id, knownAt }: DeviceQuery, starts: StartsBetween | null): string =>
  deviceAddress({ id, tab: 'firmware', knownAt, ...(starts?.pair ?? {}) });

function Note({ text }: { readonly text: string }) {
  return (
    <Alert color="gray" icon={<IconInfoCircle aria-hidden />}>
      {text}
    </Alert>
  );
}

async function absentWords() {
  const { nothingObserved } = (await viewerTexts()).device.components;
  return { expected: nothingObserved, observed: nothingObserved };
}
