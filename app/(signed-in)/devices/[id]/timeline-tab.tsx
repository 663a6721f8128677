import { Box, Stack } from '@mantine/core';
import { LaneChips } from '#components/timeline/lane-chips.tsx';
import type { OpenedRepeats } from '#components/timeline/repeats.tsx';
import { Timeline } from '#components/timeline/timeline.tsx';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { findRepeats } from '#lib/ingest/find-repeats.ts';
import { repeatedActView, timelinePage } from '#lib/present/timeline-entry-view.ts';
import { LANES, type Lane, timelineView } from '#lib/present/timeline-view.ts';
import { BadCursor } from '#lib/store/page.ts';
import { viewerLocale } from '../../../server/texts.ts';
import { type DeviceQuery, deviceAddress } from './device-address.ts';
import type { TabProps } from './tab-props.ts';

/** Rows that the page shows before it is asked for all. */
const NEWEST_ROWS = 200;

export async function TimelineTab({ assessed: { device }, query }: Pick<TabProps, 'assessed' | 'query'>) {
  const locale = await viewerLocale();
  const { lanes } = query;
  const view = timelineView({ locale, events: device.timeline, ...(lanes === undefined ? {} : { lanes }) });
  const present = view.lanes.map(({ lane }) => lane);
  const limit = query.all === true ? Number.POSITIVE_INFINITY : NEWEST_ROWS;
  const page = timelinePage(view, { limit, hrefOf: (event) => deviceAddress({ ...query, repeats: event, after: undefined }) });
  return (
    <Stack gap="md">
      <LaneChips
        chips={view.lanes.map(({ lane, word, count }) => ({
          ...{ lane, word, count },
          shown: lanes === undefined || lanes.includes(lane),
          href: deviceAddress({ ...query, lanes: switched(lane, query, present) }),
        }))}
        allHref={lanes === undefined ? null : deviceAddress({ ...query, lanes: undefined })}
      />
      <Box>
        <Timeline
          page={page}
          opened={openedRepeats(device, query, locale)}
          closedHref={deviceAddress({ ...query, repeats: undefined, after: undefined })}
          changesHref={deviceAddress({ ...query, tab: 'components', lanes: undefined, all: false, scope: 'history' })}
          allHref={deviceAddress({ ...query, all: true })}
        />
      </Box>
    </Stack>
  );
}

/** A page of the acts behind the row that the address opens; a cursor that isn't ours is the first page. */
function openedRepeats(device: TabProps['assessed']['device'], query: DeviceQuery, locale: Locale): OpenedRepeats | null {
  const { repeats: event, after } = query;
  if (event === undefined) return null;
  const page = pageAfter(device, event, after);
  if (page === undefined) return null;
  const acts = page.items.map((act) => repeatedActView(locale, act));
  return {
    event,
    acts,
    firstHref: after === undefined ? null : deviceAddress({ ...query, after: undefined }),
    nextHref: page.nextCursor === null ? null : deviceAddress({ ...query, after: page.nextCursor }),
  };
}

function pageAfter(device: TabProps['assessed']['device'], event: string, cursor: string | undefined) {
  try {
    return findRepeats(device, cursor === undefined ? { event } : { event, cursor });
  } catch (error) {
    if (error instanceof BadCursor) return findRepeats(device, { event });
    throw error;
  }
}

/** A lane is added or taken away; none, and all that there are, mean all. */
function switched(lane: Lane, { lanes }: DeviceQuery, present: readonly Lane[]): readonly Lane[] | undefined {
  const shown = lanes ?? present;
  const chosen = LANES.filter((each) => present.includes(each) && (each === lane ? !shown.includes(each) : shown.includes(each)));
  return chosen.length === 0 || chosen.length === present.length ? undefined : chosen;
}
