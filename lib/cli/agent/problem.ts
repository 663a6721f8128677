/** What the agent ends with. */
export const AGENT_EXIT = {
  fine: 0,
  /** This machine gives no evidence: no TPM, no program to reach it, a key that is in the way. */
  machine: 2,
  usage: 64,
  /** The server can't be reached, or says that it is too busy or broken. */
  unreachable: 69,
  /** The server answers, and does not take it. */
  refused: 77,
} as const;
export type AgentExit = (typeof AGENT_EXIT)[keyof typeof AGENT_EXIT];

/** Why nothing was handed in, in a sentence, and what to do. */
export class AgentProblem extends Error {
  readonly exitCode: AgentExit;
  /** How long the server asks to be left alone, in milliseconds; 0 where it doesn't say. */
  readonly retryAfterMs: number;

  constructor(exitCode: Exclude<AgentExit, 0>, message: string, { retryAfterMs = 0 }: { readonly retryAfterMs?: number } = {}) {
    super(message);
    this.name = 'AgentProblem';
    this.exitCode = exitCode;
    this.retryAfterMs = retryAfterMs;
  }
}
