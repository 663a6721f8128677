import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithTpm } from '#lib/testing/describe-with-tpm.ts';
import { type SoftwareTpm, startSoftwareTpm } from '#lib/testing/software-tpm.ts';
import { bundleAgent, packageAgent } from '#scripts/build-agent.ts';
import { ROOT } from '#scripts/root.ts';
import { type AttestationServer, startAttestationServer } from '../testing/attestation-server.ts';

const NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node');

describeWithTpm('the agent as one file', () => {
  let tpm: SoftwareTpm;
  let server: AttestationServer;

  /** Alone in its folder, with none of this project's environment. */
  const attestFrom = async (folder: string, [program = '', ...words]: readonly string[]): Promise<string> => {
    const env = { PATH: '/usr/bin:/bin', NODE_ENV: 'production', ASSAY_TOKEN: 't', ASSAY_SERVER: server.url } as const;
    const options = ['--once', '--no-inventory', '--tcti', tpm.tcti];
    return (await promisify(execFile)(program, [...words, ...options], { cwd: folder, env })).stdout;
  };
  const emptyFolder = (name: string): string => {
    mkdirSync(join(tpm.folder, name));
    return join(tpm.folder, name);
  };

  beforeAll(async () => {
    tpm = await startSoftwareTpm();
    server = await startAttestationServer();
  });
  afterAll(async () => {
    await server?.close();
    await tpm?.stop();
  });

  test('it attests with Node and nothing else beside it', async () => {
    const folder = emptyFolder('bundled');
    await bundleAgent(join(folder, 'assay-agent.mjs'));
    expect(await attestFrom(folder, [NODE, 'assay-agent.mjs'])).toMatch(/^handed in: /);
    expect(readdirSync(folder)).toEqual(['assay-agent.mjs']);
  });

  test('packaged, it attests without Node', async () => {
    const folder = emptyFolder('packaged');
    await packageAgent(join(folder, 'assay-agent'), NODE);
    expect(await attestFrom(folder, [join(folder, 'assay-agent')])).toMatch(/^handed in: /);
    expect(readdirSync(folder)).toEqual(['assay-agent']);
  });

  test('what is no Node can not be packaged', async () => {
    writeFileSync(join(tpm.folder, 'script'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    await expect(packageAgent(join(tpm.folder, 'none'), join(tpm.folder, 'script'))).rejects.toThrow();
  });
});
