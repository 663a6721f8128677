import { compareWithReferences, type ReferenceComparison } from '#lib/attestation/reference/compare.ts';
import { indexReferences } from '#lib/attestation/reference/reference-value.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import type { DeviceState } from '../device-state.ts';
import type { DeviceDocument } from '../types.ts';
import { logOfBoot } from './boot-log.ts';
import { type AcceptedBoot, firmwareSourcesOf } from './firmware-sources.ts';
import { knownFilesOf } from './measured-files.ts';

type Told = Pick<DeviceState, 'documents' | 'expected' | 'boots' | 'firmware'>;

/** What a folded device is to be compared with: the same that its own page compares it with. */
export interface StateReferences {
  /** Null where no source of reference values counts. */
  readonly compareReferences: ((log: EventLog) => ReferenceComparison) | null;
  /** As `matchFiles` takes them; null where no BOM that counts lists a digest. */
  readonly knownFiles: ReadonlySet<string> | null;
}

/** Draws reference values of a device again from what its state tells of them: manifests, BOMs, and boots that were accepted. */
export function referencesOfState(device: Told): StateReferences {
  const { documents, expected } = device;
  const accepted = new Set(expected.basis === 'learned' ? expected.because : []);
  const drawn = firmwareSourcesOf({ documents, platform: platformOf(documents), accepted, learned: acceptedBoots(device) });
  const { values, registers, parts, superseded } = drawn;
  const index = indexReferences(values, { registers, parts, superseded });
  const files = knownFilesOf({ documents, accepted }, values);
  return {
    compareReferences: values.length + registers.length + parts.length === 0 ? null : (log) => compareWithReferences(log, index),
    knownFiles: files.size === 0 ? null : files,
  };
}

function platformOf(documents: readonly DeviceDocument[]): PlatformIdentity | null {
  for (const { read, contributes } of documents) {
    const { document } = read;
    const isBase = document?.kind === 'platform-certificate' || document?.kind === 'rebase-platform-certificate';
    if (isBase && contributes) return document.platform;
  }
  return null;
}

/** Which boots were accepted stands among the sources. */
function acceptedBoots({ firmware, boots, documents }: Told): readonly AcceptedBoot[] {
  return (firmware?.sources ?? []).flatMap(({ by, documentId, signer, detail }): readonly AcceptedBoot[] => {
    const boot = by === 'learned' ? boots.find((each) => each.documentId === documentId) : undefined;
    const log = boot === undefined ? undefined : logOfBoot(documents, boot);
    return boot === undefined || log === undefined ? [] : [{ boot: { boot, log }, acceptedBy: signer ?? '', reason: detail }];
  });
}
