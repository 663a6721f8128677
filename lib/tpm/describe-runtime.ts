import { hashNameOf } from './algorithms.ts';
import type { RuntimeLog, RuntimeRecord } from './runtime-log.ts';

/** The phases that systemd measures, in their order. Others are the administrator's. @spec systemd-pcrphase.service(8) */
const PHASES: Readonly<Record<string, string>> = {
  'enter-initrd': 'the initial file system of the kernel begins',
  'leave-initrd': 'the initial file system hands over to the system',
  sysinit: 'the system is initialized, its local file systems are there',
  ready: 'the system is up, before users may log in',
  shutdown: 'the system begins to shut down',
  final: 'the service manager ends',
};

/** What a record says, in words for a person. What isn't covered by its digest is told as told. */
export function describeRuntimeRecord(record: RuntimeRecord): string {
  const { text, textMeasured, eventType } = record;
  if (text === null) return eventType === null ? 'a measurement without words' : `a measurement of the type ${eventType}`;
  const said = wordsOf(eventType, text);
  if (textMeasured) return said;
  return isKeyed(record) ? `${said}; the digest is keyed by a secret, so the words are told, not measured` : `${said}; told, not measured`;
}

/** Keys and credentials are measured by a code that only who knows them can compute. @spec systemd, TPM2 PCR measurements */
const isKeyed = ({ eventType, text }: RuntimeRecord): boolean => eventType === 'volume-key' || text?.startsWith('credential:') === true;

function wordsOf(eventType: string | null, text: string): string {
  const parts = text.split(':');
  switch (eventType) {
    case 'phase':
      return Object.hasOwn(PHASES, text) ? `phase ${text}: ${PHASES[text] ?? ''}` : `phase ${text}`;
    case 'machine-id':
      return `machine id ${parts.slice(1).join(':')}`;
    case 'product-id':
      return `product id ${parts.slice(1).join(':')}`;
    case 'filesystem':
      return fileSystemWords(parts.slice(1));
    case 'volume-key':
      return `key of the encrypted volume ${parts[1] ?? ''} (${parts[2] ?? 'no UUID'})`;
    case 'keyslot':
      return `the volume ${parts[1] ?? ''} was opened by ${parts[3] ?? 'an unknown mechanism'}, slot ${parts[4] ?? 'unknown'}`;
    case 'dm-verity':
      return `protected image ${parts[1] ?? ''} with the root hash ${parts[2] ?? ''}`;
    case 'nvpcr-init':
      return `the NvPCR ${parts[1] ?? ''} begins (${parts[2] ?? ''})`;
    case 'nvpcr-separator':
      return 'every NvPCR has begun: those of later are not of the start';
    case 'os-separator':
      return 'the operating system takes over from the firmware';
    case 'login':
      return `the user ${parts[1] ?? ''} logs in`;
    default:
      return eventType === null ? text : `${eventType}: ${text}`;
  }
}

/** Six facts of the file system and its partition, which newer versions put the mount point in front of. */
function fileSystemWords(parts: readonly string[]): string {
  const [mount, facts] = parts[0]?.startsWith('/') === true ? [` ${parts[0]}`, parts.slice(1)] : ['', parts];
  const [type = '', uuid = '', label = ''] = facts;
  const named = label === '' ? '' : `, labeled ${label}`;
  return `file system${mount} (${type}${uuid === '' ? '' : `, ${uuid}`}${named})`;
}

/** Where a record went, such as `PCR 11` or `NV index 0x01d10200`. */
export function runtimePlace({ pcr, nvIndex }: RuntimeRecord): string {
  return pcr === null ? `NV index 0x${(nvIndex ?? 0).toString(16).padStart(8, '0')}` : `PCR ${pcr}`;
}

/** One line for a person, such as `runtime log of systemd: 7 measurements into PCR 11, PCR 15 in sha256`. */
export function describeRuntimeLog({ records }: RuntimeLog): string {
  const places = [...new Set(records.map(runtimePlace))];
  const banks = [...new Set(records.flatMap(({ digests }) => digests.map(({ hash }) => hashNameOf(hash))))];
  const shown = places.length > 6 ? `${places.slice(0, 6).join(', ')} and ${places.length - 6} more` : places.join(', ');
  return `runtime log of systemd: ${records.length} ${records.length === 1 ? 'measurement' : 'measurements'} into ${shown} in ${banks.join(', ') || 'no bank that is known'}`;
}
