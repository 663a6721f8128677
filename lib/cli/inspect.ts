import { describeDocument } from '#lib/artifact/describe.ts';
import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { inspectDocument } from '#lib/present/inspect-document.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { explanationLines } from './explanation-lines.ts';
import { readInput } from './files.ts';
import { placeOf, refusalText } from './refusal-text.ts';

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
    const { why, fix } = refusalText(read.error);
    return [head, `  can't be read: ${why}`, `  what to do: ${fix}`];
  }
  const warnings = read.warnings.map(
    ({ code, detail, offset, path }) =>
      `  note ${code}: ${visibleText(detail)}${placeOf(detail, offset === undefined ? {} : { offset })}${path === undefined ? '' : ` at ${visibleText(path)}`}`,
  );
  return [head, `  ${visibleText(describeDocument(read))}`, ...warnings, ...explanationLines(read.document)];
}
