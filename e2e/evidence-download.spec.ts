import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deltaOf, memoryModule } from '#lib/testing/sample-device.ts';
import { openDevice, openTab } from './harness/fleet.ts';
import { NODE, ROOT } from './harness/running-app.ts';
import { expect, test } from './harness/story.ts';
import { authorities, daysAgo, storyDevice, withSwappedMemory } from './harness/story-devices.ts';
import { unzip } from './harness/unzip.ts';
import { handIn } from './harness/upload.ts';

const story = storyDevice('evidence-download');
const { device, serial } = story;

/** What of `assay trace` a person compares; the order of findings and of simultaneous events means nothing. */
interface Traced {
  readonly key: string;
  readonly verdict: unknown;
  readonly findings: readonly { readonly rule: string; readonly subject: string }[];
  readonly timeline: readonly { readonly at: string; readonly title: string }[];
}

test('the downloaded evidence gives the same verdict, findings and timeline without the server', async ({ signIn }) => {
  const page = await signIn('olivia');
  const delta = deltaOf({
    device,
    authorities,
    order: 1,
    components: [{ ...memoryModule(`${serial}-M9`), status: 'added' }],
    notBefore: daysAgo(1),
  });
  await handIn(page, story.built);
  await handIn(page, [story.inventory()], { role: 'receiving inspection' });
  await handIn(page, [{ name: `${serial}-delta.cer`, bytes: delta }]);
  await handIn(page, [story.inventory(withSwappedMemory(story))], { role: 'routine' });
  const id = await openDevice(page, serial, 'changed, unexplained');
  const folder = mkdtempSync(join(tmpdir(), 'assay-evidence-'));
  try {
    await openTab(page, 'Evidence');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download evidence' }).click();
    const zip = await (await download).path();
    for (const { name, bytes } of await unzip(zip)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const traced = trace(folder);
    expect(traced.devices).toHaveLength(1);
    const [offline] = traced.devices;
    const asked = await (await page.request.get(`/api/v1/devices/${id}`)).json();
    const timeline = await (await page.request.get(`/api/v1/devices/${id}/timeline`)).json();
    const findings = await (await page.request.get(`/api/v1/devices/${id}/findings`)).json();
    expect(offline?.verdict).toMatchObject({
      lifecycle: asked.verdict.lifecycle,
      trust: asked.verdict.trust,
      reasons: asked.verdict.reasons,
    });
    expect(titles(offline?.timeline ?? [])).toEqual(titles(timeline.items));
    expect(names(offline?.findings ?? [])).toEqual(names(findings.items));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const titles = (events: Traced['timeline']): readonly string[] =>
  events.map(({ at, title }) => `${new Date(at).toISOString()} ${title}`).sort();
const names = (findings: Traced['findings']): readonly string[] => findings.map(({ rule, subject }) => `${rule} ${subject}`).sort();

function trace(folder: string): { readonly devices: readonly Traced[] } {
  const { status, stdout, stderr } = spawnSync(NODE, [join(ROOT, 'lib', 'cli', 'main.ts'), 'trace', folder, '--json'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  // 1: findings above info, which is what this story is about.
  expect(status, stderr).toBe(1);
  return JSON.parse(stdout);
}
