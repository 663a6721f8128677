/** What the command line ends with. The worst of a run wins: `usage`, then `unreadable`, then `findings`. */
export const EXIT = {
  fine: 0,
  /** Findings above info, required checks that did not pass, or a difference. */
  findings: 1,
  /** An input could not be read. */
  unreadable: 2,
  usage: 64,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
