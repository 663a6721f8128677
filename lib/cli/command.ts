import type { Json } from '#lib/encoding/canonical-json.ts';
import type { ExitCode } from './exit-codes.ts';

/** The command line was not understood, or names something that isn't there. Ends with exit code 64 or 2. */
export class UsageError extends Error {
  readonly exitCode: 64 | 2;

  constructor(message: string, exitCode: 64 | 2 = 64) {
    super(message);
    this.name = 'UsageError';
    this.exitCode = exitCode;
  }
}

/** What a command printed: one document for programs, lines for people. */
export interface CommandResult {
  readonly json: Json;
  readonly lines: readonly string[];
  readonly exitCode: ExitCode;
}

/** Options that all commands share, already read. */
export interface Options {
  readonly json: boolean;
  readonly trust: string | undefined;
  /** A file that says who may say what. */
  readonly policy: string | undefined;
  /** A file of manufacturer names that mean the same. */
  readonly aliases: string | undefined;
  /** ISO 8601; the clock when not given. */
  readonly at: string;
  readonly atGiven: boolean;
  readonly server: string | undefined;
  readonly token: string | undefined;
  readonly parallel: number;
  readonly role: string | undefined;
  readonly device: string | undefined;
  readonly again: boolean;
  /** Wait until the server has read and judged what it took. */
  readonly wait: boolean;
  readonly side: string | undefined;
  readonly version: string | undefined;
}

/** One command: its name, its usage line, what it does. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly run: (files: readonly string[], options: Options) => Promise<CommandResult>;
}
