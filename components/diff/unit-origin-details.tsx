'use client';

import { Fragment } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { UnitOrigin } from '#lib/present/unit-origin.ts';
import './unit-origin.css';

/** On demand: what the source wrote, beside what is compared and the rule that made the one out of the other. */
export function UnitOriginDetails({ origin: { fields, raw, path } }: { readonly origin: UnitOrigin }) {
  const texts = useTexts().difference.origin;
  return (
    <details className="origin">
      <summary>{texts.show}</summary>
      <dl>
        {fields.map(({ label, member, written, compared, rules }) => (
          <Fragment key={`${label} ${written}`}>
            <dt>
              {label}
              {member === null ? null : <span className="origin-member"> {fill(texts.from, { member })}</span>}
            </dt>
            <dd>
              <code>{written}</code>
            </dd>
            <dd className="origin-compared">
              {rules === null ? (
                texts.same
              ) : (
                <>
                  {texts.compared} <code>{compared}</code> <span>{fill(texts.by, { rules })}</span>
                </>
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
      {raw === null ? null : (
        <>
          <p>{path === null ? texts.row : fill(texts.rowAt, { path })}</p>
          <pre>{raw}</pre>
        </>
      )}
    </details>
  );
}
