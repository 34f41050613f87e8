import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Words } from '../stage.ts';
import { Announcer } from './announcer.tsx';
import { Dock } from './dock.tsx';
import { type Doings, DoingsContext } from './doings.ts';
import { Hall } from './hall.tsx';
import { Header } from './header.tsx';
import type { Link, LinkState, PostEnd } from './link.ts';
import { hallOf, type Shown } from './state.ts';
import { Counters, Kiosks, Papers } from './stations.tsx';
import { firstLanguage, keepLanguage, keptLanguage, TEXTS, TextsContext, useTexts } from './texts.ts';
import { branchNow, branchOffset } from './times.ts';

/** Figures that are older than this are not shown any more, ms. */
const STALE_AFTER = 30_000;
/** A page that is not linked by then is told what may be in its way, ms. */
const CONNECTS_WITHIN = 8_000;
/** How long a refusal stands, ms. */
const NOTICE_FOR = 6_000;
const MINUTE = 60_000;
/** The chart moves on in such steps, ms of branch time. */
const CHART_STEP = 15_000;

/** The front panel. */
export function App({ link }: { link: Link }) {
  const [view, setView] = useState(() => link.view());
  useEffect(() => link.onView(() => setView(link.view())), [link]);
  const [language, setLanguage] = useState(() => firstLanguage(keptLanguage, navigator.languages));
  const t = TEXTS[language];
  const { doings, notice } = useLinkedDoings(link);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t.title;
  }, [language, t]);
  const switchLanguage = useMemo(
    () => () =>
      setLanguage((old) => {
        const next = old === 'en' ? 'zh-CN' : 'en';
        keepLanguage(next);
        return next;
      }),
    [],
  );
  const { shown } = view;
  return (
    <TextsContext.Provider value={t}>
      <DoingsContext.Provider value={doings}>
        {shown === null ? (
          <p class="connecting">{view.link.age > CONNECTS_WITHIN ? t.connectingLong : t.connecting}</p>
        ) : (
          <Panel shown={shown} link={view.link} onLanguage={switchLanguage} />
        )}
        {notice !== null && (
          <p class="notice" role="alert">
            {`${t.notDone} ${notice[language]}`}
          </p>
        )}
        <Announcer link={link} isLost={shown !== null && !view.link.isUp} />
      </DoingsContext.Provider>
    </TextsContext.Provider>
  );
}

const UNREACHABLE: Words = { 'zh-CN': '演示程序没有应答', en: 'the demo does not answer' };

/** What a person can do, through the link; a refusal stands for a moment. */
function useLinkedDoings(link: Link): { readonly doings: Doings; readonly notice: Words | null } {
  const [notice, setNotice] = useState<Words | null>(null);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => setNotice(null), NOTICE_FOR);
    return () => clearTimeout(timer);
  }, [notice]);
  const doings = useMemo((): Doings => {
    const told = (end: PostEnd): void => setNotice(end.isDone ? null : (end.why ?? UNREACHABLE));
    return {
      act: (device, action) => void link.act(device, action).then(told),
      setFault: (id, isOn) => void link.setFault(id, isOn).then(told),
      setTraffic: (isOn) => void link.setTraffic(isOn).then(told),
      command: (name, wish) => link.command(name, wish),
      explain: (label, language) => link.explain(label, language),
      changeFiles: (wish) => link.changeFiles(wish),
    };
  }, [link]);
  return { doings, notice };
}

interface PanelProps {
  readonly shown: Shown;
  readonly link: LinkState;
  onLanguage(): void;
}

function Panel({ shown, link, onLanguage }: PanelProps) {
  const t = useTexts();
  const isOff = !link.isUp;
  const isStale = isOff && link.age > STALE_AFTER;
  const now = branchNow(shown.branchTime, link.isUp ? link.age : 0);
  const { timeZone } = shown;
  return (
    <>
      <a class="skip" href="#counters">
        {t.skip}
      </a>
      <Header
        name={shown.name}
        daemon={shown.daemon}
        hall={hallOf(shown)}
        traffic={shown.traffic}
        speed={shown.branchTime.speed}
        now={Math.floor(now / MINUTE) * MINUTE}
        timeZone={timeZone}
        isOff={isOff}
        onLanguage={onLanguage}
      />
      {isOff && <Lost age={link.age} isStale={isStale} />}
      <main class={isOff ? 'off' : ''}>
        <Kiosks shown={shown} isOff={isOff} />
        <Papers shown={shown} isOff={isOff} />
        <Counters shown={shown} isOff={isOff} />
        <HallCard shown={shown} now={now} isStale={isStale} />
      </main>
      <Dock shown={shown} offset={branchOffset(shown.branchTime, shown.at)} now={now} isOff={isOff} />
    </>
  );
}

function Lost({ age, isStale }: { age: number; isStale: boolean }) {
  const t = useTexts();
  const seconds = Math.floor(age / 1_000);
  const old = seconds < 120 ? t.seconds(seconds) : t.minutes(Math.floor(seconds / 60));
  return (
    <section class="lost" aria-label={t.linkLost}>
      <p>{t.lost(old)}</p>
      {isStale && <p>{t.lostLong}</p>}
    </section>
  );
}

function HallCard({ shown, now, isStale }: { shown: Shown; now: number; isStale: boolean }) {
  const t = useTexts();
  // The chart moves on in steps: it is drawn again four times a minute, not at each beat.
  const step = Math.ceil(now / CHART_STEP) * CHART_STEP;
  return (
    <section class="card hall" aria-labelledby="hall-title">
      <h2 id="hall-title">
        {t.hall} <small>{t.hallHour}</small>
      </h2>
      <Hall hall={shown.hall} now={step} timeZone={shown.timeZone} isStale={isStale} />
    </section>
  );
}
