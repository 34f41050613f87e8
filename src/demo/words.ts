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
  'wrong-address': { 'zh-CN': '地址错误', en: 'another unit answers in its place' },
  'address-clash': { 'zh-CN': '地址冲突', en: 'two units have its address' },
};

/** `printer1: out of paper`, in both languages; a condition that nobody translated stands as its code. */
export function conditionWords(device: string, condition: string): Words {
  const { 'zh-CN': chinese, en } = CONDITIONS[condition] ?? { 'zh-CN': condition, en: condition };
  return { 'zh-CN': `${device}：${chinese}`, en: `${device}: ${en}` };
}

/** A device is away, for the reason that the branch gives. */
export function lostWords(device: string, reason: string): Words {
  return { 'zh-CN': `${device}：无连接（${reason}）`, en: `${device} is away: ${reason}` };
}

/** What the log says, as it says it. */
export function loggedWords(about: Words, message: string): Words {
  return { 'zh-CN': `${about['zh-CN']}：${message}`, en: `${about.en}: ${message}` };
}

/** The broker, the journal, the disk and the daemon, as alerts name them. */
export const ABOUT = {
  broker: { 'zh-CN': 'MQTT 服务器断开，取号叫号照常', en: 'broker away, the branch works on' },
  journal: { 'zh-CN': '日志无法写入', en: 'the journal cannot be written' },
  slowDisk: { 'zh-CN': '磁盘慢：键盘显示 WAIT', en: 'the disk is slow: keypads say WAIT' },
} as const satisfies Readonly<Record<string, Words>>;
