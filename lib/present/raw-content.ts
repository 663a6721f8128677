import type { ReadDocument } from '#lib/artifact/types.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { looksLikePem, readPemBlocks } from '#lib/encoding/pem.ts';
import { stripTpmNvHeader } from '#lib/platform-cert/strip-nv-header.ts';

/** One block of a PEM file, decoded. */
export interface RawBlock {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** Octet offset of the block in the file. */
  readonly offset: number;
}

/** The blocks of a PEM file, in order; none for other files and for PEM that can't be decoded. */
export function rawBlocks(bytes: Uint8Array): readonly RawBlock[] {
  if (!looksLikePem(bytes)) return [];
  try {
    return readPemBlocks(bytes).flatMap((block) =>
      'error' in block ? [] : [{ label: block.label, bytes: block.der, offset: block.offset }],
    );
  } catch (error) {
    if (error instanceof ParseError) return [];
    throw error;
  }
}

/** A place in what a page can show: an octet of the file itself, or of one of its blocks. */
export interface RawPlace {
  /** Index of the block; null for the file. */
  readonly block: number | null;
  readonly offset: number;
}

interface Place {
  readonly bytes: Uint8Array;
  readonly blocks: readonly RawBlock[];
  readonly read: Pick<ReadDocument, 'offset' | 'error'>;
  /** As a parser told it: from the start of what it was given. */
  readonly offset: number;
  /** Code of the warning, where it is one. */
  readonly code?: string;
}

/** What is told about the header around a certificate counts from the header; everything else from the certificate in it. */
const OF_THE_HEADER = ['tpm-nv-header', 'trailing-padding'];

/** Where an offset that a parser told lies in what a page shows. */
export function rawPlace({ bytes, blocks, read, offset, code }: Place): RawPlace {
  const index = blocks.findIndex((block) => block.offset === read.offset);
  const block = blocks[index];
  const content = block?.bytes ?? bytes;
  const { der } = stripTpmNvHeader(content);
  const shift = code !== undefined && OF_THE_HEADER.includes(code) ? 0 : der.byteOffset - content.byteOffset;
  return { block: block === undefined ? null : index, offset: offset + shift };
}
