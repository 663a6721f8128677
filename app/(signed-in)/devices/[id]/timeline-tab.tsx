import { Box, Stack } from '@mantine/core';
import { LaneChips } from '#components/timeline/lane-chips.tsx';
import { Timeline } from '#components/timeline/timeline.tsx';
import { timelinePage } from '#lib/present/timeline-entry-view.ts';
import { LANES, type Lane, timelineView } from '#lib/present/timeline-view.ts';
import { viewerLocale } from '../../../server/texts.ts';
import { type DeviceQuery, deviceAddress } from './device-address.ts';
import type { TabProps } from './tab-content.tsx';

/** Rows that the page shows before it is asked for all. */
const NEWEST_ROWS = 200;

export async function TimelineTab({ assessed: { device }, query }: Pick<TabProps, 'assessed' | 'query'>) {
  const locale = await viewerLocale();
  const { lanes } = query;
  const view = timelineView({ locale, events: device.timeline, ...(lanes === undefined ? {} : { lanes }) });
  const present = view.lanes.map(({ lane }) => lane);
  const page = timelinePage(view, query.all === true ? Number.POSITIVE_INFINITY : NEWEST_ROWS);
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
          changesHref={deviceAddress({ ...query, tab: 'components', lanes: undefined, all: false, scope: 'history' })}
          allHref={deviceAddress({ ...query, all: true })}
        />
      </Box>
    </Stack>
  );
}

/** A lane is added or taken away; none, and all that there are, mean all. */
function switched(lane: Lane, { lanes }: DeviceQuery, present: readonly Lane[]): readonly Lane[] | undefined {
  const shown = lanes ?? present;
  const chosen = LANES.filter((each) => present.includes(each) && (each === lane ? !shown.includes(each) : shown.includes(each)));
  return chosen.length === 0 || chosen.length === present.length ? undefined : chosen;
}
