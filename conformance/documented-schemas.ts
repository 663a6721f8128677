import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const BLOCK = /```json ([a-z-]+)\n([\s\S]*?)```/g;

/** The JSON Schemas of docs/cli.md by the name behind their fence, compiled. */
export function documentedSchemas(): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true, formats: { 'date-time': true } });
  const text = readFileSync('docs/cli.md', 'utf8');
  return new Map([...text.matchAll(BLOCK)].map(([, name = '', schema = '']) => [name, ajv.compile(JSON.parse(schema))]));
}
