import { stat } from 'node:fs/promises';
import { type Command, type Options, UsageError } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { MAKE_READABLE, type NamedFile, walkFolder } from './files.ts';
import { type Sent, sendAll, type Target } from './ingest-send.ts';
import { awaitReading, type Known } from './ingest-wait.ts';
import { waitingLines } from './ingest-waiting.ts';

/** `assay ingest FILE… --server URL --token T`: hands files and folders in, several at a time; what this token handed in before is skipped. */
export const ingest: Command = {
  name: 'ingest',
  usage: 'assay ingest FILE… --server URL --token T [--parallel N] [--device ID] [--role ROLE] [--again] [--wait] [--json]',
  async run(names, options) {
    const target = targetOf(options);
    const found = await Promise.all(names.map(filesOf));
    const sent = await sendAll(
      found.flatMap(({ files }) => files),
      { target, options },
    );
    const results = [...found.flatMap(({ unreadable }) => unreadable), ...(await awaitReading(sent, { target, options }))];
    const isBad = results.some(({ outcome, status }) => outcome === 'refused' || status === 'unreadable');
    return {
      json: results.map(({ unlinked, ...result }) => ({ ...result, unlinked: unlinked.map((each) => ({ ...each })) })),
      lines: linesOf(results, target),
      exitCode: isBad ? EXIT.unreadable : EXIT.fine,
    };
  },
};

function linesOf(results: readonly Known[], { server }: Target): readonly string[] {
  const refused = results.filter(({ outcome }) => outcome === 'refused');
  const unreadable = results.filter(({ status }) => status === 'unreadable');
  const settled = results.filter(({ status }) => status === 'settled').length;
  const waited = settled + unreadable.length > 0 ? [`${settled} read and judged, ${unreadable.length} kept and unreadable`] : [];
  const count = (outcome: Sent['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  return [
    ...refused.map(({ file, detail }) => `refused: ${file}: ${detail ?? ''}`),
    ...unreadable.map(({ file, detail }) => `unreadable: ${file}: ${detail ?? ''}`),
    `${count('accepted')} handed in, ${count('skipped')} handed in before, ${refused.length} refused`,
    ...waited,
    ...waitingLines(results, server),
    `What became of them: ${server}/api/v1/submissions/SUBMISSION tells of one file, with this token; --json gives the SUBMISSION of each.`,
    `What belongs to no device yet is listed at ${server}/unlinked for operators, auditors and administrators.`,
  ];
}

function targetOf({ server, token }: Options): Target {
  if (server === undefined || token === undefined)
    throw new UsageError('ingest needs --server URL and --token T (or ASSAY_SERVER and ASSAY_TOKEN)');
  if (!/^https?:\/\//.test(server)) throw new UsageError(`${server} is no http or https address`);
  return { server: server.replace(/\/+$/, ''), token };
}

interface Found {
  readonly files: readonly NamedFile[];
  /** Folders whose files nobody can list. */
  readonly unreadable: readonly Known[];
}

/** Named by the path as given, so that files of one name in several folders can be told apart. */
async function filesOf(name: string): Promise<Found> {
  const about = await stat(name).catch(() => undefined);
  if (about === undefined) throw new UsageError(`${name} is no file or folder; nothing was handed in`, 2);
  if (!about.isDirectory()) return { files: [{ name, path: name }], unreadable: [] };
  const { files, unreadable } = await walkFolder(name);
  return {
    files: files.map(({ path }) => ({ name: path, path })),
    unreadable: unreadable.map(({ path, reason }) => ({
      file: path,
      sha256: null,
      outcome: 'refused',
      submission: null,
      detail: `the folder can't be read: ${reason}. ${MAKE_READABLE}`,
      status: null,
      kind: null,
      unlinked: [],
    })),
  };
}
