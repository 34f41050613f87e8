import type { ReportLanguage } from '../report-words.ts';

/** What the page says beside its tables. */
export interface PageWords {
  readonly days: (count: number, from: string, to: string) => string;
  readonly whole: (from: string, to: string, zone: string) => string;
  readonly table: string;
  readonly minutes: string;
  readonly customers: string;
  readonly customersSays: string;
  readonly served: string;
  readonly left: string;
  readonly otherwise: string;
  readonly open: string;
  readonly waits: string;
  readonly waitsSays: string;
  readonly mean: string;
  readonly longest: string;
  readonly kept: string;
  readonly keptSays: string;
  readonly wait: string;
  readonly service: string;
  readonly work: string;
  readonly workSays: string;
  readonly inTime: string;
  readonly overTime: string;
  readonly estimates: string;
  readonly estimatesSays: string;
  readonly early: string;
  readonly inside: string;
  readonly late: string;
  readonly marks: string;
  readonly marksSays: string;
  readonly mark: (mark: number) => string;
  readonly alerts: string;
  readonly alertsSays: string;
  readonly acknowledged: string;
  readonly unacknowledged: string;
  readonly devices: string;
  readonly devicesSays: string;
  readonly nothing: string;
  readonly carried: (count: number) => string;
  readonly goesOn: string;
  readonly isRest: string;
  readonly untrusted: string;
  readonly devicesUnknown: string;
  readonly notes: readonly string[];
}

const EN: PageWords = {
  days: (count, from, to) => `${count} business days, ${from} to ${to}`,
  whole: (from, to, zone) => `${from} to ${to}, ${zone}`,
  table: 'Table',
  minutes: ' min',
  customers: 'Customers by the half-hour in which they came',
  customersSays: 'Number of customers who came in each half-hour, parted by what became of them',
  served: 'Served',
  left: 'Left',
  otherwise: 'Cancelled, not printed, expired',
  open: 'Not over',
  waits: 'Waits by the half-hour of the call',
  waitsSays: 'Mean and longest wait in minutes of those who were called in each half-hour',
  mean: 'Mean',
  longest: 'Longest',
  kept: 'Standards kept, by service',
  keptSays: 'Share of waits and of services that were in time, by service, in percent',
  wait: 'Wait',
  service: 'Service',
  work: 'Services at each counter',
  workSays: 'Number of services at each counter, parted by whether they were in time',
  inTime: 'In time',
  overTime: 'Over time',
  estimates: 'True waits against what was told',
  estimatesSays:
    'Share of customers who were called before, within and after the range from P10 to P90, by service, in percent',
  early: 'Earlier',
  inside: 'Within P10–P90',
  late: 'Later',
  marks: 'Ratings',
  marksSays: 'How often each mark was given',
  mark: (mark) => `Mark ${mark}`,
  alerts: 'Alerts by kind',
  alertsSays: 'Number of alerts of each kind, parted by whether somebody acknowledged them',
  acknowledged: 'Acknowledged',
  unacknowledged: 'Not acknowledged',
  devices: 'Devices that were lost',
  devicesSays: 'Minutes for which each device was lost',
  nothing: 'No customer came.',
  carried: (count) => `Carried over from the day before: ${count}. Where these came is drawn in no chart.`,
  goesOn: 'The day goes on: these are its figures so far.',
  isRest: 'The journal does not have the beginning of this day.',
  untrusted: 'The wall clock was not trusted all day: half-hours with a question mark are as it showed them.',
  devicesUnknown: 'The journal does not say how devices stood before their first word in it.',
  notes: [
    'Customers stand in the half-hour in which they came, waits in that of the call, services in that of their end. Left: called, and came neither then nor later.',
    'Wait kept, service kept: share in time. A share is rounded down. Times are minutes and seconds.',
    'Bias: true wait less the middle of what was estimated; above 0, customers wait longer than they were told.',
  ],
};

const ZH: PageWords = {
  days: (count, from, to) => `${count}个营业日，${from}至${to}`,
  whole: (from, to, zone) => `${from}至${to}，${zone}`,
  table: '数据表',
  minutes: '分',
  customers: '每半小时到店客户',
  customersSays: '每半小时取号客户数，按结果分段',
  served: '已办理',
  left: '离开',
  otherwise: '取消、未打印、逾期',
  open: '未结束',
  waits: '每半小时等待时间（按叫号时刻）',
  waitsSays: '每半小时叫到的客户平均等待和最长等待，分钟',
  mean: '平均',
  longest: '最长',
  kept: '各业务达标比例',
  keptSays: '各业务等待和办理的达标比例，百分比',
  wait: '等待',
  service: '办理',
  work: '各窗口办理笔数',
  workSays: '各窗口办理笔数，按是否达标分段',
  inTime: '达标',
  overTime: '超时',
  estimates: '实际等待与告知对比',
  estimatesSays: '各业务客户早于、落在、晚于P10至P90区间的比例，百分比',
  early: '更早',
  inside: '落在P10–P90',
  late: '更晚',
  marks: '客户评价',
  marksSays: '各分数次数',
  mark: (mark) => `${mark}分`,
  alerts: '各类告警',
  alertsSays: '各类告警次数，按是否确认分段',
  acknowledged: '已确认',
  unacknowledged: '未确认',
  devices: '失联设备',
  devicesSays: '各设备失联分钟数',
  nothing: '没有客户取号。',
  carried: (count) => `前日结转${count}位，到店图中不画。`,
  goesOn: '当日尚未结束，以下为截至目前的数据。',
  isRest: '日志缺少当日开头。',
  untrusted: '当日时钟并非始终可信，带问号的半小时以当时显示为准。',
  devicesUnknown: '日志未记载设备在首次上报之前的状态。',
  notes: [
    '客户计入取号的半小时，等待计入叫号的半小时，办理计入结束的半小时。离开：叫号后始终未到窗口。',
    '等待达标、办理达标为按时比例，向下取整；时间为分:秒。',
    '偏差：实际等待减去预估中值，大于0表示实际等待比告知更久。',
  ],
};

/** The words of a language. */
export function pageWords(language: ReportLanguage): PageWords {
  return language === 'zh-CN' ? ZH : EN;
}
