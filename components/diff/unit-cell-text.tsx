import { Text } from '@mantine/core';
import type { Segment } from '#lib/present/segments.ts';
import type { CellField, UnitCell } from '#lib/present/unit-cells.ts';
import { UnitOriginDetails } from './unit-origin-details.tsx';

/** One side of a row: labeled values, with what differs marked in words and shape, not only in color. */
export function UnitCellText({ cell, absent }: { readonly cell: UnitCell | null; readonly absent: string }) {
  if (cell === null) {
    return (
      <Text size="sm" c="dimmed">
        {absent}
      </Text>
    );
  }
  return (
    <>
      <dl className="unit">
        {cell.fields.map((field) => (
          <Field key={field.label} field={field} />
        ))}
        {cell.meaning === null ? null : <Field field={cell.meaning} />}
      </dl>
      <Text size="xs" c="dimmed">
        {cell.provenance}
      </Text>
      {cell.origin === null ? null : <UnitOriginDetails origin={cell.origin} />}
    </>
  );
}

function Field({ field: { label, segments, word } }: { readonly field: CellField }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="breakable">
        {word === null ? null : <em className="was-now">{word} </em>}
        {pieces(segments).map(({ key, segment }) => (
          <Piece key={key} segment={segment} />
        ))}
      </dd>
    </div>
  );
}

/** A piece of a value begins where the ones before it end: that is its key. */
function pieces(segments: readonly Segment[]): readonly { readonly key: number; readonly segment: Segment }[] {
  let offset = 0;
  return segments.map((segment) => {
    const key = offset;
    offset += segment.text.length;
    return { key, segment };
  });
}

function Piece({ segment: { text, mark } }: { readonly segment: Segment }) {
  if (mark === 'old') return <del className="old">{text}</del>;
  if (mark === 'new') return <ins className="new">{text}</ins>;
  return text;
}
