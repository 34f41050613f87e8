import type { StagedAlert, StagedFault } from '../stage.ts';
import { useDoings } from './doings.ts';
import { memo } from './memo.ts';
import { useTexts } from './texts.ts';

interface FaultsProps {
  readonly faults: readonly StagedFault[];
  readonly alerts: readonly StagedAlert[];
  /** Unix ms of this machine as a time of day in the branch. */
  readonly timeOf: (at: number) => string;
  readonly isOff: boolean;
}

/** Groups of switches; what there is one of each stands together. */
const GROUPS = [
  { name: 'printer', of: ['printer'] },
  { name: 'system', of: ['broker', 'disk', 'daemon'] },
  { name: 'cable', of: ['cable'] },
  { name: 'bus', of: ['bus'] },
  { name: 'unit', of: ['unit'] },
] as const;

/** The switches that break things, and what lobbyd says of it, from the beginning to the end. */
export const Faults = memo(function Faults({ faults, alerts, timeOf, isOff }: FaultsProps) {
  const t = useTexts();
  return (
    <div class="faults">
      <div class="switches">
        {GROUPS.map(({ name, of }) => {
          const members = faults.filter(({ group }) => (of as readonly string[]).includes(group));
          if (members.length === 0) return null;
          return (
            <fieldset key={name} class={`group-${name}`}>
              <legend>{t.faultGroups[name]}</legend>
              {members.map((fault) => (
                <Switch key={fault.id} fault={fault} isShort={name !== 'printer' && name !== 'system'} isOff={isOff} />
              ))}
            </fieldset>
          );
        })}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key */}
      <section class="says" aria-labelledby="says-title" tabIndex={0}>
        <h3 id="says-title">{t.says}</h3>
        <Says faults={faults} alerts={alerts} timeOf={timeOf} />
      </section>
    </div>
  );
});

interface SwitchProps {
  readonly fault: StagedFault;
  /** The group says what it is: the device is enough. */
  readonly isShort: boolean;
  readonly isOff: boolean;
}

function Switch({ fault, isShort, isOff }: SwitchProps) {
  const t = useTexts();
  const { setFault } = useDoings();
  const cannot = fault.cannot?.[t.language] ?? null;
  const name = fault.name[t.language];
  const cap = isShort && fault.device !== null ? fault.device : name;
  return (
    <button
      type="button"
      class={`switch ${fault.isMomentary ? 'momentary' : ''} ${isShort ? 'short' : ''}`}
      aria-pressed={fault.isMomentary ? undefined : fault.isOn}
      aria-label={fault.device === null ? undefined : `${fault.device}: ${name}`}
      aria-disabled={isOff || cannot !== null}
      title={cannot ?? (fault.device === null ? name : `${fault.device}: ${name}`)}
      data-fault={fault.id}
      onClick={() => {
        if (!isOff && cannot === null) setFault(fault.id, fault.isMomentary || !fault.isOn);
      }}
    >
      <span class="knob" aria-hidden="true" />
      <span>
        {cap}
        {cannot !== null && <small>{cannot}</small>}
      </span>
      {fault.said !== null && <span class="lamp said" title={fault.said[t.language]} />}
    </button>
  );
}

/** What lasts first, then what is over; a fault that nobody has noticed yet is said to be so. */
function Says({ faults, alerts, timeOf }: Omit<FaultsProps, 'isOff'>) {
  const t = useTexts();
  const unnoticed = faults.filter(({ isOn, isMomentary, said }) => isOn && !isMomentary && said === null);
  const ordered = [...alerts.filter(({ over }) => over === null), ...alerts.filter(({ over }) => over !== null)];
  if (unnoticed.length + ordered.length === 0) return <p class="hint">{t.saysNothing}</p>;
  return (
    <ul class="alerts">
      {unnoticed.map((fault) => (
        <li key={fault.id} class="unnoticed">
          <span class="lamp" aria-hidden="true" />
          <span>
            {`${fault.device === null ? '' : `${fault.device}${t.colon}`}${fault.name[t.language]}`}{' '}
            <small>{fault.group === 'disk' ? t.saysAtNextKey : t.saysNothingYet}</small>
          </span>
        </li>
      ))}
      {ordered.map(({ id, text, since, over }) => (
        <li key={id} class={over === null ? 'lasts' : 'over'} data-alert={id}>
          <span class="lamp" aria-hidden="true" />
          <span>
            {text[t.language]}{' '}
            <small>{over === null ? `${t.lasts}, ${t.since(timeOf(since))}` : t.over(timeOf(over))}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
