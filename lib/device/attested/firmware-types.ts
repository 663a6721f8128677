/** What one source of reference values is worth for a device. */
export type SourceStanding =
  /** Its values count. */
  | 'counts'
  /** Its values count as genuine; a newer manifest replaced it, so they are no longer current. */
  | 'superseded'
  /** A required check doesn't pass, or nobody accepted it. */
  | 'not-trusted'
  /** It is about another manufacturer or model. */
  | 'other-platform'
  /** It convinces, and none of the files that it vouches for is at hand. */
  | 'without-values';

/** A manifest, a BOM or a log that may tell what the firmware of a device should measure. */
export interface FirmwareSource {
  readonly by: 'manifest' | 'bom' | 'learned';
  readonly documentId: string;
  /** Artifacts that its values rest on, its own first. */
  readonly because: readonly string[];
  /** In one line. */
  readonly name: string;
  readonly firmwareManufacturer: string | null;
  readonly firmwareVersion: string | null;
  /** Who signed, or who accepted it; null for nobody. */
  readonly signer: string | null;
  readonly standing: SourceStanding;
  /** One sentence without a period: why it stands so. */
  readonly detail: string;
  /** ISO 8601: when it was first handed in. */
  readonly since: string;
  /** Reference values that it gives. */
  readonly values: number;
}

/** A record of a boot that reference values speak against, or can't speak of. */
export interface DoubtedRecord {
  /** `outdated`: genuine, and only by a manifest that a newer one replaced. */
  readonly outcome: 'mismatch' | 'not-referenced' | 'outdated';
  readonly pcr: number;
  /** Name of the type; no digest covers it. */
  readonly type: string;
  /** `sha256:` and hexadecimal digits, in the strongest bank. */
  readonly digest: string;
  /** What was measured, in words. */
  readonly says: string;
  /** What sources know and the log did not measure, in words, the likeliest first. For `outdated`, by what it is known. */
  readonly instead: readonly string[];
  /** Artifacts of the sources named in `instead`. */
  readonly because: readonly string[];
}

/** What reference values say of the last start of a device. */
export interface MeasuredFirmware {
  /** The log's artifact. */
  readonly sha256: string;
  /** ISO 8601: when the log was received. */
  readonly receivedAt: string;
  /** Whether a quote vouches for the log; else it is what its submitter says. */
  readonly attested: boolean;
  readonly sources: readonly FirmwareSource[];
  /** Document ids of the manifests whose firmware was started, in the order of the sources. */
  readonly running: readonly string[];
  /** Records by what is said of them. `referenced` counts the outdated ones, too. */
  readonly counts: Readonly<Record<'referenced' | 'outdated' | 'not-referenced' | 'mismatch' | 'ignored', number>>;
  /** In the order of the log: everything but what is referenced and current, or ignored. */
  readonly records: readonly DoubtedRecord[];
  /** Records beyond those that are kept. */
  readonly furtherRecords: number;
}
