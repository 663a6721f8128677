import type { ComponentList } from '#lib/artifact/component-list.ts';
import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { NO_ALIASES } from '#lib/component/aliases.ts';
import { underAssemblies } from '#lib/component/assembly.ts';
import { categoryOf } from '#lib/component/category.ts';
import { diffUnits, type UnitChange } from '#lib/component/diff.ts';
import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { Component, PlatformIdentity, Unit } from '#lib/component/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { isPlatformItself } from '#lib/device/comparison/platform-part.ts';
import { expandQuantities } from '#lib/device/observed/reports.ts';
import { aliasesAt } from '#lib/device/statement/alias-table.ts';
import { componentDocument } from '#lib/present/component-document.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import { type Command, UsageError } from './command.ts';
import { diffLogs } from './diff-logs.ts';
import { EXIT } from './exit-codes.ts';
import { readInput } from './files.ts';
import { firstComponentList } from './first-component-list.ts';
import { readAliases } from './governing-file.ts';

/** `assay diff A B`: the units of any two of certificate, BOM and inventory, one to one; of two event logs, what differs between the boots. */
export const diff: Command = {
  name: 'diff',
  usage: 'assay diff A B [--aliases FILE] [--at TIME] [--json]',
  async run(files, options) {
    const [a, b, more] = files;
    if (a === undefined || b === undefined || more !== undefined) throw new UsageError('diff compares exactly two files');
    const [left, right] = await Promise.all([documentsOf(a), documentsOf(b)]);
    const [leftLog, rightLog] = [lastBootOf(left), lastBootOf(right)];
    if (leftLog !== undefined && rightLog !== undefined) return diffLogs({ a, b, before: leftLog, after: rightLog });
    const lists = [listOf(a, left), listOf(b, right)] as const;
    const [before, after] = [unitsOfList(lists[0]), unitsOfList(lists[1])];
    const table = await readAliases(options.aliases);
    const aliases = table === undefined ? NO_ALIASES : aliasesAt(table, options.at);
    const all = diffUnits({ before, after, aliases });
    const platforms = { before: platformOf(lists[0]), after: platformOf(lists[1]) };
    const changes = all.filter((change) => change.kind !== 'same' && !isPlatformItself(change, platforms));
    return {
      json: { a, b, same: all.length - changes.length, counts: countsOf(changes), changes: changes.map(changeJson) },
      lines: [summaryLine(changes, all.length - changes.length), ...changeLines(changes)],
      exitCode: changes.length === 0 ? EXIT.fine : EXIT.findings,
    };
  },
};

const documentsOf = async (file: string): Promise<readonly ReadDocument[]> => readArtifact(await readInput(file)).documents;

/** The log of the last boot that a file of event logs tells; undefined for every other file. */
function lastBootOf(documents: readonly ReadDocument[]): EventLog | undefined {
  return documents.flatMap(({ document }) => (document?.kind === 'tpm-event-log' ? document.logs : [])).at(-1);
}

const COMPARED = '; two event logs are compared, or any two of certificate, BOM and inventory';

const listOf = (file: string, documents: readonly ReadDocument[]): ComponentList =>
  firstComponentList(documents, { file, instead: COMPARED });

const platformOf = (list: ComponentList): PlatformIdentity | null => (list.kind === 'cyclonedx-bom' ? list.subject : list.platform);

function unitsOfList(list: ComponentList): readonly Unit[] {
  switch (list.kind) {
    case 'cyclonedx-bom':
      return expandQuantities(list.components);
    case 'inventory':
      return list.components;
    default:
      return list.components.map(certifiedUnit);
  }
}

function certifiedUnit(component: Component): Unit {
  return { ...component, category: categoryOf(component.class, component), slot: null, hashes: {} };
}

/** How many changes there are of each class, in the order in which they first occur. */
function countsOf(changes: readonly UnitChange[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { change } of changes) counts.set(change, (counts.get(change) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function summaryLine(changes: readonly UnitChange[], same: number): string {
  const counts = Object.entries(countsOf(changes)).sort(([, a], [, b]) => b - a);
  const told = counts.map(([change, count]) => `${count} ${change}`).join(', ');
  return `${changes.length} changed, ${same} the same${told === '' ? '' : `: ${told}`}`;
}

function changeJson({ kind, change, before, after, fields }: UnitChange) {
  return {
    kind,
    change,
    before: before === null ? null : unitJson(before),
    after: after === null ? null : unitJson(after),
    fields: [...fields],
  };
}

const unitJson = (unit: Unit) => ({ ...componentDocument(unit), slot: unit.slot, inside: unit.nesting?.inside?.name ?? null });

/** An assembly that left or entered is one line, with its parts counted. */
function changeLines(changes: readonly UnitChange[]): readonly string[] {
  const alone = (['removed', 'added'] as const).flatMap((change) =>
    underAssemblies(
      changes.filter((each) => each.change === change),
      ({ before, after }) => before ?? after,
    ),
  );
  const told = new Map(alone.map(({ item, parts }) => [item, parts.length]));
  return changes.flatMap((change) => {
    const isAlone = change.before === null || change.after === null;
    return isAlone && !told.has(change) ? [] : [changeLine(change, told.get(change) ?? 0)];
  });
}

function changeLine({ change, before, after }: UnitChange, parts: number): string {
  const inside = parts === 0 ? '' : `, with ${parts} ${parts === 1 ? 'part' : 'parts'} inside it`;
  return `${change}: ${unitText(before)}${before !== null && after !== null ? ' → ' : ''}${unitText(after)}${inside}`;
}

function unitText(unit: Unit | null): string {
  if (unit === null) return '';
  const parts = [
    unit.manufacturer,
    unit.model,
    unit.serial === null ? '' : `serial ${unit.serial}`,
    isPlaceholder(unit.serial) && unit.addresses[0] !== undefined ? `address ${unit.addresses[0].value}` : '',
    unit.revision === null ? '' : `revision ${unit.revision}`,
    unit.slot === null ? '' : `in ${unit.slot}`,
    unit.nesting?.inside == null ? '' : `inside ${unit.nesting.inside.name}`,
  ];
  return visibleText(parts.filter((part) => part !== '').join(' '));
}
