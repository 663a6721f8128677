import { XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';
import * as internal from 'libxml2-wasm/lib/libxml2.mjs';
import { shortMessage } from './libxml2.ts';
import type { XmlSchemaError } from './types.ts';

/** An XML Schema that is part of the program, with the files that it imports, by the name that it imports them. */
export interface XmlSchema {
  readonly main: Uint8Array;
  readonly imports: ReadonlyMap<string, Uint8Array>;
}

/** A schema ready to validate with. */
export type CompiledXmlSchema = XsdValidator;

/** What libxml2 may open while a schema is compiled; at any other time nothing, so that no document can name a file. */
const openable = new Map<string, Uint8Array>();
const reading = new Map<number, { readonly bytes: Uint8Array; at: number }>();
let isRegistered = false;

/** Compiles a schema; it is kept for the life of the program. A schema that doesn't compile is our bug: a native error. */
export function compileXmlSchema({ main, imports }: XmlSchema): CompiledXmlSchema {
  register();
  const document = XmlDocument.fromBuffer(main);
  for (const [name, bytes] of imports) openable.set(name, bytes);
  try {
    return XsdValidator.fromDoc(document);
  } finally {
    openable.clear();
    document.dispose();
  }
}

function register(): void {
  if (isRegistered) return;
  isRegistered = true;
  xmlRegisterInputProvider({
    match: (name) => openable.has(name),
    open(name) {
      const bytes = openable.get(name);
      if (bytes === undefined) return undefined;
      const handle = reading.size + 1;
      reading.set(handle, { bytes, at: 0 });
      return handle;
    },
    read(handle, into) {
      const file = reading.get(handle);
      if (file === undefined) return -1;
      const part = file.bytes.subarray(file.at, file.at + into.length);
      into.set(part);
      file.at += part.length;
      return part.length;
    },
    close: (handle) => reading.delete(handle),
  });
}

/** The verdict of a schema. */
export interface XmlSchemaVerdict {
  readonly valid: boolean;
  /** The first ones, at most as many as were asked for. */
  readonly errors: readonly XmlSchemaError[];
}

interface Collected {
  readonly message: string;
  readonly xpath: string;
}

let collected: Collected[] = [];
let wanted = 0;
let collector = 0;

/**
 * Validates a document by a schema. Not with XsdValidator.validate: that asks libxml2 for the path of every error, and each
 * answer walks over all siblings, so that 50,000 wrong elements take half a minute.
 */
export function validateXml(document: XmlDocument, schema: CompiledXmlSchema, maxErrors: number): XmlSchemaVerdict {
  if (collector === 0) collector = addCollector();
  const context = internal.xmlSchemaNewValidCtxt(pointerOf(schema));
  collected = [];
  wanted = maxErrors;
  try {
    internal.xmlSchemaSetValidStructuredErrors(context, collector, 0);
    const result = internal.xmlSchemaValidateDoc(context, pointerOf(document));
    if (result < 0) throw new Error('libxml2 could not validate; its memory may be exhausted');
    return {
      valid: result === 0,
      errors: collected.map(({ message, xpath }) => ({ message: shortMessage(message.replace(/\{[^{}]*\}/g, '')), path: xpath })),
    };
  } finally {
    internal.xmlSchemaFreeValidCtxt(context);
    collected = [];
  }
}

function addCollector(): number {
  return addFunction((_, error) => {
    if (collected.length >= wanted) return;
    const node = internal.XmlErrorStruct.node(error);
    collected.push({ message: internal.XmlErrorStruct.message(error), xpath: internal.xmlGetNodePath(node) ?? '' });
  }, 'vii');
}

type AddFunction = (callback: (data: number, error: number) => void, signature: string) => number;

// The declarations of libxml2-wasm leave out what its own modules use of each other: this function, and where an object lies in memory.
const { addFunction } = internal as unknown as { readonly addFunction: AddFunction };

function pointerOf(owner: XmlDocument | XsdValidator): number {
  // As above.
  return (owner as unknown as { readonly _ptr: number })._ptr;
}
