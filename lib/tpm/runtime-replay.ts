import { findTpmHash } from './algorithms.ts';
import { digestIn, extend, type ReplayedBank, startValue } from './replay.ts';
import type { RuntimeLog, RuntimeRecord } from './runtime-log.ts';

/** PCRs that the service manager of a running Linux extends. @spec systemd, TPM2 PCR measurements */
export const SYSTEM_PCRS: ReadonlySet<number> = new Set([11, 12, 13, 15]);
/** PCRs of the firmware. */
const FIRMWARE_PCRS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7];

interface Form {
  readonly pcrs: readonly number[];
  readonly text: RegExp;
  /** The digest is keyed by a secret, so that nobody here can compute it. */
  readonly keyed?: true;
}

const system = [...SYSTEM_PCRS];

/** What systemd measures by each type of event, and into which PCRs. @spec systemd 255 to 259, TPM2 PCR measurements */
const FORMS: Readonly<Record<string, Form>> = {
  phase: { pcrs: system, text: /^[\w.-]{1,64}$/ },
  'machine-id': { pcrs: system, text: /^machine-id:[0-9a-f]{32}$/ },
  filesystem: { pcrs: system, text: /^file-system:/ },
  'volume-key': { pcrs: [15], text: /^cryptsetup:/, keyed: true },
  'product-id': { pcrs: system, text: /^product-id:/ },
  keyslot: { pcrs: system, text: /^cryptsetup-keyslot:/ },
  'dm-verity': { pcrs: system, text: /^verity:/ },
  login: { pcrs: system, text: /^login:/ },
  'nvpcr-init': { pcrs: [9], text: /^nvpcr-init:[\w.-]+:0x[0-9a-f]+:[0-9a-f]+$/ },
  'nvpcr-separator': { pcrs: [9], text: /^nvpcr-separator$/ },
  'os-separator': { pcrs: FIRMWARE_PCRS, text: /^os-separator$/ },
};

/**
 * Whether a record may stand for what extended a PCR behind the firmware. Whoever runs the system writes the log: without this, the last records
 * of the firmware's log could be taken out of it and told here in other words. So the digest has to be that of a text that systemd
 * measures into this PCR, and where only a secret gives the digest, the PCR is one that the firmware leaves alone.
 */
export function isSystemMeasurement({ pcr, eventType, text, textMeasured }: RuntimeRecord): boolean {
  const form = eventType !== null && Object.hasOwn(FORMS, eventType) ? FORMS[eventType] : undefined;
  if (form === undefined || pcr === null || text === null) return false;
  return form.pcrs.includes(pcr) && form.text.test(text) && (form.keyed === true || textMeasured);
}

/** Records that extend a PCR. Those of NvPCRs are kept and compared with nothing: no quote of PCRs covers them. */
export const pcrRecords = ({ records }: Pick<RuntimeLog, 'records'>): readonly RuntimeRecord[] => records.filter(({ pcr }) => pcr !== null);

/** PCRs that the log tells of in a bank, where each of the records may stand for what was measured. */
export function toldPcrs(records: readonly RuntimeRecord[], hash: number): ReadonlySet<number> {
  const told = new Set<number>();
  const strange = new Set<number>();
  for (const record of records) {
    if (record.pcr === null) continue;
    told.add(record.pcr);
    if (!isSystemMeasurement(record) || digestIn(record, hash) === undefined) strange.add(record.pcr);
  }
  return new Set([...told].filter((pcr) => !strange.has(pcr)));
}

/** What is extended: by these records, those PCRs of each bank that the whole log can tell of. */
export interface RuntimeExtension {
  readonly records: readonly RuntimeRecord[];
  readonly told: (hash: number) => ReadonlySet<number>;
  readonly startupLocality: number;
}

/** What the banks of the firmware's log hold after the records as well. */
export function extendByRuntime(banks: readonly ReplayedBank[], extension: RuntimeExtension): readonly ReplayedBank[] {
  return banks.map((bank) => (bank.obstacle === null ? extendBank(bank, extension) : bank));
}

function extendBank(bank: ReplayedBank, { records, told, startupLocality }: RuntimeExtension): ReplayedBank {
  const known = findTpmHash(bank.hash);
  if (known === undefined) return bank;
  const own = told(bank.hash);
  const pcrs = new Map(bank.pcrs);
  for (const { pcr, digests } of records) {
    const digest = digestIn({ digests }, bank.hash);
    if (pcr === null || digest === undefined || !own.has(pcr)) continue;
    const before = pcrs.get(pcr) ?? startValue({ pcr, size: known.size, startupLocality });
    pcrs.set(pcr, extend({ hash: known.name, before, digest }));
  }
  return { ...bank, pcrs };
}
