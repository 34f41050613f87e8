import type { StatePayload } from '../../stage.ts';
import { useDoings } from '../doings.ts';
import { named, useTexts } from '../texts.ts';
import { AtScreen, Papers } from './guidance-customers.tsx';
import { Messages, Referrals, ToPrepare } from './guidance-told.tsx';
import { Pick, Rows } from './parts.tsx';
import { serviceName, stateOf } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    machines: '自助机具',
    machinesHint: '机具自己经 MQTT 报告',
    noMachines: '本网点没有自助机具',
    says: (isUsable: boolean, queue: number) => (isUsable ? `可用，${queue} 人排队` : '不可用'),
    offered: '正向客户推荐',
    notOffered: '不推荐',
    use: '机具可用',
    queue: '机具前排队人数',
    counts: '今日分流',
    nobody: '今天还没有推荐过',
    count: (offered: number, taken: number, refused: number) =>
      `推荐 ${offered} 次 · 去机具 ${taken} · 仍取号 ${refused}`,
  },
  en: {
    machines: 'Machines',
    machinesHint: 'what they say of themselves on MQTT',
    noMachines: 'The branch has no machine',
    says: (isUsable: boolean, queue: number) => (isUsable ? `in use, ${queue} stand there` : 'out of use'),
    offered: 'customers are offered it',
    notOffered: 'nobody is sent there',
    use: 'In use',
    queue: 'People at the machine',
    counts: 'Sent to machines today',
    nobody: 'Nobody was asked yet today',
    count: (offered: number, taken: number, refused: number) =>
      `${offered} asked · ${taken} took the machine · ${refused} took a number`,
  },
};
/** People that may stand at the demo's machine. */
const QUEUE = ['0', '1', '2', '3', '4', '5'];

/** What customers should know or do before the teller's time begins: machines, papers, messages. */
export const guidance: LobbySection = {
  id: 'guidance',
  title: { 'zh-CN': '引导分流', en: 'Guidance' },
  Body: Guidance,
};

function Guidance(props: LobbyProps) {
  const words = useWords(WORDS);
  const state = stateOf(props.shown, 'diversion');
  const machines = state?.machines ?? [];
  return (
    <div class="lobby-columns">
      <div>
        <Rows title={words.machines} none={words.noMachines} hint={words.machinesHint}>
          {machines.map((machine) => (
            <MachineRow key={machine.machine} {...props} machine={machine} />
          ))}
        </Rows>
        <Rows title={words.counts} none={words.nobody}>
          {(state?.today ?? []).map((count) => (
            <CountRow key={`${count.service} ${count.machine}`} {...props} count={count} machines={machines} />
          ))}
        </Rows>
        <AtScreen {...props} />
        <Papers {...props} />
      </div>
      <div>
        <Messages {...props} />
        <Referrals {...props} />
        <ToPrepare {...props} />
      </div>
    </div>
  );
}

type Machine = StatePayload<'diversion'>['machines'][number];
type Count = StatePayload<'diversion'>['today'][number];

/** What lobbyd has heard of a machine, and what the machine itself is set to. */
function MachineRow({ shown, isOff, machine }: LobbyProps & { machine: Machine }) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const { isUsable, isOffered, queue, services } = machine;
  const name = named(machine.names, language) || machine.machine;
  return (
    <li data-machine={machine.machine}>
      <span class="cell wide">
        <b>{name}</b> <small>{services.map((id) => serviceName(shown, id, language)).join(' · ')}</small>
      </span>
      <span class="cell wide">
        {words.says(isUsable, queue)} <small>{isOffered ? words.offered : words.notOffered}</small>
      </span>
      <AtMachine device={machine.machine} name={name} view={shown.views[machine.machine]} isOff={isOff} />
    </li>
  );
}

interface AtMachineProps {
  readonly device: string;
  readonly name: string;
  readonly view: unknown;
  readonly isOff: boolean;
}

/** A person at the machine: switches it on or off, and stands in its queue. Nothing where the demo plays none. */
function AtMachine({ device, name, view, isOff }: AtMachineProps) {
  const words = useWords(WORDS);
  const { act } = useDoings();
  const face = machineFace(view);
  if (face === null) return null;
  const does = (action: string): void => {
    if (!isOff) act(device, action);
  };
  return (
    <span class="acts">
      <button
        type="button"
        class="switch"
        aria-label={`${words.use}: ${name}`}
        aria-pressed={face.isUsable}
        aria-disabled={isOff}
        onClick={() => does(face.isUsable ? 'usable off' : 'usable on')}
      >
        <span class="knob" aria-hidden="true" />
        {words.use}
      </button>
      <Pick
        label={`${words.queue}: ${name}`}
        value={`${face.queue}`}
        options={QUEUE.map((count) => [count, count])}
        onPick={(count) => does(`queue ${count}`)}
      />
    </span>
  );
}

function machineFace(view: unknown): { readonly isUsable: boolean; readonly queue: number } | null {
  if (typeof view !== 'object' || view === null || !('isUsable' in view) || !('queue' in view)) return null;
  return { isUsable: view.isUsable === true, queue: Number(view.queue) };
}

function CountRow({ shown, count, machines }: LobbyProps & { count: Count; machines: readonly Machine[] }) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const { service, offered, taken, refused } = count;
  const machine = machines.find((each) => each.machine === count.machine);
  return (
    <li data-diverted={`${service} ${count.machine}`}>
      <span class="cell wide">
        <b>{serviceName(shown, service, language)}</b>{' '}
        <small>{named(machine?.names ?? {}, language) || count.machine}</small>
      </span>
      <span class="cell wide">{words.count(offered, taken, refused)}</span>
    </li>
  );
}
