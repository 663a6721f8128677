import { decodeEvent } from './content/decode.ts';
import type { DeviceSecurity } from './content/device-security.ts';
import { partitionTypeName } from './content/known-guids.ts';
import type { Partition } from './content/partition-table.ts';
import type { ReferenceLocator } from './content/reference-locator.ts';
import type { ListedSignature } from './content/signature-lists.ts';
import type { TaggedFact } from './content/tagged-event.ts';
import type { UefiVariable } from './content/uefi-variable.ts';
import type { LogEvent } from './types.ts';

/**
 * What a record holds beyond its one line (`describeEvent`), entry by entry: keys and digests of Secure Boot, partitions, what Windows and systemd
 * tell, measurements that a part gave of itself. Empty where the line says it all.
 */
export function eventDetails(event: Pick<LogEvent, 'type' | 'data'>): readonly string[] {
  const content = decodeEvent(event);
  switch (content.kind) {
    case 'variable':
      return variableDetails(content);
    case 'partition-table':
      return content.partitions.map(partitionDetail);
    case 'tagged':
      return content.facts.flatMap(factDetails);
    case 'device-security':
      return deviceDetails(content);
    case 'reference-locator':
      return locatorDetails(content);
    default:
      return [];
  }
}

function variableDetails({ value }: UefiVariable): readonly string[] {
  if (value.kind === 'signatures') return value.entries.map(signatureDetail);
  return value.kind === 'authority' ? [signatureDetail(value.authority)] : [];
}

function signatureDetail(entry: ListedSignature): string {
  const owner = entry.owner === null ? 'brought along by the shim' : `put there by ${ownerText(entry.owner)}`;
  if (entry.kind === 'digest') return `${entry.algorithm} ${entry.digest}, ${owner}`;
  const what = entry.kind === 'other' ? `entry of the type ${entry.type}` : `certificate ${entry.subject ?? 'that cannot be read'}`;
  return `${what}, SHA-256 ${entry.sha256}, ${owner}`;
}

/** @spec UEFI 2.10 section 32.4.1 (SignatureOwner) */
const MICROSOFT = '77fa9abd-0359-4d32-bd60-28f4e78f784b';

const ownerText = (owner: string): string => (owner === MICROSOFT ? `Microsoft (${owner})` : owner);

function partitionDetail({ name, type, id, from, to }: Partition): string {
  return `${name === '' ? 'without a name' : name}: ${partitionTypeName(type) ?? `type ${type}`}, ${id}, blocks ${from} to ${to}`;
}

/** Facts that hold plain ones alone are one line, such as a driver with its digest and signer. */
function factDetails(fact: TaggedFact): readonly string[] {
  if (fact.children.length === 0) return [factText(fact)];
  if (fact.children.some(({ children }) => children.length > 0)) return fact.children.flatMap(factDetails);
  return [`${factName(fact)}: ${fact.children.map(factText).join('; ')}`];
}

const factName = ({ id, name }: TaggedFact): string => name ?? `0x${id.toString(16).padStart(8, '0')}`;
const factText = (fact: TaggedFact): string => `${factName(fact)} ${fact.value}`;

function deviceDetails({ measurements }: DeviceSecurity): readonly string[] {
  return measurements.map(({ index, value }) => `measurement ${index}: ${value}`);
}

function locatorDetails({ vendorId, platform, manifestLocator }: ReferenceLocator): readonly string[] {
  return [
    `vendor by its enterprise number: ${vendorId}`,
    ...(platform === null || platform.version === '' ? [] : [`version of the platform: ${platform.version}`]),
    ...(platform === null || platform.firmwareManufacturer === '' ? [] : [`maker of the firmware: ${platform.firmwareManufacturer}`]),
    ...(manifestLocator === null ? [] : [`where the manifest is, never fetched: ${manifestLocator}`]),
  ];
}
