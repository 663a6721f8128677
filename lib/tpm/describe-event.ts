import { toHex } from '#lib/encoding/bytes.ts';
import { decodeEvent, type EventContent } from './content/decode.ts';
import type { DeviceSecurity } from './content/device-security.ts';
import { configurationTableText, partitionTypeName } from './content/known-guids.ts';
import type { Partition } from './content/partition-table.ts';
import type { ListedSignature } from './content/signature-lists.ts';
import type { TaggedFact } from './content/tagged-event.ts';
import type { UefiVariable } from './content/uefi-variable.ts';
import type { LogEvent } from './types.ts';

/** Characters of one description; the rest of a long list is counted. */
const MAX_LISTED = 3;

/** What a record says, in one line for a person: `SecureBoot is on`, `boot loader or application \EFI\…`. */
export function describeEvent(event: Pick<LogEvent, 'type' | 'data'>): string {
  return contentText(decodeEvent(event));
}

/** The same of data that were decoded before. */
export function contentText(content: EventContent): string {
  switch (content.kind) {
    case 'variable':
      return variableText(content);
    case 'image':
      return content.path === '' ? 'an image that the firmware gives no place for' : content.path;
    case 'firmware-blob':
      return `firmware ${content.description ?? `at 0x${content.base.toString(16)}`}, ${content.length} octets`;
    case 'handoff-tables':
      return `tables handed to the operating system${content.description === null ? '' : `, ${content.description}`}: ${content.tables.map(configurationTableText).join(', ')}`;
    case 'partition-table':
      return `partition table of the disk ${content.disk}: ${listed(content.partitions.map(partitionText))}`;
    case 'reference-locator':
      return `reference manifest ${content.manifest}${content.platform === null ? '' : ` for ${platformText(content.platform)}`}`;
    case 'device-security':
      return deviceText(content);
    case 'tagged':
      return listed(content.facts.flatMap(factTexts));
    case 'separator':
      return SEPARATORS[content.state];
    case 'startup-locality':
      return `the TPM was started from locality ${content.locality}`;
    case 'text':
      return content.text === '' ? 'an empty text' : content.text;
    case 'guid':
      return content.guid;
    case 'octets':
      return octetsText(content.octets);
    case 'unreadable':
      return `not of the form that its type asks for: ${content.reason}`;
    default:
      return content satisfies never;
  }
}

const SEPARATORS = {
  normal: 'end of what the firmware measured before it started something else',
  error: 'the firmware met an error',
  other: 'a separator with another value than the standard has',
} as const;

const octetsText = (count: number): string => `${count} ${count === 1 ? 'octet' : 'octets'}`;

const partitionText = ({ name, type }: Partition): string => name || (partitionTypeName(type) ?? type);

function listed(texts: readonly string[]): string {
  if (texts.length === 0) return 'nothing';
  const more = texts.length - MAX_LISTED;
  return `${texts.slice(0, MAX_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function variableText({ name, value }: UefiVariable): string {
  switch (value.kind) {
    case 'switch':
      return `${name} is ${value.on === null ? 'not told' : value.on ? 'on' : 'off'}`;
    case 'signatures':
      return `${name}: ${countsText(value.entries)}`;
    case 'boot-order':
      return `${name}: ${value.entries.length === 0 ? 'empty' : value.entries.join(', ')}`;
    case 'boot-entry':
      return `${name}: ${value.description}${value.active ? '' : ' (inactive)'} at ${value.path}`;
    case 'authority':
      return `allowed by ${listedSignatureText(value.authority)} of ${name}`;
    case 'text':
      return `${name}: ${value.text}`;
    case 'octets':
      return `${name}: ${value.octets === 0 ? 'empty' : `${value.octets} octets`}`;
    default:
      return value satisfies never;
  }
}

const NOUNS = {
  certificate: ['certificate', 'certificates'],
  digest: ['digest', 'digests'],
  other: ['other entry', 'other entries'],
} as const;

function countsText(entries: readonly ListedSignature[]): string {
  const counts = (['certificate', 'digest', 'other'] as const).flatMap((kind) => {
    const some = entries.filter((entry) => entry.kind === kind);
    const names = kind === 'certificate' ? ` (${listed(some.map(shortName))})` : '';
    return some.length === 0 ? [] : [`${some.length} ${NOUNS[kind][some.length === 1 ? 0 : 1]}${names}`];
  });
  return counts.length === 0 ? 'empty' : counts.join(', ');
}

/** The common name of a certificate where it has one, in place of its whole name. */
function shortName(entry: ListedSignature): string {
  if (entry.kind !== 'certificate') return listedSignatureText(entry);
  return (entry.subject === null ? undefined : /(?:^|,)CN=((?:\\.|[^,\\])+)/.exec(entry.subject)?.[1]) ?? entry.subject ?? entry.sha256;
}

/** A key, certificate or digest of a list that Secure Boot consults: `the certificate CN=…`. */
export function listedSignatureText(entry: ListedSignature): string {
  switch (entry.kind) {
    case 'certificate':
      return `the certificate ${entry.subject ?? `with the SHA-256 ${entry.sha256}`}`;
    case 'digest':
      return `the digest ${entry.digest}`;
    case 'other':
      return `an entry of the type ${entry.type} with the SHA-256 ${entry.sha256}`;
    default:
      return entry satisfies never;
  }
}

function platformText({ manufacturer, model, firmwareVersion }: { manufacturer: string; model: string; firmwareVersion: string }): string {
  return [manufacturer, model, firmwareVersion === '' ? '' : `firmware ${firmwareVersion}`].filter((text) => text !== '').join(' ');
}

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');

function deviceText({ pci, path, measurements, certificateOctets, authenticated }: DeviceSecurity): string {
  const part = pci === null ? path || 'a part' : `PCI ${hex4(pci.vendorId)}:${hex4(pci.deviceId)}`;
  const said = certificateOctets > 0 ? 'its certificate chain' : `${measurements.length} measurements of itself`;
  const doubt = authenticated === null || authenticated === 'success' ? '' : ` (${authenticated.replaceAll('-', ' ')})`;
  return `${part}: ${said}${doubt}`;
}

/** A fact that holds others is told by those. */
function factTexts({ id, name, value, children }: TaggedFact): readonly string[] {
  if (children.length > 0) return children.flatMap(factTexts);
  return [`${name ?? `0x${id.toString(16).padStart(8, '0')}`} ${value}`];
}

/** The digests of a record, the longest first: `sha256 …`. */
export const firstDigestText = ({ digests }: Pick<LogEvent, 'digests'>): string => {
  const [longest] = [...digests].sort((a, b) => b.digest.length - a.digest.length);
  return longest === undefined ? 'no digest' : toHex(longest.digest);
};
