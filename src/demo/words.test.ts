import { expect, test } from 'vitest';
import { loggedWords, lostWords } from './words.ts';

test.each([
  ['/dev/ttyUSB0: no answer to DLE EOT: power, cable, baud or wrong device', '没有应答'],
  ['address 03 on /dev/bus1: no answer', '没有应答'],
  ['tcp://10.0.0.9:4001: the other end closed the connection', '线路断开'],
  ['nobody listens at tcp://10.0.0.9:4001', '接口打不开'],
  ['/dev/bus1 is never quiet: somebody babbles', '总线一直有干扰'],
  ['unit 04 answered in the place of 03', '应答的是其他设备'],
])('%s is %s', (reason, chinese) => {
  expect(lostWords('device1', reason)).toEqual({
    'zh-CN': `device1：无连接（${chinese}）`,
    en: `device1 is away: ${reason}`,
  });
});

test('a reason that nobody foresaw is left to the log', () => {
  expect(lostWords('device1', 'odd')['zh-CN']).toBe('device1：无连接');
});

test('the log is English: in Chinese stands what it is about', () => {
  const about = { 'zh-CN': '日志无法写入', en: 'the journal cannot be written' };
  expect(loggedWords(about, 'disk full')).toEqual({
    'zh-CN': '日志无法写入',
    en: 'the journal cannot be written: disk full',
  });
});
