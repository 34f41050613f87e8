import { useEffect, useMemo, useState } from 'preact/hooks';
import { Events, LastEvent } from './events.tsx';
import { Faults } from './faults.tsx';
import { LobbyDrawer } from './lobby-drawer.tsx';
import { lasting, type Shown } from './state.ts';
import { useTexts } from './texts.ts';
import { timesIn } from './times.ts';

type Drawer = 'lobby' | 'events' | 'faults';

interface DockProps {
  readonly shown: Shown;
  /** Makes a wall time of this machine, taken as often as branch time runs fast, one of the branch; ms. */
  readonly offset: number;
  /** Wall time of the branch, Unix ms. */
  readonly now: number;
  readonly isOff: boolean;
}

/** The bar at the foot of the page, with its drawers: the lobby manager's, MQTT events, and the switches of faults. */
export function Dock({ shown, offset, now, isOff }: DockProps) {
  const t = useTexts();
  const { events, faults, alerts, timeZone } = shown;
  const { speed } = shown.branchTime;
  const timeOf = useMemo(() => (at: number) => timesIn(timeZone).long(offset + speed * at), [timeZone, offset, speed]);
  const [open, setOpen] = useState<Drawer | null>(null);
  const count = lasting(alerts).length;
  const [newest] = events;
  useEffect(() => {
    if (open === null) return;
    const shut = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      setOpen(null);
      document.querySelector<HTMLElement>(`[aria-controls="drawer-${open}"]`)?.focus();
    };
    document.addEventListener('keydown', shut);
    return () => document.removeEventListener('keydown', shut);
  }, [open]);
  const toggle = (drawer: Drawer) => () => setOpen(open === drawer ? null : drawer);
  return (
    <footer class="dock">
      <div class="dock-bar">
        <DockButton drawer="lobby" isOpen={open === 'lobby'} onClick={toggle('lobby')} label={t.lobby} />
        <DockButton drawer="events" isOpen={open === 'events'} onClick={toggle('events')} label={t.events} />
        <DockButton drawer="faults" isOpen={open === 'faults'} onClick={toggle('faults')} label={t.faults}>
          {count > 0 && <span class="badge">{t.faultsOn(count)}</span>}
        </DockButton>
        {open === null && newest && <LastEvent event={newest} timeZone={timeZone} />}
        {open === 'faults' && <span class="hint">{t.faultsHint}</span>}
      </div>
      <section class="drawer tall" id="drawer-lobby" aria-label={t.lobby} hidden={open !== 'lobby'}>
        {open === 'lobby' && <LobbyDrawer shown={shown} now={now} isOff={isOff} />}
      </section>
      <section class="drawer" id="drawer-events" aria-label={t.events} hidden={open !== 'events'}>
        {open === 'events' && <Events events={events} timeZone={timeZone} />}
      </section>
      <section class="drawer" id="drawer-faults" aria-label={t.faults} hidden={open !== 'faults'}>
        {open === 'faults' && <Faults faults={faults} alerts={alerts} timeOf={timeOf} isOff={isOff} />}
      </section>
    </footer>
  );
}

interface DockButtonProps {
  readonly drawer: Drawer;
  readonly isOpen: boolean;
  readonly label: string;
  readonly children?: preact.ComponentChildren;
  onClick(): void;
}

function DockButton({ drawer, isOpen, label, children, onClick }: DockButtonProps) {
  return (
    <button
      type="button"
      class="dock-button"
      aria-expanded={isOpen}
      aria-controls={`drawer-${drawer}`}
      onClick={onClick}
    >
      <span class="chevron" aria-hidden="true" />
      {label}
      {children}
    </button>
  );
}
