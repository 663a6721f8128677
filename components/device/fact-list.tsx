import { Text } from '@mantine/core';
import { Fragment } from 'react';
import type { Section } from '#lib/present/document-fields.ts';

/** What a document says, labeled. */
export function FactList({ sections }: { readonly sections: readonly Section[] }) {
  return sections.map(({ heading, rows }) => (
    <div key={heading}>
      <Text size="sm" fw={600} mt="xs">
        {heading}
      </Text>
      <dl className="facts">
        {rows.map(({ label, value }) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd className="breakable">{value}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  ));
}
