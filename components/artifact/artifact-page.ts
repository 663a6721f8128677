import type { CheckView } from '#lib/present/document-view.ts';
import type { Standing } from '#lib/present/evidence-view.ts';
import type { HexRow } from '#lib/present/hex-rows.ts';
import type { TextRow } from '#lib/present/text-rows.ts';
import type { UnitOrigin } from '#lib/present/unit-origin.ts';

/** What is told about a file above its contents. */
export interface ArtifactHead {
  readonly sha256: string;
  readonly size: number;
  /** Kinds of its documents in words, each once. */
  readonly kinds: readonly string[];
  /** Acts of handing it in that the viewer may see, the newest first. */
  readonly submissions: readonly {
    readonly id: string;
    readonly at: string;
    readonly by: string;
    readonly role: string | null;
    readonly fileName: string | null;
  }[];
  readonly hasMoreSubmissions: boolean;
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  readonly moreDevices: number;
  /** Why it belongs to no device yet, each once. */
  readonly waits: readonly string[];
}

/** A place in the content that can be shown. */
export interface Jump {
  readonly offset: number;
  readonly href: string;
}

/** A cell of a table; with a place in the content when it is an offset. */
export interface ShownCell {
  readonly text: string;
  readonly jump: Jump | null;
}

export interface ShownSection {
  readonly heading: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  readonly table: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly ShownCell[])[];
    /** By row: what the source wrote; null for tables of other things. */
    readonly origins: readonly UnitOrigin[] | null;
    readonly more: string | null;
    /** Shows the rows that are left out for brevity; null when none are. */
    readonly all: { readonly href: string; readonly count: number } | null;
  } | null;
}

/** One document as its page shows it. */
export interface ShownDocument {
  readonly kind: string;
  readonly error: {
    readonly isUnsupported: boolean;
    readonly message: string;
    readonly fix: string;
    readonly path: string | null;
    readonly spec: string | null;
    readonly jump: Jump | null;
  } | null;
  readonly warnings: readonly {
    readonly code: string;
    readonly detail: string;
    readonly path: string | null;
    readonly jump: Jump | null;
  }[];
  readonly checks: readonly CheckView[];
  /** The device for which they were judged; null when it belongs to none. */
  readonly checkedFor: string | null;
  /** Whether it convinces, in a word and in a sentence; null for what could not be read. */
  readonly standing: { readonly is: Standing; readonly text: string } | null;
  readonly sections: readonly ShownSection[];
}

/** A part of the content. */
export interface ShownRaw {
  readonly rows: { readonly show: 'hex'; readonly rows: readonly HexRow[] } | { readonly show: 'text'; readonly rows: readonly TextRow[] };
  /** First octet shown, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly total: number;
  /** Offset that is marked; `total` is the end of the content. Null when none is. */
  readonly marked: number | null;
  /** Whether somebody asked for that place, so that it is scrolled to and focused. */
  readonly isAsked: boolean;
  readonly earlier: string | null;
  readonly later: string | null;
  readonly modes: readonly Choice[];
  readonly parts: readonly Choice[];
  readonly isDecoded: boolean;
}

/** One way to look, and whether it is the present one. */
export interface Choice {
  readonly label: string;
  readonly href: string;
  readonly isCurrent: boolean;
}
