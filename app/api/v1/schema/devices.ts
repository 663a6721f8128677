import { z } from 'zod';
import { ATTESTATION_STANDINGS, HBOM_SIDES, HBOM_VERSIONS, LIFECYCLES, SECURE_BOOT_STATES, TRUSTS } from '#lib/present/vocabulary.ts';
import { FLEET_SORTS } from '#lib/store/fleet.ts';
import { finding } from './findings.ts';
import { momentQuery, pageQuery, silentDays } from './queries.ts';
import { identifier, instant, reason, sha256 } from './values.ts';

export const deviceQuery = pageQuery.extend({
  trust: z.enum(TRUSTS).optional(),
  lifecycle: z.enum(LIFECYCLES).optional(),
  manufacturer: z.string().max(200).optional().describe('in any spelling: letters and digits are compared'),
  model: z.string().max(200).optional().describe('in any spelling: letters and digits are compared'),
  attestation: z
    .enum(ATTESTATION_STANDINGS)
    .optional()
    .describe('how it stands with its TPM; `stale`: it has not answered for longer than policy allows'),
  silentDays: silentDays.describe(
    'devices with an enrolled key whose last answer is older than so many days; without an answer, the enrolment',
  ),
  secureBoot: z.enum(SECURE_BOOT_STATES).optional().describe('at the last start that is known; `on` only where the TPM attests it'),
  firmware: z.string().max(200).optional().describe('the whole version of the firmware that starts the platform'),
  text: z.string().max(200).optional().describe('beginning of a serial or model of a device or of a part in it, or of a digest'),
  sort: z
    .enum(FLEET_SORTS)
    .default('attention')
    .describe(
      '`attention`: what needs a person first; `model`: by manufacturer, model, serial; `last-attested`: the longest silent first; `firmware`: the highest version first',
    ),
});

const text = z.string().nullable();
const stopped = z
  .object({ at: instant, ranOutOf: z.enum(['time', 'memory', 'files']), limit: z.int().describe('in seconds, MiB or files') })
  .nullable()
  .describe('the evaluation that ran out of its budget since: the answer is older than what is known; null when there was none');
const identity = z.object({ manufacturer: text, model: text, version: text, serial: text });
const lifecycle = z.enum(LIFECYCLES);
const trust = z.enum(TRUSTS);

export const deviceRow = z.object({
  id: z.string(),
  tier: z.string(),
  trust,
  lifecycle,
  reason: z.string(),
  identity,
  findings: z.object({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int(), info: z.int() }),
  lastObservedAt: instant.nullable(),
  lastChangedAt: instant,
  attestation: z.enum(ATTESTATION_STANDINGS),
  lastAttestedAt: instant.nullable().describe('of the last answer that proves something, good or bad; null for never'),
  secureBoot: z.enum(SECURE_BOOT_STATES),
  firmwareVersion: text.describe('of the firmware that starts the platform, as it was observed last'),
  nextChangeAt: instant.nullable().describe('past it the answer must be computed again: re-check due'),
  assessedAt: instant,
  stopped,
});

const verdict = z.object({ lifecycle, trust, reasons: z.array(z.string()) });

const head = {
  id: z.string(),
  at: instant.describe('the instant asked about'),
  ruleSet: z.string(),
  mappings: z.record(z.string(), z.int()).describe('versions of the mappings by which its inventories were read, by format'),
  inputs: z.string().describe('digest of everything that the answer rests on'),
};

const attestation = z
  .object({ standing: z.enum(ATTESTATION_STANDINGS), lastAttestedAt: text, secureBoot: z.enum(SECURE_BOOT_STATES), firmwareVersion: text })
  .describe('how it stands with its TPM, as lists of devices tell it');

export const device = z.object({
  ...head,
  key: z.string(),
  tier: z.string(),
  identity,
  verdict,
  attestation,
  nextChangeAt: instant.nullable().describe('when the answer changes by time alone; past it, ask again'),
  stopped,
});

/** What was said once. */
export const assessment = z.object({
  id: sha256,
  at: instant.describe('when it was computed; it was said until the next one'),
  ...verdict.shape,
  findings: z.array(z.string()).describe('ids of the findings that were open'),
  inputs: z.string().describe('digest of everything that it rests on'),
  ruleSet: z.string(),
  policyVersion: z.int(),
  issuerPolicy: text.describe('version of the table of who may say what; null when it said nothing'),
  mappings: z.record(z.string(), z.int()).nullable().describe('as in answers about a device; null before mappings had versions'),
  nextChangeAt: instant.nullable(),
});

/** The same form as `assay inspect --json` gives a component, with its place and origin. */
const unit = z.looseObject({ manufacturer: z.string(), model: z.string(), serial: text, category: z.string(), slot: text });

const difference = z.object({
  scope: z.enum(['conformance', 'history']),
  kind: z.string(),
  change: z.string().describe('the same in finer words, such as `upgraded` or `substituted`; docs/cli.md explains each'),
  expected: unit.nullable(),
  observed: unit.nullable(),
  authorization: text,
});

export const components = z.object({ ...head, expected: z.array(unit), observed: z.array(unit), differences: z.array(difference) });

const event = z.object({
  id: z.string().describe('deterministic; of repeats, that of the first act, so that it stays as they go on'),
  at: z.string(),
  receivedAt: z.string(),
  kind: z.string(),
  title: z.string(),
  sha256: text,
  trusted: z.boolean().nullable(),
  repeats: z
    .object({ count: z.int(), firstAt: z.string(), lastAt: z.string(), documents: z.array(sha256) })
    .nullable()
    .describe('acts of one submitter that say the same and changed nothing, told as one; null where the event is one act'),
});

export const repeatQuery = momentQuery.extend(pageQuery.shape);
export const repeatedAct = z.object({
  id: z.string().describe('the id that its event would have, if it stood alone'),
  submission: z.string(),
  sha256,
  at: z.string().describe('when it happened, by its evidence'),
  receivedAt: instant,
  observedAt: instant.nullable(),
  submittedBy: z.string(),
  fileName: text,
});

export const timeline = z.object({ ...head, items: z.array(event) });

export const deviceFindings = z.object({ ...head, items: z.array(finding) });

/** What `assay trace --json` says of one device; answers about a device are made from it, so that both stay the same. */
export const tracedDevices = z.object({
  devices: z.tuple([
    z.object({
      key: z.string(),
      tier: z.string(),
      identity,
      verdict,
      attestation,
      expected: z.array(unit),
      observed: z.array(unit),
      differences: z.array(difference),
      timeline: z.array(event),
      findings: z.array(finding.omit({ id: true })),
    }),
  ]),
});

export const lifecycleBody = z.strictObject({ state: lifecycle, reason });
export const baselineBody = z.strictObject({ submission: identifier.describe('the observation to accept'), reason });

export const baseChoiceBody = z.strictObject({
  certificate: sha256.describe('of the DER of the base certificate that counts; the others that are at hand are set aside'),
  reason,
});

export const hbomQuery = momentQuery.extend({
  side: z
    .enum(HBOM_SIDES)
    .default('expected')
    .describe('`expected`: what certificates or the baseline say; `observed`: what was seen last'),
  version: z.enum(HBOM_VERSIONS).default('1.6').describe('of CycloneDX'),
});

export const searchQuery = z.object({ q: z.string().trim().min(2).max(200), limit: z.coerce.number().int().min(1).max(50).default(20) });
export const searchHits = z.object({
  items: z.array(z.object({ href: z.string(), title: z.string(), detail: z.string(), device: text, sha256: sha256.nullable() })),
});
