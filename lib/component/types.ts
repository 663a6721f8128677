/** A class value and the registry that gives it meaning. */
export interface ComponentClass {
  /** Dotted OID of the registry, such as `2.23.133.18.3.1` (TCG). */
  readonly registry: string;
  /** 8 upper-case hexadecimal digits; another text when the source wrote something else. */
  readonly value: string;
}

export interface ComponentAddress {
  /** `ethernet-mac`, `wlan-mac`, `bluetooth-mac`, or the dotted OID of another type. */
  readonly kind: string;
  /** As the source wrote it. */
  readonly value: string;
}

export type ComponentStatus = 'added' | 'modified' | 'removed';

/**
 * What a part is said to be, in the source's own spelling. Comparison normalizes; nothing here is rewritten.
 * @spec TCG Platform Certificate Profile 1.1 section 3.1.6 (ComponentIdentifier)
 */
export interface Component {
  /** Null where the format has no class (configuration 1.0, many BOMs). */
  readonly class: ComponentClass | null;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string | null;
  readonly revision: string | null;
  /** Dotted OID of the manufacturer's private enterprise number. */
  readonly manufacturerId: string | null;
  /** Null is "not said", which differs from false. */
  readonly fieldReplaceable: boolean | null;
  readonly addresses: readonly ComponentAddress[];
  /** What a delta says of it; null outside deltas. */
  readonly status: ComponentStatus | null;
}

/** What kind of part: the closed list that coverage, matching and pages use. */
export const CATEGORIES = [
  'chassis',
  'board',
  'processor',
  'accelerator',
  'memory',
  'storage',
  'network',
  'controller',
  'security-module',
  'power',
  'cooling',
  'input-output',
  'firmware',
  'operating-system',
  'software',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Where a unit stands among the assemblies of its document. */
export interface Nesting {
  /** Names the unit within its document, and nothing beyond it. */
  readonly id: string;
  /** The assembly that it is part of; null directly in the device. */
  readonly inside: { readonly id: string; readonly name: string } | null;
}

/** A component placed in a state: where it sits, what kind it is. */
export interface Unit extends Component {
  readonly category: Category;
  /** Slot, locator or bus address as the source wrote it. */
  readonly slot: string | null;
  /** Digests of the content where it is firmware or software: algorithm name to lower-case hex. */
  readonly hashes: Readonly<Record<string, string>>;
  /** How its version counts, as the source declares it: a version format of LVFS, a version scheme of SWID. */
  readonly versionScheme?: string | null;
  /** Absent or null where the source knows no assemblies: that differs from standing directly in the device. */
  readonly nesting?: Nesting | null;
}

/** A named value beside the components. */
export interface Property {
  readonly name: string;
  readonly value: string;
  readonly status: ComponentStatus | null;
}

/** Who made the platform and which one it is, as a document says. */
export interface PlatformIdentity {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
}
