import { readArtifact } from '#lib/artifact/read.ts';
import type { Document } from '#lib/artifact/types.ts';
import { categoryOf } from '#lib/component/category.ts';
import { diffUnits, type UnitChange } from '#lib/component/diff.ts';
import type { Component, Unit } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { componentDocument } from '#lib/present/component-document.ts';
import { type Command, UsageError } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { readInput } from './files.ts';

/** `assay diff A B`: the units of any two of certificate, BOM and inventory, one to one. */
export const diff: Command = {
  name: 'diff',
  usage: 'assay diff A B [--json]',
  async run(files) {
    const [a, b, more] = files;
    if (a === undefined || b === undefined || more !== undefined) throw new UsageError('diff compares exactly two files');
    const [before, after] = await Promise.all([unitsOf(a), unitsOf(b)]);
    const all = diffUnits({ before, after });
    const changes = all.filter(({ kind }) => kind !== 'same');
    return {
      json: { a, b, same: all.length - changes.length, changes: changes.map(changeJson) },
      lines: [...changes.map(changeLine), `${changes.length} changed, ${all.length - changes.length} the same`],
      exitCode: changes.length === 0 ? EXIT.fine : EXIT.findings,
    };
  },
};

async function unitsOf(file: string): Promise<readonly Unit[]> {
  const { documents } = readArtifact(await readInput(file));
  const withUnits = documents
    .map(({ document }) => (document === undefined ? undefined : unitsOfDocument(document)))
    .find((units) => units !== undefined);
  if (withUnits !== undefined) return withUnits;
  const reason = documents.find(({ error }) => error !== null)?.error?.message;
  throw new UsageError(`${file} lists no components${reason === undefined ? '' : `: ${reason}`}`, 2);
}

function unitsOfDocument(document: Document): readonly Unit[] | undefined {
  switch (document.kind) {
    case 'platform-certificate':
    case 'delta-platform-certificate':
    case 'rebase-platform-certificate':
      return document.components.map(certifiedUnit);
    case 'cyclonedx-bom':
    case 'inventory':
      return document.components;
    case 'certificate':
    case 'endorsement-key-certificate':
      return undefined;
    default:
      return document satisfies never;
  }
}

function certifiedUnit(component: Component): Unit {
  return { ...component, category: categoryOf(component.class, component), slot: null, hashes: {} };
}

function changeJson({ kind, before, after, fields }: UnitChange) {
  return {
    kind,
    before: before === null ? null : componentDocument(before),
    after: after === null ? null : componentDocument(after),
    fields: [...fields],
  };
}

function changeLine({ kind, before, after }: UnitChange): string {
  return `${kind}: ${unitText(before)}${before !== null && after !== null ? ' → ' : ''}${unitText(after)}`;
}

function unitText(unit: Unit | null): string {
  if (unit === null) return '';
  const parts = [
    unit.manufacturer,
    unit.model,
    unit.serial === null ? '' : `serial ${unit.serial}`,
    unit.revision === null ? '' : `revision ${unit.revision}`,
  ];
  return visibleText(parts.filter((part) => part !== '').join(' '));
}
