import type { BranchClock, DaemonLife, StagedTraffic } from '../stage.ts';
import { useDoings } from './doings.ts';
import { memo } from './memo.ts';
import { type HallState, named, useTexts } from './texts.ts';
import { timesIn } from './times.ts';

interface HeaderProps {
  readonly name: Readonly<Record<string, string>>;
  readonly daemon: DaemonLife;
  /** Null while nothing is known of it. */
  readonly hall: HallState | null;
  readonly traffic: StagedTraffic;
  readonly speed: BranchClock['speed'];
  /** Wall time of the branch, Unix ms, by the minute. */
  readonly now: number;
  readonly timeZone: string;
  readonly isOff: boolean;
  onLanguage(): void;
}

/** Which branch this is, how its hall stands, how late it is there, how the daemon is, and the page's own switches. */
export const Header = memo(function Header(props: HeaderProps) {
  const t = useTexts();
  const { setTraffic } = useDoings();
  const { name, daemon, hall, traffic, speed, now, timeZone, isOff, onLanguage } = props;
  const state = isOff ? 'unknown' : daemon.state;
  return (
    <header class="top">
      <h1>
        <span class="mark">lobbyd</span> {named(name, t.language)}
      </h1>
      {hall !== null && !isOff && (
        <p class={`hall-state ${hall}`}>
          <span class="hidden">{t.hall} </span>
          {t.hallStates[hall]}
        </p>
      )}
      <p class="clock">
        <span class="hidden">{t.branchTime} </span>
        <time>{timesIn(timeZone).short(now)}</time>
        {speed !== 1 && <small>{t.speed(speed)}</small>}
      </p>
      <p class={`daemon ${state}`} title={isOff ? undefined : daemon.text}>
        <span class="lamp" aria-hidden="true" />
        {t.daemon[state]}
      </p>
      <button
        type="button"
        class="switch"
        aria-pressed={traffic.isOn}
        aria-disabled={isOff}
        title={t.trafficHint}
        onClick={() => {
          if (!isOff) setTraffic(!traffic.isOn);
        }}
      >
        <span class="knob" aria-hidden="true" />
        {t.traffic}
      </button>
      <button
        type="button"
        class="language"
        lang={t.language === 'en' ? 'zh-CN' : 'en'}
        title={t.switchLanguage}
        onClick={onLanguage}
      >
        {t.otherLanguage}
      </button>
    </header>
  );
});
