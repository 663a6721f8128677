import { Stack, Text } from '@mantine/core';
import { BootEvents, RegisterValues } from '#components/firmware/boot-events.tsx';
import { BootList } from '#components/firmware/boot-list.tsx';
import { BootSteps } from '#components/firmware/boot-steps.tsx';
import { ReferenceValues } from '#components/firmware/reference-values.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { type ChosenBoot, firmwareView } from '#lib/present/firmware-view.ts';
import { referenceView } from '#lib/present/reference-view.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';
import { type DeviceQuery, deviceAddress } from './device-address.ts';
import type { TabProps } from './tab-content.tsx';

/** How the device starts: its boots, what differs between them, and what each measured. */
export async function FirmwareTab({ assessed: { device }, query }: Pick<TabProps, 'assessed' | 'query'>) {
  const { boot, against } = query;
  const locale = await viewerLocale();
  const view = firmwareView(locale, { device, boot, against });
  const texts = (await viewerTexts()).firmware;
  if (view === null) return <EmptyState title={texts.empty}>{texts.emptyText}</EmptyState>;
  const { boots, chosen } = view;
  const own: DeviceQuery = { ...query, boot: chosen.boot.id, pcr: undefined };
  const hrefs = boots.map(({ id }) => [id, deviceAddress({ ...query, boot: id, against: undefined, pcr: undefined })]);
  return (
    <Stack gap="lg">
      <BootList boots={boots} chosen={chosen.boot.id} hrefs={Object.fromEntries(hrefs)} />
      <BootSteps chosen={chosen} {...formOf(own)} />
      {device.firmware === null ? null : <ReferenceValues view={referenceView(locale, device.firmware)} />}
      <Records chosen={chosen} query={{ ...own, pcr: query.pcr }} gone={texts.gone} />
    </Stack>
  );
}

interface RecordsProps {
  readonly chosen: ChosenBoot;
  readonly query: DeviceQuery;
  readonly gone: string;
}

function Records({ chosen: { events, registers, values }, query, gone }: RecordsProps) {
  if (events === null) return <Text c="dimmed">{gone}</Text>;
  const pcr = registers.find((each) => each === query.pcr) ?? null;
  return (
    <>
      <BootEvents
        events={pcr === null ? events : events.filter((event) => event.pcr === pcr)}
        registers={registers.map((each) => ({ pcr: each, href: deviceAddress({ ...query, pcr: each }) }))}
        pcr={pcr}
        allHref={deviceAddress({ ...query, pcr: undefined })}
      />
      <RegisterValues values={values} />
    </>
  );
}

/** A form can't send an address with a query of its own: its parts go along as fields. */
function formOf(query: DeviceQuery): { readonly path: string; readonly kept: Readonly<Record<string, string>> } {
  const [path = '', search] = deviceAddress({ ...query, against: undefined }).split('?');
  return { path, kept: Object.fromEntries(new URLSearchParams(search)) };
}
