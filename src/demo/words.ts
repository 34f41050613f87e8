import type { Words } from './stage.ts';

/** What a condition of a device means to a person. */
const CONDITIONS: Readonly<Record<string, Words>> = {
  'paper-near-end': { 'zh-CN': '纸将用尽', en: 'paper nearly used up' },
  'paper-out': { 'zh-CN': '缺纸', en: 'out of paper' },
  'cover-open': { 'zh-CN': '上盖打开', en: 'cover open' },
  'cutter-jam': { 'zh-CN': '切刀卡住', en: 'cutter jammed' },
  'printer-fault': { 'zh-CN': '打印机故障', en: 'printer fault' },
  'key-held': { 'zh-CN': '按键被按住', en: 'a key is held down' },
  garbled: { 'zh-CN': '线路有干扰', en: 'garbled bytes on the line' },
  'wrong-device': { 'zh-CN': '接错设备', en: 'another device answers' },
  'no-hanzi': { 'zh-CN': '不能显示汉字', en: 'shows no Hanzi' },
  'wrong-address': { 'zh-CN': '地址错误', en: 'another unit answers in its place' },
  'address-clash': { 'zh-CN': '地址冲突', en: 'two units have its address' },
  'disk-nearly-full': { 'zh-CN': '磁盘将满', en: 'the disk is nearly full' },
};

/** `printer1: out of paper`, in both languages; a condition that nobody translated stands as its code. */
export function conditionWords(device: string, condition: string): Words {
  const { 'zh-CN': chinese, en } = CONDITIONS[condition] ?? { 'zh-CN': condition, en: condition };
  return { 'zh-CN': `${device}：${chinese}`, en: `${device}: ${en}` };
}

/** What the reasons of the branch, which are English, come to. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/never quiet|babbles|jams/, '总线一直有干扰'],
  [/no answer|does not answer|takes no bytes/, '没有应答'],
  [/in the place of|another kind/, '应答的是其他设备'],
  [/garbled|damaged/, '应答有误'],
  [/nobody listens|no way to|cannot be reached|does not open|is not there|no such/, '接口打不开'],
  [/closed the connection|connection is gone|was closed|gone|hung up|pulled/, '线路断开'],
];

/** A device is away, for the reason that the branch gives; in Chinese what that comes to, the details stand in the log. */
export function lostWords(device: string, reason: string): Words {
  const chinese = REASONS.find(([pattern]) => pattern.test(reason))?.[1];
  return {
    'zh-CN': `${device}：无连接${chinese === undefined ? '' : `（${chinese}）`}`,
    en: `${device} is away: ${reason}`,
  };
}

/** What the log says: in English as it says it, in Chinese what it is about. */
export function loggedWords(about: Words, message: string): Words {
  return { 'zh-CN': about['zh-CN'], en: `${about.en}: ${message}` };
}

/** The broker, the journal, the disk and the daemon, as alerts name them. */
export const ABOUT = {
  broker: { 'zh-CN': 'MQTT 服务器断开，取号叫号照常', en: 'broker away, the branch works on' },
  journal: { 'zh-CN': '日志无法写入', en: 'the journal cannot be written' },
  slowDisk: { 'zh-CN': '磁盘慢：键盘显示 WAIT', en: 'the disk is slow: keypads say WAIT' },
} as const satisfies Readonly<Record<string, Words>>;
