/** Trust tiers, the best first. `none` is no statement, so it ranks behind `affirming`. */
export const TIERS = ['affirming', 'none', 'warning', 'contraindicated'] as const;
export type Tier = (typeof TIERS)[number];

/** Trustworthiness claims in the order of their keys in CBOR. @spec draft-ietf-rats-ar4si section 2.3; draft-ietf-rats-ear section 3.2 */
export const CLAIM_NAMES = [
  'instance-identity',
  'configuration',
  'executables',
  'file-system',
  'hardware',
  'runtime-opaque',
  'storage-opaque',
  'sourced-data',
] as const;
export type ClaimName = (typeof CLAIM_NAMES)[number];

const SPEC_VALUES: Readonly<Record<ClaimName, Readonly<Record<number, string>>>> = {
  'instance-identity': {
    2: 'the verifier recognizes the instance, and knows of no compromise',
    96: 'the verifier recognizes the instance, and it is not to be trusted',
    97: 'the verifier does not recognize the instance',
  },
  configuration: {
    2: 'the configuration is known and approved',
    3: 'the configuration has no known vulnerability',
    32: 'the configuration has known vulnerabilities',
    36: 'security-relevant elements of the configuration are not available',
    96: 'the configuration has vulnerabilities that are not acceptable',
  },
  executables: {
    2: 'only approved programs were loaded, at boot and since',
    3: 'only approved programs were loaded at boot',
    32: 'programs are recognized and have known bugs or vulnerabilities',
    33: 'programs in memory are not recognized',
    96: 'programs are contraindicated',
  },
  'file-system': {
    2: 'only approved files are there',
    32: 'files are there that are not recognized',
    96: 'files are there that are contraindicated',
  },
  hardware: {
    2: 'hardware and firmware are genuine and supported',
    32: 'hardware and firmware are genuine and have known vulnerabilities',
    96: 'hardware or firmware is recognized and contraindicated',
    97: 'hardware or firmware is not recognized, and should be',
  },
  'runtime-opaque': {
    2: 'memory is encrypted in a trusted execution environment',
    32: 'memory is isolated, and not encrypted',
    96: 'memory is visible from outside',
  },
  'storage-opaque': {
    2: 'storage is encrypted by keys that hardware keeps',
    32: 'storage is encrypted by keys that software keeps',
    96: 'storage is not encrypted',
  },
  'sourced-data': {
    2: 'all sources of data are attested',
    32: 'sources of data are not attested',
    96: 'sources of data are contraindicated',
  },
};

/** Values that mean the same for every claim. @spec draft-ietf-rats-ar4si section 2.3.1 */
const COMMON_VALUES: Readonly<Record<number, string>> = {
  [-1]: 'the verifier failed at its work',
  0: 'the verifier says nothing',
  1: 'the evidence has something that the verifier did not expect',
  99: 'a cryptographic check failed',
};

/** Whether a value is one at all: a signed number of 8 bits. */
export function isTrustworthinessValue(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= -128 && value <= 127;
}

/**
 * The tier of a value. One that the standard doesn't define acts by its range.
 * @spec draft-ietf-rats-ar4si section 2.3.1
 */
export function tierOf(value: number): Tier {
  if (value >= -1 && value <= 1) return 'none';
  if ((value >= 2 && value <= 31) || (value >= -32 && value <= -2)) return 'affirming';
  return (value >= 32 && value <= 95) || (value >= -96 && value <= -33) ? 'warning' : 'contraindicated';
}

/** What a value says, in words. */
export function meaningOf(name: ClaimName, value: number): string {
  const known = SPEC_VALUES[name][value] ?? COMMON_VALUES[value];
  return known ?? `${value} is ${value < 0 ? 'a private value' : 'a value that the standard does not define'}; it acts as ${tierOf(value)}`;
}

/** The worse of two tiers. */
export function worseTier(a: Tier, b: Tier): Tier {
  return TIERS.indexOf(a) >= TIERS.indexOf(b) ? a : b;
}

/** The worst of several tiers; `none` for none at all. */
export function worstTier(tiers: readonly Tier[]): Tier {
  const [first, ...others] = tiers;
  return first === undefined ? 'none' : others.reduce(worseTier, first);
}

/** Status as it is written: a word, or its number. @spec draft-ietf-rats-ear section 3.1 */
export function statusOf(written: unknown): Tier | null {
  if (typeof written === 'string') return TIERS.find((tier) => tier === written) ?? null;
  return isTrustworthinessValue(written) ? tierOf(written) : null;
}

/** Whether a word names a claim. */
export function isClaimName(name: string): name is ClaimName {
  return CLAIM_NAMES.some((known) => known === name);
}
