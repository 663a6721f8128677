import { Stack, Text } from '@mantine/core';
import { AttestationPanel } from '#components/firmware/attestation-panel.tsx';
import { BootEvents, RegisterValues } from '#components/firmware/boot-events.tsx';
import { BootList } from '#components/firmware/boot-list.tsx';
import { BootSteps } from '#components/firmware/boot-steps.tsx';
import { ForeignResults } from '#components/firmware/foreign-results.tsx';
import { ReferenceValues } from '#components/firmware/reference-values.tsx';
import { RuntimeRecords } from '#components/firmware/runtime-records.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { attestationView } from '#lib/present/attestation-view.ts';
import { recordsOf } from '#lib/present/boot-records.ts';
import { type ChosenBoot, firmwareView } from '#lib/present/firmware-view.ts';
import { foreignResultView } from '#lib/present/foreign-result-view.ts';
import { referenceView } from '#lib/present/reference-view.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';
import { type DeviceQuery, deviceAddress } from './device-address.ts';
import type { TabProps } from './tab-props.ts';

/** What the TPM said, how the device starts, what differs between starts, and what each measured. */
export async function FirmwareTab({ assessed: { device, at }, query, principal }: Pick<TabProps, 'assessed' | 'query' | 'principal'>) {
  const locale = await viewerLocale();
  const texts = (await viewerTexts()).firmware;
  const told = [device.boots, device.attestation.keys, device.attestation.attestations, device.results];
  const isEmpty = told.every(({ length }) => length === 0);
  if (isEmpty) return <EmptyState title={texts.empty}>{texts.emptyText}</EmptyState>;
  return (
    <Stack gap="lg">
      <AttestationPanel view={attestationView(locale, device)} />
      {device.attestation.keys.length > 0 && hasRight(principal, 'statement.read') ? <EnrolmentsLink device={device.id} /> : null}
      {device.results.length === 0 ? null : <ForeignResults view={foreignResultView(locale, { ...device, at })} />}
      {device.firmware === null ? null : <ReferenceValues view={referenceView(locale, device.firmware)} />}
      <Boots device={device} query={query} />
    </Stack>
  );
}

/** Where the keys of this device are listed with what was taken back, and are taken back. */
async function EnrolmentsLink({ device }: { readonly device: string }) {
  const texts = (await viewerTexts()).enrolments;
  return <PageLink href={`/enrolments?${new URLSearchParams({ device })}`}>{texts.ofDevice}</PageLink>;
}

interface BootsProps {
  readonly device: TabProps['assessed']['device'];
  readonly query: DeviceQuery;
}

async function Boots({ device, query }: BootsProps) {
  const { boot, against, differing } = query;
  const view = firmwareView(await viewerLocale(), { device, boot, against, differing });
  if (view === null) return null;
  const { boots, chosen } = view;
  const own: DeviceQuery = { ...query, boot: chosen.boot.id };
  const hrefs = boots.map(({ id }) => [id, deviceAddress({ ...query, ...ALL_RECORDS, boot: id, against: undefined })]);
  return (
    <>
      <BootList boots={boots} chosen={chosen.boot.id} hrefs={Object.fromEntries(hrefs)} />
      <BootSteps chosen={chosen} {...formOf({ ...own, ...ALL_RECORDS, against: undefined })} />
      <Records chosen={chosen} query={own} gone={(await viewerTexts()).firmware.gone} />
    </>
  );
}

/** Another start has records of its own. */
const ALL_RECORDS = { pcr: undefined, type: undefined, text: undefined, differing: undefined };

interface RecordsProps {
  readonly chosen: ChosenBoot;
  readonly query: DeviceQuery;
  readonly gone: string;
}

function Records({ chosen, query, gone }: RecordsProps) {
  const records = recordsOf(chosen, query);
  if (records === null) return <Text c="dimmed">{gone}</Text>;
  const { against, registers, values } = chosen;
  const { events, runtime, types, pcr, type } = records;
  const { text, differing = false } = query;
  return (
    <>
      <BootEvents
        events={events}
        registers={registers.map((each) => ({ pcr: each, href: deviceAddress({ ...query, pcr: each }) }))}
        pcr={pcr}
        allHref={deviceAddress({ ...query, pcr: undefined })}
        filter={{ types, type, text: text ?? '', differing, against: against?.atText ?? null }}
        form={formOf({ ...query, type: undefined, text: undefined, differing: undefined })}
        clearHref={type !== null || text !== undefined || differing ? deviceAddress({ ...query, ...ALL_RECORDS }) : null}
      />
      {runtime === null ? null : <RuntimeRecords runtime={runtime} differing={differing} />}
      <RegisterValues values={values} />
    </>
  );
}

/** A form can't send an address with a query of its own: its parts go along as fields. */
function formOf(query: DeviceQuery): { readonly path: string; readonly kept: Readonly<Record<string, string>> } {
  const [path = '', search] = deviceAddress(query).split('?');
  return { path, kept: Object.fromEntries(new URLSearchParams(search)) };
}
