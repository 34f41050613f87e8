import { padFace, panelFace, signFace } from '../../src/demo/page/views.ts';
import type { StageSnapshot } from '../../src/demo/stage.ts';
import { type Demo, type Watcher, watchDemo } from '../stand/demo.ts';
import { type FrontPanel, wordsOf } from './front-panel.ts';

/**
 * The kiosk and the pads under the hands of people who do not use the page: pressed at the emulators, read from what the
 * emulators show. For tests whose matter is what the branch does; that the page does and shows the same, others judge.
 */
export interface StationHands
  extends Pick<FrontPanel, 'press' | 'key' | 'shows' | 'padSays' | 'padSaysNoMore' | 'printed'> {
  /** Resolves with what a pad shows once it is one of these. */
  padSaysOneOf(counter: number, ...texts: readonly string[]): Promise<string>;
  leave(): void;
}

/** Puts hands on the stations of a demo, whose printers are fast from now on. */
export async function stationHands(demo: Demo): Promise<StationHands> {
  const told = await watchDemo(demo);
  const snapshot = await told.until('what there is', (page) => page.snapshot);
  for (const printer of new Set(snapshot.kiosks.map((kiosk) => kiosk.printer))) {
    if (printer !== null) await printsFast(demo, printer);
  }
  return { ...kioskHands(demo, told, snapshot), ...padHands(demo, told, snapshot), leave: () => told.leave() };
}

/** Has a printer put slips out in hardly any time. */
export const printsFast = (demo: Demo, printer = 'printer1'): Promise<void> => act(demo, printer, 'fast on');

async function act(demo: Demo, device: string, action: string): Promise<void> {
  const { status, body } = await demo.post('/act', { device, action });
  if (status !== 200) throw new Error(`${device} cannot ${action}: ${JSON.stringify(body)}`);
}

function kioskHands(demo: Demo, told: Watcher, snapshot: StageSnapshot): Pick<StationHands, 'press' | 'printed'> {
  const [kiosk] = snapshot.kiosks;
  if (!kiosk) throw new Error('the demo has no kiosk');
  return {
    async press(service) {
      const button = kiosk.buttons.find(({ names, segments, language }) =>
        [names.en, `${names.en} ${segments.en}`, ...(language === 'en' ? [`${names.en} English ticket`] : [])].includes(
          service,
        ),
      )?.button;
      if (button === undefined) throw new Error(`the kiosk has no ${service}`);
      const isLit = (): boolean => panelFace(told.views[kiosk.panel]).lampOf(button) === 'on';
      await told.until(`the lamp of ${service} is on`, isLit);
      await act(demo, kiosk.panel, `press ${button}`);
    },
    async printed(label) {
      await told.until(`${label} lies on top`, ({ slips }) => slips[0]?.text.includes(label));
    },
  };
}

function padHands(
  demo: Demo,
  told: Watcher,
  { counters }: StageSnapshot,
): Omit<StationHands, 'press' | 'printed' | 'leave'> {
  const deviceOf = (counter: number, kind: 'keypad' | 'display'): string => {
    const device = counters.find(({ number }) => number === counter)?.[kind] ?? null;
    if (device === null) throw new Error(`counter ${counter} has no ${kind}`);
    return device;
  };
  const padText = (counter: number): string => {
    const { line1, line2 } = padFace(told.views[deviceOf(counter, 'keypad')]);
    return `${line1} ${line2}`;
  };
  const until = async (counter: number, what: string, look: (text: string) => boolean): Promise<string> =>
    await told.until(`pad ${counter} says ${what}`, () => (look(padText(counter)) ? padText(counter) : null));
  return {
    key: (counter, name) => act(demo, deviceOf(counter, 'keypad'), `press ${keyOf(name)}`),
    async shows(counter, text) {
      const sign = deviceOf(counter, 'display');
      await told.until(`display ${counter} shows ${text}`, ({ views }) => signFace(views[sign]).text.trim() === text);
    },
    async padSays(counter, text) {
      await until(counter, text, (shown) => wordsOf(text).test(shown));
    },
    padSaysOneOf: (counter, ...texts) =>
      until(counter, texts.join(' or '), (shown) => texts.some((text) => shown.includes(text))),
    async padSaysNoMore(counter, text) {
      await until(counter, `no more ${text}`, (shown) => !wordsOf(text).test(shown));
    },
  };
}

/** From what the page has on its cap in English: *No-show*, *7*. */
const keyOf = (cap: string): string => (cap === 'Pause/open' ? 'pause' : cap.toLowerCase());
