import { expect, test } from 'vitest';
import { folderOf } from '../testing/folder.ts';
import { readMeasurementLogs } from './measurement-logs.ts';

const MIB = 1024 * 1024;

test('logs are read whole, up to 16 MiB, and one octet more leaves them out', async () => {
  const folder = folderOf({ most: new Uint8Array(16 * MIB), over: new Uint8Array(16 * MIB + 1), small: 'ab' });
  const fitting = await readMeasurementLogs({ eventLog: `${folder}/most`, imaLog: `${folder}/small` });
  expect([fitting.eventLog?.length, fitting.imaLog?.length, fitting.absent]).toEqual([16 * MIB, 2, []]);
  const large = await readMeasurementLogs({ eventLog: `${folder}/over`, imaLog: `${folder}/over` });
  const why = `${folder}/over has more than ${16 * MIB} octets: that log is left out`;
  expect(large).toEqual({ eventLog: null, imaLog: null, absent: [why, why] });
});

test('a log without an octet is a log, and one that there is not is absent', async () => {
  const folder = folderOf({ empty: '' });
  expect(await readMeasurementLogs({ eventLog: `${folder}/empty`, imaLog: `${folder}/none` })).toEqual({
    eventLog: new Uint8Array(),
    imaLog: null,
    absent: [`there is no ${folder}/none: that log is absent`],
  });
});

test('a log that can not be read is told with the reason', async () => {
  const folder = folderOf({});
  const { absent } = await readMeasurementLogs({ eventLog: folder, imaLog: folder });
  expect(absent[0]).toBe(`${folder} can't be read (EISDIR): that log is absent`);
});
