import { describeDocument } from '#lib/artifact/describe.ts';
import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { inspectDocument } from '#lib/present/inspect-document.ts';
import { refusalAdvice } from '#lib/present/refusal-advice.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { explanationLines } from './explanation-lines.ts';
import { readInput } from './files.ts';

/** `assay inspect FILE…`: what each document claims. Nothing is verified. */
export const inspect: Command = {
  name: 'inspect',
  usage: 'assay inspect FILE… [--json]',
  async run(files) {
    const entries = (await Promise.all(files.map(inspectFile))).flat();
    return {
      json: entries.map(({ json }) => json),
      lines: entries.flatMap(({ lines }) => lines),
      exitCode: entries.some(({ read }) => read.error !== null) ? EXIT.unreadable : EXIT.fine,
    };
  },
};

interface Entry {
  readonly read: ReadDocument;
  readonly json: Json;
  readonly lines: readonly string[];
}

async function inspectFile(file: string): Promise<readonly Entry[]> {
  const { sha256, documents } = readArtifact(await readInput(file));
  return documents.map((read) => ({ read, json: entryJson({ file, sha256, read }), lines: entryLines(file, read) }));
}

function entryJson({ file, sha256, read }: { file: string; sha256: string; read: ReadDocument }): Json {
  return {
    file,
    sha256,
    kind: read.kind,
    summary: describeDocument(read),
    document: inspectDocument(read.document),
    warnings: read.warnings.map(({ code, detail, offset, path }) => ({ code, detail, offset, path })),
    error: read.error === null ? null : { ...read.error },
  };
}

function entryLines(file: string, read: ReadDocument): readonly string[] {
  const head = `${visibleText(file)}: ${read.kind}`;
  if (read.error !== null) {
    const { message, code } = read.error;
    return [head, `  can't be read: ${visibleText(message)}${placeOf(message, read.error)}`, `  what to do: ${refusalAdvice(code)}`];
  }
  const warnings = read.warnings.map(
    ({ code, detail, offset, path }) =>
      `  note ${code}: ${visibleText(detail)}${placeOf(detail, { offset })}${path === undefined ? '' : ` at ${visibleText(path)}`}`,
  );
  return [head, `  ${visibleText(describeDocument(read))}`, ...warnings, ...explanationLines(read.document)];
}

/** What a sentence does not say itself: where, and by which standard. */
function placeOf(sentence: string, { offset, spec }: { offset?: number | undefined; spec?: string | undefined }): string {
  const isTold = offset === undefined || new RegExp(`\\boctet ${offset}\\b`).test(sentence);
  return [isTold ? '' : ` (at octet ${offset})`, spec === undefined ? '' : ` [${spec}]`].join('');
}
