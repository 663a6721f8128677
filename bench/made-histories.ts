import { verifyDocument } from '#lib/artifact/verify.ts';
import { assembleDevices } from '#lib/device/assemble.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import type { Verify } from '#lib/device/link/judge.ts';
import type { Check } from '#lib/encoding/check.ts';
import { makeEndorsementKeyCertificate } from '#lib/testing/endorsement-key-certificates.ts';
import { makeInventory } from '#lib/testing/inventories.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { readEvidence } from '#lib/testing/read-evidence.ts';
import { memoryModule, type SampleComponent } from '#lib/testing/sample-device.ts';
import { type BenchTrust, trustOf } from './check-certificates.ts';
import { type BenchAuthorities, makeBenchAuthorities } from './made-certificates.ts';

/** Files of one device and who is trusted for them. */
export interface BenchHistory {
  readonly trust: BenchTrust;
  /** The base, then the deltas that follow it one by one. */
  readonly certificates: readonly Uint8Array[];
  /** Of the device's holder, and the certificate authority between. */
  readonly others: readonly Uint8Array[];
  /** What the device is made of after the last delta. */
  readonly components: readonly SampleComponent[];
  readonly platform: { readonly manufacturer: string; readonly model: string; readonly version: string; readonly serial: string };
}

const MINUTE_MS = 60_000;
const FIRST_RECEIVED = Date.UTC(2026, 0, 1);

/** Each delta replaces one part of the base: a line that removes it and a line that adds another. */
export function makeBenchHistory({ device, components, deltas }: { device: number; components: number; deltas: number }): BenchHistory {
  const authorities = makeBenchAuthorities('ec-p256');
  const { root, issuer } = authorities;
  const serial = `FH${String(device).padStart(6, '0')}`;
  const platform = { manufacturer: 'Kirin Systems', model: 'Rack Server R620', version: 'A1', serial };
  const built = Array.from({ length: components }, (_, index) => memoryModule(`${serial}-${index}`));
  const put = built.slice(0, deltas).map((_, index) => memoryModule(`${serial}-NEW${index}`));
  const holder = { issuer: root.name, serialNumber: BigInt(device) };
  const first = 1_000_000n * BigInt(device);
  const certificates = [
    makePlatformCertificate({ authority: issuer, holder, serialNumber: first, platform, components: built }),
    ...put.map((part, index) => deltaAfter(authorities, { order: index + 1, first, platform, removed: built[index] ?? part, added: part })),
  ];
  const ek = makeEndorsementKeyCertificate({ authority: root, serialNumber: holder.serialNumber, seed: 'fold ek', algorithm: 'ec-p256' });
  return {
    trust: trustOf({ root: root.certificate, issuer: issuer.certificate }),
    certificates,
    others: [issuer.certificate, ek],
    components: [...built.slice(deltas), ...put],
    platform,
  };
}

interface Replacement {
  readonly order: number;
  readonly first: bigint;
  readonly platform: BenchHistory['platform'];
  readonly removed: SampleComponent;
  readonly added: SampleComponent;
}

function deltaAfter({ issuer }: BenchAuthorities, { order, first, platform, removed, added }: Replacement): Uint8Array {
  return makePlatformCertificate({
    authority: issuer,
    kind: 'delta',
    holder: { issuer: issuer.name, serialNumber: first + BigInt(order - 1) },
    serialNumber: first + BigInt(order),
    platform,
    components: [
      { ...removed, status: 'removed' },
      { ...added, status: 'added' },
    ],
    notBefore: new Date(Date.UTC(2025, 0, order)).toISOString(),
  });
}

/** A report that shows the parts; the number makes it another file. */
export function reportOf({ platform }: BenchHistory, components: readonly SampleComponent[], number: number): Uint8Array {
  return makeInventory({ platform, components, properties: [{ name: 'Report', value: String(number) }] });
}

/** Evidence that is read and verified beforehand. */
export interface JudgedEvidence {
  readonly evidence: Evidence;
  /** Gives each document the checks that it had; nothing is verified again. */
  readonly verify: Verify;
}

/**
 * Reads and verifies files that come in one a minute, in their order; a file that comes in again is one more submission of one artifact.
 * What is verified is verified as the device's folding asks for it, so that the checks are those of the real pipeline.
 */
export function judgedEvidence({ trust }: BenchHistory, files: readonly Uint8Array[]): JudgedEvidence {
  const evidence = readEvidence(
    files.map((bytes, index) => ({
      label: String(index).padStart(6, '0'),
      bytes,
      receivedAt: new Date(FIRST_RECEIVED + index * MINUTE_MS).toISOString(),
    })),
    trust.anchors,
  );
  const checks = new Map<string, readonly Check[]>();
  assembleDevices(evidence, {
    verify: (input) => {
      const found = verifyDocument(input);
      checks.set(input.read.id, found);
      return found;
    },
  });
  return { evidence, verify: ({ read: { id } }) => checks.get(id) ?? missing(id) };
}

function missing(id: string): never {
  throw new Error(`${id} was not verified beforehand`);
}
