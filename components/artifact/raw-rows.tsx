'use client';

import { Fragment } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import type { HexRow } from '#lib/present/hex-rows.ts';
import type { TextPiece, TextRow } from '#lib/present/text-rows.ts';
import styles from './artifact.module.css';
import type { ShownRaw } from './artifact-page.ts';

const OFFSET_DIGITS = 6;
const offsetText = (offset: number): string => offset.toString(16).padStart(OFFSET_DIGITS, '0');

/** The rows of the raw view; every value is text. */
export function RawRows({ raw }: { readonly raw: ShownRaw }) {
  const isAtEnd = raw.marked !== null && raw.marked >= raw.total;
  const lines =
    raw.rows.show === 'hex'
      ? raw.rows.rows.map((row) => <HexLine key={row.offset} row={row} marked={raw.marked} />)
      : raw.rows.rows.map((row) => <TextLine key={row.offset} row={row} />);
  return (
    <>
      {lines}
      {isAtEnd ? <EndMark offset={raw.total} /> : null}
    </>
  );
}

function HexLine({ row, marked }: { readonly row: HexRow; readonly marked: number | null }) {
  const index = marked === null ? -1 : marked - row.offset;
  const isHere = index >= 0 && index < row.octets.length;
  return (
    <div className={styles.hexLine}>
      <span className={styles.offset}>{offsetText(row.offset)}</span>
      {isHere ? (
        <>
          <span>
            {row.octets.slice(0, index).map((octet) => `${octet} `)}
            <Here>{row.octets[index] ?? ''}</Here>
            {row.octets.slice(index + 1).map((octet) => ` ${octet}`)}
          </span>
          <span>
            {row.text.slice(0, index)}
            <strong>{row.text[index]}</strong>
            {row.text.slice(index + 1)}
          </span>
        </>
      ) : (
        <>
          <span>{row.octets.join(' ').padEnd(47)}</span>
          <span>{row.text}</span>
        </>
      )}
    </div>
  );
}

function TextLine({ row }: { readonly row: TextRow }) {
  return (
    <div className={styles.line}>
      <span className={styles.offset}>{offsetText(row.offset)}</span>
      <span className={styles.text}>
        {row.pieces.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one row never change their order.
          <Fragment key={index}>
            <Piece piece={piece} />
          </Fragment>
        ))}
      </span>
    </div>
  );
}

function Piece({ piece }: { readonly piece: TextPiece }) {
  if (piece.mark === 'plain') return piece.text;
  if (piece.mark === 'here') return <Here>{piece.text}</Here>;
  return <span className={styles.writtenOut}>{piece.text}</span>;
}

/** The octet that was asked for; takes the focus. */
function Here({ children }: { readonly children: string }) {
  return (
    <mark className={styles.here} tabIndex={-1}>
      {children}
    </mark>
  );
}

/** An error at the end: the file stops where more was expected. */
function EndMark({ offset }: { readonly offset: number }) {
  const texts = useTexts().artifact;
  return (
    <div className={styles.line}>
      <span className={styles.offset}>{offsetText(offset)}</span>
      <span>
        <Here>{texts.end}</Here>
      </span>
    </div>
  );
}
