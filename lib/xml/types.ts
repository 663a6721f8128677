/** An attribute that is no namespace declaration. */
export interface XmlAttribute {
  /** Without its prefix. */
  readonly name: string;
  /** Empty for none. */
  readonly namespace: string;
  readonly value: string;
}

/** An element as libxml2 understood it; comments and processing instructions are left out. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  readonly prefix: string;
  /** Empty for none. */
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** The text that stands directly in the element, joined. */
  readonly text: string;
  /** Where the element begins and ends in the text that the document was read from, as UTF-16 indexes. */
  readonly start: number;
  readonly end: number;
  /** Namespace by prefix, the inherited ones included; the empty prefix is the default namespace. */
  readonly scope: ReadonlyMap<string, string>;
}

/** What a schema has against a document, and where. */
export interface XmlSchemaError {
  /** In the words of libxml2, names without their namespaces. */
  readonly message: string;
  /** Steps from the root such as `components/component[3]`, counted from 1; empty for the root itself. */
  readonly path: string;
}

/** A document that was read within the limits. */
export interface XmlRead {
  readonly root: XmlElement;
  /** Canonical XML 1.0 of the whole document without comments, from which the elements are read; null where it has none: a relative namespace. */
  readonly canonical: string | null;
}

/** Limits of one document; each is checked before libxml2 sees the text. */
export interface XmlLimits {
  readonly maxBytes: number;
  /** Elements inside each other, the root included. */
  readonly maxDepth: number;
}
