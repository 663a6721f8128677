import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { listOf, type Members } from '#lib/encoding/members.ts';
import { isIdnEmail } from './idn-email.ts';
import { readBomSchema, readSharedSchemas, type SpecVersion } from './schema-files.ts';
import { problemsOf } from './schema-problem.ts';
import type { BomProblem } from './types.ts';
import { findDuplicate } from './unique-items.ts';

/** Problems that are listed of one kind: what the schema finds, and what our own checks find. */
export const MAX_PROBLEMS = 100;
/** JSON values that one pass for all errors may see: each may give several errors, and all are kept in memory. */
const MAX_PASS_VALUES = 50_000;

/** Whether a BOM fits its schema, and if not, where and why. */
export interface SchemaVerdict {
  readonly valid: boolean;
  /** Empty when valid; at most MAX_PROBLEMS. */
  readonly problems: readonly BomProblem[];
}

/**
 * Validates a parsed BOM by the JSON schema of its version; linear in its size.
 * @spec ECMA-424 (CycloneDX 1.6) and the JSON schemas 1.2 to 1.7, the strict ones where there are two
 */
export function validateBom(bom: Members, version: SpecVersion): SchemaVerdict {
  const validate = validatorOf(version, 'first');
  if (validate(bom)) return { valid: true, problems: [] };
  const first = problemsOf(validate.errors ?? [], bom);
  const all = allProblems(bom, version);
  return { valid: false, problems: all.length > 0 ? all.slice(0, MAX_PROBLEMS) : first };
}

/**
 * Collects all errors piece by piece, until there are enough: the head of the BOM without its components, then
 * runs of components. A piece that is too large for that is left to the first pass.
 */
function allProblems(bom: Members, version: SpecVersion): BomProblem[] {
  const validate = validatorOf(version, 'all');
  if (sizeOf(bom) <= MAX_PASS_VALUES) return validate(bom) ? [] : problemsOf(validate.errors ?? [], bom);
  const problems = problemsOf(equalComponents(bom), bom);
  for (const piece of piecesOf(bom, version)) {
    if (problems.length >= MAX_PROBLEMS) break;
    if (validate(piece.bom)) continue;
    const errors = (validate.errors ?? []).filter(({ keyword, instancePath }) => keyword !== 'uniqueItems' || instancePath !== COMPONENTS);
    problems.push(...problemsOf(errors, piece.bom).map((problem) => shifted(problem, piece.from)));
  }
  return problems;
}

const COMPONENTS = '/components';

/** Equal components may be in different pieces, so they are looked for in the whole. */
function equalComponents(bom: Members): ErrorObject[] {
  // The value was parsed from JSON text, so each element is JSON.
  const pair = findDuplicate(listOf(bom.components) as readonly Json[]);
  return pair === undefined ? [] : [{ keyword: 'uniqueItems', instancePath: COMPONENTS, schemaPath: '', params: {} }];
}

interface Piece {
  readonly bom: Members;
  /** Index of the piece's first component in the whole. */
  readonly from: number;
}

function* piecesOf(bom: Members, version: SpecVersion): Generator<Piece> {
  const head = Array.isArray(bom.components) ? { ...bom, components: [] } : bom;
  if (sizeOf(head) <= MAX_PASS_VALUES) yield { bom: head, from: 0 };
  const frame = { bomFormat: 'CycloneDX', specVersion: version, version: 1 };
  let run: unknown[] = [];
  let values = 0;
  for (const [index, component] of listOf(bom.components).entries()) {
    const size = sizeOf(component);
    if (values + size > MAX_PASS_VALUES) {
      yield { bom: { ...frame, components: run }, from: index - run.length };
      run = [];
      values = 0;
    }
    if (size > MAX_PASS_VALUES) continue;
    run.push(component);
    values += size;
  }
  yield { bom: { ...frame, components: run }, from: listOf(bom.components).length - run.length };
}

function shifted(problem: BomProblem, from: number): BomProblem {
  const path = problem.path?.replace(/^components\[(\d+)\]/, (_, index: string) => `components[${Number(index) + from}]`);
  return { ...problem, path: path ?? null };
}

/** How many values a JSON value holds, itself included; counting stops beyond the limit. */
function sizeOf(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && count <= MAX_PASS_VALUES) {
    const next = open.pop();
    count += 1;
    if (typeof next === 'object' && next !== null) for (const child of Object.values(next)) open.push(child);
  }
  return count;
}

type Pass = 'first' | 'all';
const compiled = new Map<string, ValidateFunction>();

/** Compiles once for each version and pass, which takes about a third of a second. */
function validatorOf(version: SpecVersion, pass: Pass): ValidateFunction {
  const key = `${version} ${pass}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const validate = validatorsFor(pass).compile(readBomSchema(version));
  compiled.set(key, validate);
  return validate;
}

function validatorsFor(pass: Pass): Ajv {
  const ajv = new Ajv({
    allErrors: pass === 'all',
    strict: false,
    validateSchema: false,
    addUsedSchema: false,
    schemas: readSharedSchemas(),
  });
  addFormats.default(ajv, ['date', 'date-time', 'uri']);
  ajv.addFormat('idn-email', isIdnEmail);
  ajv.addFormat('iri-reference', true);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: hasUniqueItems });
  return ajv;
}

function hasUniqueItems(wanted: boolean, list: readonly Json[]): boolean {
  return !wanted || findDuplicate(list) === undefined;
}
