import type { Grouping } from './day/lines.ts';

/** Languages of tables and page. */
export const REPORT_LANGUAGES = ['zh-CN', 'en'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** Columns of a line, in the order of the tables. */
export const COLUMN_KEYS = [
  'came',
  'carried',
  'served',
  'noShow',
  'cancelled',
  'withdrawn',
  'expired',
  'open',
  'returned',
  'diverted',
  'waitShare',
  'waitOf',
  'waitMean',
  'waitWorst',
  'serviceShare',
  'serviceOf',
  'serviceMean',
  'serviceWorst',
  'noShows',
  'recalls',
  'referrals',
  'passedOver',
  'passedOverMost',
  'marksOf',
  'marksMean',
  'bulkVisits',
  'bulkSlips',
  'bulkMean',
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

/** Tables of the report; CSV gives each by its name. */
export const TABLE_NAMES = [
  'days',
  'half-hours',
  'lines',
  'roll-ups',
  'steps',
  'ratings',
  'estimates',
  'diversions',
  'alert-kinds',
  'alerts',
  'devices',
  'reprints',
] as const;
export type TableName = (typeof TABLE_NAMES)[number];

/** Heads of columns that stand in one table each. */
type Head =
  | 'day'
  | 'from'
  | 'to'
  | 'offset'
  | 'state'
  | 'clock'
  | 'by'
  | 'id'
  | 'name'
  | 'step'
  | 'share'
  | 'of'
  | 'mean'
  | 'worst'
  | 'mark'
  | 'inside'
  | 'insideTold'
  | 'early'
  | 'late'
  | 'bias'
  | 'rmse'
  | 'unscored'
  | 'machine'
  | 'offered'
  | 'chosen'
  | 'silent'
  | 'refused'
  | 'taken'
  | 'kind'
  | 'raised'
  | 'acknowledged'
  | 'after'
  | 'who'
  | 'cleared'
  | 'lasted'
  | 'longest'
  | 'carried'
  | 'measured'
  | 'times'
  | 'device'
  | 'losses'
  | 'down'
  | 'downShare'
  | 'condition'
  | 'asked'
  | 'printed';

/** Everything that the report says. */
export interface ReportWords {
  readonly language: ReportLanguage;
  readonly report: string;
  readonly columns: Readonly<Record<ColumnKey, string>>;
  readonly heads: Readonly<Record<Head, string>>;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly groupings: Readonly<Record<Grouping, string>>;
  readonly by: (what: string) => string;
  readonly all: string;
  readonly total: string;
  readonly noDate: string;
  readonly isOver: string;
  readonly goesOn: string;
  readonly isRest: string;
  readonly trusted: string;
  readonly untrusted: string;
  readonly stands: string;
  readonly yes: string;
  readonly no: string;
  readonly kinds: Readonly<Record<string, string>>;
}

const EN: ReportWords = {
  language: 'en',
  report: 'Report',
  columns: {
    came: 'Numbers',
    carried: 'From before',
    served: 'Served',
    noShow: 'Left',
    cancelled: 'Cancelled',
    withdrawn: 'Not printed',
    expired: 'Expired',
    open: 'Not over',
    returned: 'Came back',
    diverted: 'To machines',
    waitShare: 'Wait kept',
    waitOf: 'Waits',
    waitMean: 'Mean wait',
    waitWorst: 'Longest wait',
    serviceShare: 'Service kept',
    serviceOf: 'Services',
    serviceMean: 'Mean service',
    serviceWorst: 'Longest service',
    noShows: 'Called in vain',
    recalls: 'Recalls',
    referrals: 'Referrals',
    passedOver: 'Passed over',
    passedOverMost: 'Most often',
    marksOf: 'Marks',
    marksMean: 'Mean mark',
    bulkVisits: 'Bulk visits',
    bulkSlips: 'Bulk slips',
    bulkMean: 'Mean bulk visit',
  },
  heads: {
    day: 'Day',
    from: 'From',
    to: 'To',
    offset: 'Zone',
    state: 'State',
    clock: 'Clock',
    by: 'By',
    id: 'Id',
    name: 'Name',
    step: 'Step',
    share: 'Kept',
    of: 'Times',
    mean: 'Mean',
    worst: 'Longest',
    mark: 'Mark',
    inside: 'Within P10–P90',
    insideTold: 'Within minutes told',
    early: 'Earlier',
    late: 'Later',
    bias: 'Bias',
    rmse: 'RMSE',
    unscored: 'Not known',
    machine: 'Machine',
    offered: 'Offered',
    chosen: 'Chosen',
    silent: 'Not insisted',
    refused: 'Insisted',
    taken: 'Taken',
    kind: 'Kind',
    raised: 'Raised',
    acknowledged: 'Acknowledged',
    after: 'After',
    who: 'By whom',
    cleared: 'Over',
    lasted: 'Lasted',
    longest: 'Longest',
    carried: 'From before',
    measured: 'Measured',
    times: 'Times',
    device: 'Device',
    losses: 'Losses',
    down: 'Down',
    downShare: 'Down, share',
    condition: 'Condition',
    asked: 'Asked',
    printed: 'Printed',
  },
  tables: {
    days: 'Days',
    'half-hours': 'Half-hours',
    lines: 'By service, counter, teller and segment',
    'roll-ups': 'Half-hours by service, counter, teller and segment',
    steps: 'Steps of services',
    ratings: 'Ratings',
    estimates: 'Waits that were told',
    diversions: 'Machines offered',
    'alert-kinds': 'Alerts by kind',
    alerts: 'Alerts',
    devices: 'Devices',
    reprints: 'Slips printed again',
  },
  groupings: { service: 'Service', counter: 'Counter', teller: 'Teller', segment: 'Segment' },
  by: (what) => `By ${what.toLowerCase()}`,
  all: 'All',
  total: 'Total',
  noDate: 'No date',
  isOver: 'whole',
  goesOn: 'goes on',
  isRest: 'without its beginning',
  trusted: 'trusted',
  untrusted: 'not trusted',
  stands: 'stands',
  yes: 'yes',
  no: 'no',
  kinds: {
    'wait-over-target': 'Wait over target',
    'service-over-time': 'Service over time',
    'counter-idle': 'Counter idle',
    'queue-long': 'Queue too long',
    'all-queues-long': 'All queues too long',
    'passed-over': 'Passed over too often',
    'clock-untrusted': 'Clock not trusted',
    panic: 'Call for help',
    'device-lost': 'Device lost',
    'disk-trouble': 'Journal not writable',
    'paper-near-end': 'Paper near its end',
    'paper-out': 'Paper out',
    'cover-open': 'Cover open',
    'cutter-jam': 'Cutter jammed',
    'printer-fault': 'Printer fault',
    'key-held': 'Key held',
    garbled: 'Garbled',
    'wrong-device': 'Wrong device',
    'wrong-address': 'Wrong address',
    'address-clash': 'Address given twice',
    'disk-nearly-full': 'Disk nearly full',
  },
};

const ZH: ReportWords = {
  language: 'zh-CN',
  report: '运营报表',
  columns: {
    came: '取号',
    carried: '前日结转',
    served: '已办理',
    noShow: '离开',
    cancelled: '取消',
    withdrawn: '未打印作废',
    expired: '逾期',
    open: '未结束',
    returned: '过号返回',
    diverted: '转自助机',
    waitShare: '等待达标',
    waitOf: '等待笔数',
    waitMean: '平均等待',
    waitWorst: '最长等待',
    serviceShare: '办理达标',
    serviceOf: '办理笔数',
    serviceMean: '平均办理',
    serviceWorst: '最长办理',
    noShows: '空叫',
    recalls: '重呼',
    referrals: '转介',
    passedOver: '被越过',
    passedOverMost: '最多次数',
    marksOf: '评价数',
    marksMean: '平均分',
    bulkVisits: '批量业务',
    bulkSlips: '批量张数',
    bulkMean: '批量平均',
  },
  heads: {
    day: '日期',
    from: '起',
    to: '止',
    offset: '时区',
    state: '状态',
    clock: '时钟',
    by: '分组',
    id: '编号',
    name: '名称',
    step: '环节',
    share: '达标',
    of: '次数',
    mean: '平均',
    worst: '最长',
    mark: '分',
    inside: '落在P10–P90',
    insideTold: '落在告知分钟',
    early: '更早',
    late: '更晚',
    bias: '偏差',
    rmse: '均方根误差',
    unscored: '未知',
    machine: '自助机',
    offered: '推荐',
    chosen: '选择',
    silent: '未坚持',
    refused: '坚持取号',
    taken: '接受率',
    kind: '类型',
    raised: '发出',
    acknowledged: '已确认',
    after: '确认用时',
    who: '确认人',
    cleared: '已解除',
    lasted: '持续',
    longest: '最长',
    carried: '前日结转',
    measured: '测得值',
    times: '次数',
    device: '设备',
    losses: '失联次数',
    down: '停用时间',
    downShare: '停用比例',
    condition: '状况',
    asked: '申请',
    printed: '已打印',
  },
  tables: {
    days: '各日',
    'half-hours': '每半小时',
    lines: '按业务、窗口、柜员、客群',
    'roll-ups': '每半小时按业务、窗口、柜员、客群',
    steps: '业务环节',
    ratings: '客户评价',
    estimates: '等待预估',
    diversions: '自助机分流',
    'alert-kinds': '告警分类',
    alerts: '告警',
    devices: '设备',
    reprints: '补打号票',
  },
  groupings: { service: '业务', counter: '窗口', teller: '柜员', segment: '客群' },
  by: (what) => `按${what}`,
  all: '全部',
  total: '合计',
  noDate: '无日期',
  isOver: '完整',
  goesOn: '进行中',
  isRest: '缺少开头',
  trusted: '可信',
  untrusted: '不可信',
  stands: '未解除',
  yes: '是',
  no: '否',
  kinds: {
    'wait-over-target': '等待超标',
    'service-over-time': '办理超时',
    'counter-idle': '窗口空闲',
    'queue-long': '队列过长',
    'all-queues-long': '总人数过多',
    'passed-over': '多次被越过',
    'clock-untrusted': '时钟不可信',
    panic: '求助',
    'device-lost': '设备失联',
    'disk-trouble': '日志无法写入',
    'paper-near-end': '纸将尽',
    'paper-out': '缺纸',
    'cover-open': '上盖打开',
    'cutter-jam': '切刀卡住',
    'printer-fault': '打印机故障',
    'key-held': '按键未松开',
    garbled: '数据错乱',
    'wrong-device': '设备不符',
    'wrong-address': '地址不符',
    'address-clash': '地址重复',
    'disk-nearly-full': '磁盘将满',
  },
};

/** The words of a language. */
export function reportWords(language: ReportLanguage): ReportWords {
  return language === 'zh-CN' ? ZH : EN;
}
