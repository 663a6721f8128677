import * as z from 'zod';
import { trace } from '#lib/cli/trace.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { testOptions } from './options.ts';

const unit = z.object({ model: z.string(), serial: z.string().nullable(), revision: z.string().nullable() }).nullable();

const traced = z.object({
  devices: z.array(
    z.object({
      tier: z.string(),
      identity: z.object({ serial: z.string().nullable() }),
      verdict: z.object({ lifecycle: z.string(), trust: z.string() }),
      expected: z.array(z.unknown()),
      observed: z.array(z.unknown()),
      differences: z.array(
        z.object({ scope: z.string(), kind: z.string(), expected: unit, observed: unit, authorization: z.string().nullable() }),
      ),
      timeline: z.array(z.object({ kind: z.string(), trusted: z.boolean().nullable() })),
      findings: z.array(z.object({ rule: z.string(), severity: z.string(), subject: z.string() })),
    }),
  ),
  unlinked: z.array(z.object({ file: z.string(), reason: z.string() })),
});

type Device = z.output<typeof traced>['devices'][number];

/** What `assay trace --json` says about a folder, without what only repeats the files. */
export async function outcomeOf(folder: string): Promise<Json> {
  const { json, exitCode } = await trace.run([folder], testOptions({ atGiven: false }));
  const { devices, unlinked } = traced.parse(JSON.parse(JSON.stringify(json)));
  return { exitCode, devices: devices.map(deviceOutcome), unlinked: unlinked.map(({ file, reason }) => `${file}: ${reason}`) };
}

function deviceOutcome({ tier, identity, verdict, expected, observed, differences, timeline, findings }: Device): Json {
  return {
    serial: identity.serial,
    tier,
    lifecycle: verdict.lifecycle,
    trust: verdict.trust,
    expected: expected.length,
    observed: observed.length,
    conformance: differences.filter(({ scope }) => scope === 'conformance').map(differenceLine),
    history: differences.filter(({ scope }) => scope === 'history').map(differenceLine),
    timeline: timeline.map(({ kind, trusted }) => (trusted === null ? kind : `${kind}, ${trusted ? 'trusted' : 'not trusted'}`)),
    findings: findings.map(({ rule, severity, subject }) => `${severity} ${rule}: ${subject}`),
  };
}

function differenceLine({ kind, expected, observed, authorization }: Device['differences'][number]): string {
  return `${kind}: ${partOf(expected)} -> ${partOf(observed)}${authorization === null ? '' : `, ${authorization}`}`;
}

function partOf(part: z.output<typeof unit>): string {
  return part === null ? 'nothing' : [part.model, part.serial ?? 'no serial', part.revision ?? 'no revision'].join(' / ');
}
