import { classText } from '#lib/component/class-text.ts';
import type { Unit } from '#lib/component/types.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import type { Inventory, ReportedTime } from '#lib/inventory/types.ts';
import { componentTable } from './component-table.ts';
import { MAX_TABLE_ROWS, type Section, type SectionMaker } from './document-fields.ts';
import { componentOrigin } from './unit-origin.ts';

/** All that a BOM says. */
export function bomSections(bom: CycloneDxBom, make: SectionMaker): readonly Section[] {
  return [
    make.section('bom', [
      ['form', bom.form],
      ['specVersion', bom.specVersion],
      ['bomSerial', bom.serialNumber],
      ['bomVersion', bom.version],
      ['timestamp', bom.timestamp],
      ['completeness', bom.completeness],
      ['schemaValid', bom.schemaValid],
      ['digest', bom.digest],
    ]),
    make.section('subject', [
      ['type', bom.subject?.type],
      ['manufacturer', bom.subject?.manufacturer],
      ['model', bom.subject?.model],
      ['version', bom.subject?.version],
      ['serial', bom.subject?.serial],
    ]),
    make.table(
      'tools',
      ['name', 'version'],
      bom.tools.map(({ name, version }) => [name, version]),
    ),
    make.table(
      'problems',
      ['code', 'detail', 'path'],
      bom.problems.map(({ code, detail, path }) => [code, detail, path]),
    ),
    signatures(bom, make),
    make.table(
      'bomContents',
      ['name', 'count'],
      bom.sections.map(({ name, count }) => [name, count]),
    ),
    ...bom.sections.flatMap(({ name, entries }) => contentTable(name, entries, make)),
    bomComponents(bom, make),
  ];
}

/** What a signature leaves out has a column of its own where one leaves something out. */
function signatures({ signatures: all }: CycloneDxBom, make: SectionMaker): Section {
  const words = catalogueOf(make.locale).document.signatureStatus;
  const leavesOut = all.some(({ excludes }) => excludes.length > 0);
  return make.table(
    'bomSignatures',
    ['path', 'signatureStatus', 'signatureAlgorithm', ...(leavesOut ? (['leftOut'] as const) : []), 'detail'],
    all.map(({ path, form, algorithm, status, detail, excludes }) => [
      path === '' ? '/' : path,
      words[status],
      `${algorithm} (${form})`,
      ...(leavesOut ? [excludes.length === 0 ? null : excludes.join(', ')] : []),
      detail,
    ]),
  );
}

const CONTENTS = [
  'metadata',
  'properties',
  'services',
  'dependencies',
  'compositions',
  'vulnerabilities',
  'annotations',
  'externalReferences',
  'formulation',
  'citations',
  'declarations',
  'definitions',
  'pedigree',
  'evidence',
] as const;

/** One table for each kind of content that has a heading. */
function contentTable(name: string, entries: CycloneDxBom['sections'][number]['entries'], make: SectionMaker): Section[] {
  const heading = CONTENTS.find((known) => known === name);
  if (heading === undefined) return [];
  return [
    make.table(
      heading,
      ['path', 'detail'],
      entries.map(({ path, text }) => [path, text]),
    ),
  ];
}

/** The assembly around each part has a column of its own where there are any. */
function bomComponents({ components }: CycloneDxBom, make: SectionMaker): Section {
  const isNested = components.some(({ nesting }) => nesting?.inside != null);
  return make.table(
    'components',
    [
      ...(['type', 'category', 'manufacturer', 'model', 'revision', 'serial'] as const),
      ...(isNested ? (['inside'] as const) : []),
      ...(['slot', 'purl', 'hashes', 'quantity', 'path'] as const),
    ],
    components.map((component) => [
      component.type,
      component.category,
      component.manufacturer,
      component.model,
      component.revision,
      component.serial,
      ...(isNested ? [component.nesting?.inside?.name] : []),
      component.slot,
      component.purl,
      digestsOf(component),
      component.quantity,
      component.path,
    ]),
  );
}

/** All that a collector reported: what was read beside the JSON that it was read from. */
export function inventorySections(inventory: Inventory, make: SectionMaker): readonly Section[] {
  const { platform } = inventory;
  return [
    make.section('inventory', [
      ['format', inventory.format],
      ['collector', inventory.collector],
      ['reportedAt', inventory.reportedAt === null ? null : reportedTimeText(inventory.reportedAt)],
      ['mappingVersion', inventory.mappingVersion],
      ['digest', inventory.digest],
    ]),
    make.section('platform', [
      ['manufacturer', platform.manufacturer],
      ['model', platform.model],
      ['version', platform.version],
      ['serial', platform.serial],
    ]),
    reportedTable(inventory, make),
    make.table(
      'properties',
      ['name', 'value'],
      inventory.properties.map(({ name, value }) => [name, value]),
    ),
    make.table(
      'measurements',
      ['name', 'measured', 'path'],
      inventory.measurements.map(({ name, digest, path }) => [name, digest, path]),
    ),
    make.table(
      'events',
      ['source', 'what', 'said', 'happened', 'path'],
      inventory.events.map(({ source, what, message, time, path }) => [
        source,
        what,
        message,
        time === null ? null : reportedTimeText(time),
        path,
      ]),
    ),
  ];
}

function reportedTable({ components }: Inventory, make: SectionMaker): Section {
  const section = componentTable(make, {
    components,
    columns: ['category', 'class', 'manufacturer', 'model', 'serial', 'revision', 'slot', 'addresses', 'path'],
    cells: (component) => [
      component.category,
      component.class === null ? null : classText(component.class),
      component.manufacturer,
      component.model,
      component.serial,
      component.revision,
      component.slot,
      component.addresses.map(({ kind, value }) => `${kind} ${value}`).join(', '),
      component.path,
    ],
  });
  const origins = components.slice(0, MAX_TABLE_ROWS).map((component) => componentOrigin(make.locale, component));
  return section.table === null ? section : { ...section, table: { ...section.table, origins } };
}

/** As the file writes it, and how that was read. What can't be right is among the warnings. */
const reportedTimeText = ({ written, iso }: ReportedTime): string => (iso === null ? written : `${written} (${iso})`);

const digestsOf = ({ hashes }: Unit): string =>
  Object.entries(hashes)
    .map(([algorithm, digest]) => `${algorithm} ${digest}`)
    .join(', ');
