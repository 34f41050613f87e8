import type { StatePayload } from '../../stage.ts';
import { useTexts } from '../texts.ts';
import { Pagers } from './pagers.tsx';
import { Do, Minutes, Rows } from './parts.tsx';
import { Printers } from './printers.tsx';
import { serviceName, stateOf, wallOf, windowNumber } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    title: '需要处理的情况',
    none: '一切正常',
    kinds: {
      'wait-over-target': '等候超过目标',
      'service-over-time': '办理超过标准时间',
      'counter-idle': '窗口空闲而有人等候',
      'queue-long': '队列过长',
      'all-queues-long': '全部队列过长',
      'passed-over': '多次被越过',
      'clock-untrusted': '时钟不可信',
      panic: '柜员求助',
      'device-lost': '设备无连接',
      'disk-trouble': '磁盘故障',
      'disk-nearly-full': '磁盘将满',
      'paper-near-end': '纸将用尽',
      'paper-out': '缺纸',
      'cover-open': '上盖打开',
      'cutter-jam': '切刀卡住',
      'printer-fault': '打印机故障',
      'key-held': '按键被按住',
      garbled: '线路有干扰',
      'wrong-device': '接错设备',
      'wrong-address': '地址错误',
      'address-clash': '地址冲突',
    } as Readonly<Record<string, string>>,
    severities: { urgent: '紧急', warning: '警告', note: '提示' },
    acknowledge: '我来处理',
    taken: '已有人处理',
    times: (count: number) => `${count} 次`,
    panic: '求助',
    help: '代窗口求助',
  },
  en: {
    title: 'What needs somebody',
    none: 'All is well',
    kinds: {
      'wait-over-target': 'waits longer than promised',
      'service-over-time': 'service beyond its standard',
      'counter-idle': 'counter idle while people wait',
      'queue-long': 'long queue',
      'all-queues-long': 'all queues long',
      'passed-over': 'passed over often',
      'clock-untrusted': 'clock not trusted',
      panic: 'a teller calls for help',
      'device-lost': 'device away',
      'disk-trouble': 'disk trouble',
      'disk-nearly-full': 'disk nearly full',
      'paper-near-end': 'paper nearly used up',
      'paper-out': 'out of paper',
      'cover-open': 'cover open',
      'cutter-jam': 'cutter jammed',
      'printer-fault': 'printer fault',
      'key-held': 'a key is held down',
      garbled: 'garbled bytes on the line',
      'wrong-device': 'another device answers',
      'wrong-address': 'another unit answers',
      'address-clash': 'two units have one address',
    } as Readonly<Record<string, string>>,
    severities: { urgent: 'urgent', warning: 'warning', note: 'note' },
    acknowledge: 'I take it',
    taken: 'taken care of',
    times: (count: number) => `${count}×`,
    panic: 'Help',
    help: 'Call for help in the place of a counter',
  },
};

/** What stands, the most urgent first, and who takes care of it. */
export const alerts: LobbySection = { id: 'alerts', title: { 'zh-CN': '告警', en: 'Alerts' }, Body: Alerts };

function Alerts(props: LobbyProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { shown, isOff } = props;
  return (
    <div class="lobby-columns">
      <div>
        <Rows title={words.title} none={words.none}>
          {(stateOf(shown, 'alerts')?.alerts ?? []).map((alert) => (
            <AlertRow key={alert.id} {...props} alert={alert} />
          ))}
        </Rows>
        <Pagers {...props} />
      </div>
      <div>
        <Printers {...props} />
        <Rows title={words.help} none="">
          {shown.counters.map(({ id, number }) => (
            <li key={id}>
              <b class="cell wide">{window(number)}</b>
              <Do command="panic" wish={{ counter: id }} cap={words.panic} about={window(number)} isOff={isOff} />
            </li>
          ))}
        </Rows>
      </div>
    </div>
  );
}

type Alert = StatePayload<'alerts'>['alerts'][number];

function AlertRow({ shown, now, isOff, alert }: LobbyProps & { alert: Alert }) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const kind = words.kinds[alert.kind] ?? alert.kind;
  const about = [
    alert.service === null ? '' : serviceName(shown, alert.service, language),
    alert.device ?? '',
    alert.counters.map((id) => window(windowNumber(shown, id))).join(', '),
    alert.tickets.map(({ label }) => label).join(' '),
  ].filter((text) => text !== '');
  const since = wallOf(alert.since);
  return (
    <li data-alert={alert.kind}>
      <span class={`cell${alert.severity === 'urgent' ? ' over-target' : ''}`}>{words.severities[alert.severity]}</span>
      <span class="cell wide">
        <b>{kind}</b>
        <small>{about.join(' · ')}</small>
      </span>
      {alert.times > 1 && <span class="cell">{words.times(alert.times)}</span>}
      {since !== null && (
        <span class="cell">
          <Minutes span={now - since} />
        </span>
      )}
      {alert.acknowledged === null ? (
        <Do
          command="acknowledge-alert"
          wish={{ alert: alert.id }}
          cap={words.acknowledge}
          about={`${kind} ${alert.id}`}
          isOff={isOff}
        />
      ) : (
        <span class="cell">{words.taken}</span>
      )}
    </li>
  );
}
