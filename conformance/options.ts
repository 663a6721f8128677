import type { Options } from '#lib/cli/command.ts';

/** Options of the command line as tests give them: a fixed clock, nothing else. */
export function testOptions(chosen: Partial<Options> = {}): Options {
  return {
    json: true,
    trust: undefined,
    policy: undefined,
    aliases: undefined,
    at: '2024-06-01T00:00:00.000Z',
    atGiven: true,
    server: undefined,
    token: undefined,
    parallel: 4,
    role: undefined,
    device: undefined,
    again: false,
    wait: false,
    side: undefined,
    version: undefined,
    ...chosen,
  };
}
