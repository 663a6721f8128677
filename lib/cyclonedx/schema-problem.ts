import type { ErrorObject } from 'ajv';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { listOf, membersOf } from '#lib/encoding/members.ts';
import { pathOf, quoted } from './read-value.ts';
import type { BomProblem } from './types.ts';
import { findDuplicate } from './unique-items.ts';

/** Keywords that only say that something below them failed. */
const COMPOSITES = new Set(['anyOf', 'oneOf', 'allOf', 'if', 'not']);
const MAX_CHOICES = 12;

/** One sentence for each error of the validator, without those that repeat another. */
export function problemsOf(errors: readonly ErrorObject[], document: unknown): BomProblem[] {
  const problems = new Map<string, BomProblem>();
  for (const error of tellingErrors(errors)) {
    const steps = stepsOf(error.instancePath);
    const path = pathOf(steps);
    const detail = sentenceOf(error, valueAt(document, steps));
    problems.set(`${path}\n${detail}`, { code: 'schema', detail, path: path === '' ? null : path });
  }
  return [...problems.values()];
}

/**
 * Where a value fits none of several forms, the validator reports every form's complaints. The one that goes furthest into
 * the value belongs to the form that was meant, so of each member below such a choice only the deepest complaints are told.
 */
function tellingErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf').map((error) => error.instancePath));
  const leaves = errors.filter((error) => !COMPOSITES.has(error.keyword));
  if (leaves.length === 0) return errors;
  const deepest = new Map<string, number>();
  const placed = leaves.map((error) => ({ error, groups: groupsOf(error.instancePath, choices), depth: depthOf(error.instancePath) }));
  for (const { groups, depth } of placed) for (const group of groups) deepest.set(group, Math.max(depth, deepest.get(group) ?? 0));
  const goesFurther = new Set([...deepest.keys()].map((group) => group.slice(0, group.lastIndexOf('/'))));
  return placed
    .filter(({ error, groups, depth }) => !goesFurther.has(error.instancePath) && groups.every((group) => depth === deepest.get(group)))
    .map(({ error }) => error);
}

/** For each choice above a place, the member of the choice that leads there. */
function groupsOf(pointer: string, choices: ReadonlySet<string>): string[] {
  const steps = pointer.split('/');
  return steps
    .slice(1)
    .flatMap((_, index) => (choices.has(steps.slice(0, index + 1).join('/')) ? [steps.slice(0, index + 2).join('/')] : []));
}

function depthOf(pointer: string): number {
  return pointer.split('/').length;
}

function stepsOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => (/^(?:0|[1-9][0-9]*)$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
}

function valueAt(document: unknown, steps: readonly (string | number)[]): unknown {
  let value = document;
  for (const step of steps) value = typeof step === 'number' && Array.isArray(value) ? value[step] : membersOf(value)[String(step)];
  return value;
}

function sentenceOf(error: ErrorObject, value: unknown): string {
  const params: Record<string, unknown> = error.params;
  switch (error.keyword) {
    case 'required':
      return `${quoted(params.missingProperty)} is missing; the schema requires it.`;
    case 'additionalProperties':
      return `The schema has no member ${quoted(params.additionalProperty)} here.`;
    case 'enum':
      return `${quoted(value)} is not one of the values that the schema allows${choices(params.allowedValues)}.`;
    case 'const':
      return `The value is ${quoted(value)}; the schema wants ${quoted(params.allowedValue)}.`;
    case 'type':
      return `The value is ${quoted(value)}; the schema wants the type ${[params.type].flat().join(' or ')}.`;
    case 'pattern':
      return `${quoted(value)} is not ${patternWords(String(params.pattern))}.`;
    case 'format':
      return `${quoted(value)} is not ${FORMATS[String(params.format)] ?? String(params.format)}.`;
    case 'minLength':
      return 'The text is empty; the schema wants at least one character.';
    case 'minItems':
      return 'The list is empty; the schema wants at least one element.';
    case 'oneOf':
      return `${quoted(value)} fits none, or more than one, of the forms that the schema allows here.`;
    case 'anyOf':
      return `${quoted(value)} fits none of the forms that the schema allows here.`;
    case 'uniqueItems':
      return duplicateSentence(value);
    default:
      return `${quoted(value)} ${error.message ?? 'does not fit the schema'}.`;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'a date with a time and a zone, such as 2026-01-31T12:00:00Z',
  date: 'a date such as 2026-01-31',
  'idn-email': 'a mail address',
  uri: 'an absolute address',
};

function patternWords(pattern: string): string {
  if (pattern.startsWith('^urn:uuid:')) return 'urn:uuid: followed by a UUID in lower case';
  if (pattern.startsWith('^([a-fA-F0-9]{32}')) return 'a digest of 32, 40, 64, 96 or 128 hexadecimal digits';
  return `of the form ${pattern}`;
}

function choices(allowed: unknown): string {
  const list = listOf(allowed);
  return list.length > MAX_CHOICES ? '' : `: ${list.map(quoted).join(', ')}`;
}

function duplicateSentence(value: unknown): string {
  // The value was parsed from JSON text, so each element is JSON.
  const pair = findDuplicate(listOf(value) as readonly Json[]);
  if (pair === undefined) return 'Two elements of the list are equal; the schema wants each to differ.';
  return `Elements ${pair.first} and ${pair.second} of the list are equal; the schema wants each to differ, for instance in its bom-ref.`;
}
