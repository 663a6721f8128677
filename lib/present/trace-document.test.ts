import { expect, test } from 'vitest';
import type { Assessment } from '#lib/detect/assess.ts';
import { evaluateRules } from '#lib/detect/run.ts';
import { verdictOf } from '#lib/detect/verdict.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { makeAttestation, makeBoot, makeEnrolledKey } from '#lib/testing/attestation-states.ts';
import {
  AT,
  artifactId,
  makeContext,
  makeDifference,
  makeEvent,
  makeFirmware,
  makeObservation,
  makeSubmission,
  makeUnit,
} from '#lib/testing/device-states.ts';
import { traceDocument, traceLines } from './trace-document.ts';

const added = makeDifference({ observed: makeUnit({ serial: '29AC274B' }) });

function assessmentOf(over: Partial<DeviceState>): Pick<Assessment, 'assessed' | 'unlinked'> {
  const context = makeContext({ timeline: [makeEvent()], ...over });
  const findings = evaluateRules(context);
  const verdict = verdictOf({ ...context, findings });
  const submission = makeSubmission('lost', { fileName: 'lost\u202E.bin' });
  const unlinked = [{ submission, documentId: artifactId('lost'), reason: 'no-serial', detail: 'It names no serial.' }];
  return {
    assessed: [{ device: context.device, findings, verdict, at: AT, ruleSet: '1', issuerPolicy: null, mappings: {}, inputs: 'x' }],
    unlinked,
  };
}

/** As a reader of the JSON gets it. */
const read = (over: Partial<DeviceState>) => JSON.parse(JSON.stringify(traceDocument(assessmentOf(over))));

test('a trace has exactly the members that docs/cli.md describes', () => {
  const { devices, unlinked } = read({ differences: [added] });
  expect(Object.keys(devices[0])).toEqual([
    'key',
    'tier',
    'identity',
    'verdict',
    'expected',
    'observed',
    'differences',
    'attestation',
    'boots',
    'contradictedBoots',
    'firmware',
    'results',
    'olderLists',
    'timeline',
    'findings',
  ]);
  expect(Object.keys(devices[0].verdict)).toEqual(['lifecycle', 'trust', 'reasons']);
  expect(Object.keys(devices[0].differences[0])).toEqual(['scope', 'kind', 'change', 'expected', 'observed', 'authorization']);
  expect(Object.keys(devices[0].timeline[0])).toEqual(['id', 'at', 'receivedAt', 'kind', 'title', 'sha256', 'trusted', 'repeats']);
  expect(Object.keys(devices[0].findings[0])).toEqual(['rule', 'severity', 'subject', 'expected', 'observed', 'because', 'resolve']);
  expect(unlinked).toEqual([{ file: 'lost\u202E.bin', reason: 'no-serial' }]);
});

test('how a device stands with its TPM is told as lists of devices tell it, and in a line where a TPM or a log speaks for it', () => {
  const attested = {
    attestation: { keys: [makeEnrolledKey()], attestations: [makeAttestation({ lastAt: '2026-05-01T00:00:00Z' })] },
    boots: [makeBoot({ secureBoot: 'off' })],
    observed: makeObservation({ units: [makeFirmware()] }),
  };
  expect(read(attested).devices[0].attestation).toEqual({
    standing: 'passed',
    lastAttestedAt: '2026-05-01T00:00:00Z',
    secureBoot: 'off',
    firmwareVersion: '1.2.0',
  });
  expect(traceLines(assessmentOf(attested))).toContain('  attestation: passed, last answer at 2026-05-01T00:00:00Z; Secure Boot: off');
  expect(traceLines(assessmentOf({})).join()).not.toContain('attestation');
});

test('acts that are told as one have their count, and their first and last time', () => {
  const repeats = { count: 168, lastAt: '2026-05-08T00:00:00Z', lastReceivedAt: '2026-05-08T00:00:00Z', lastId: 'x', documents: ['d'] };
  const told = read({ timeline: [makeEvent({ repeats })] }).devices[0].timeline[0].repeats;
  expect(told).toEqual({ count: 168, firstAt: makeEvent().at, lastAt: '2026-05-08T00:00:00Z', documents: ['d'] });
});

test('a unit is a component as inspect prints it, with provenance, category, slot and assembly', () => {
  expect(read({}).devices[0].expected[0]).toEqual({
    class: { registry: '2.23.133.18.3.1', value: '00060004' },
    manufacturer: 'Kumquat Memory',
    model: 'KM-16G',
    serial: 'SN-0001',
    revision: null,
    manufacturerId: null,
    fieldReplaceable: true,
    addresses: [],
    status: null,
    provenance: { by: 'certificate', sha256: artifactId('base'), documentId: artifactId('base'), index: 0, label: 'certified' },
    category: 'memory',
    slot: null,
    inside: null,
  });
});

test('equal rows are no differences', () => {
  expect(read({}).devices[0].differences).toEqual([]);
});

test('a device that nobody observed has nothing observed', () => {
  expect(read({ observed: null }).devices[0].observed).toEqual([]);
});

test('lines for a terminal tell the verdict, the findings and what waits, with nothing invisible', () => {
  const lines = traceLines(assessmentOf({ differences: [added] })).join('\n');
  expect(lines).toContain('trust: changed-unexplained; lifecycle: manufactured');
  expect(lines).toMatch(/high component-added: .*\n {6}what to do: Hand in a delta certificate that lists it as added/);
  expect(lines).toContain('lost\\u{202E}.bin: It names no serial. (no-serial)');
});

test('no device at all is said', () => {
  expect(traceLines({ assessed: [], unlinked: [] })).toEqual(['No device: nothing that was handed in forms one.']);
});
