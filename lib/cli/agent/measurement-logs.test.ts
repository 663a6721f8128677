import { chmodSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { folderOf } from '../testing/folder.ts';
import { hasRuntimeLog, readMeasurementLogs } from './measurement-logs.ts';

const MIB = 1024 * 1024;

test('logs are read whole, up to 16 MiB, and one octet more leaves them out', async () => {
  const folder = folderOf({ most: new Uint8Array(16 * MIB), over: new Uint8Array(16 * MIB + 1), small: 'ab' });
  const fitting = await readMeasurementLogs({ eventLog: `${folder}/most`, imaLog: `${folder}/small`, runtimeLog: `${folder}/small` });
  expect([fitting.eventLog?.length, fitting.imaLog?.length, fitting.runtimeLog?.length, fitting.absent]).toEqual([16 * MIB, 2, 2, []]);
  const large = await readMeasurementLogs({ eventLog: `${folder}/over`, imaLog: `${folder}/over`, runtimeLog: `${folder}/over` });
  const why = `${folder}/over has more than ${16 * MIB} octets: that log is left out`;
  const shorter = `${folder}/over has more than ${8 * MIB} octets: that log is left out`;
  expect(large).toEqual({ eventLog: null, imaLog: null, runtimeLog: null, absent: [why, why, shorter] });
});

test('a log without an octet is a log, and one that there is not is absent', async () => {
  const folder = folderOf({ empty: '' });
  expect(await readMeasurementLogs({ eventLog: `${folder}/empty`, imaLog: `${folder}/none`, runtimeLog: `${folder}/empty` })).toEqual({
    eventLog: new Uint8Array(),
    imaLog: null,
    runtimeLog: new Uint8Array(),
    absent: [`there is no ${folder}/none: that log is absent`],
  });
});

test('a log that can not be read is told with the reason', async () => {
  const folder = folderOf({});
  const { absent } = await readMeasurementLogs({ eventLog: folder, imaLog: folder, runtimeLog: folder });
  expect(absent[0]).toBe(`${folder} can't be read (EISDIR): that log is absent`);
});

test('the log of systemd is waited for while it is written, and told where it never is', async () => {
  const folder = folderOf({ log: 'ab' });
  const logs = { eventLog: `${folder}/none`, imaLog: `${folder}/none`, runtimeLog: `${folder}/log` };
  chmodSync(logs.runtimeLog, 0o1600);
  const reading = readMeasurementLogs(logs);
  await pause(150);
  chmodSync(logs.runtimeLog, 0o600);
  expect((await reading).absent.filter((sentence) => sentence.includes('/log'))).toEqual([]);
  chmodSync(logs.runtimeLog, 0o1600);
  const { runtimeLog, absent } = await readMeasurementLogs(logs);
  expect([runtimeLog?.length, absent.at(-1)]).toEqual([2, `${logs.runtimeLog} was not finished by its writer: a record may be missing`]);
  expect([await hasRuntimeLog(logs), await hasRuntimeLog({ runtimeLog: `${folder}/none` })]).toEqual([true, false]);
});
