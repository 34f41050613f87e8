import { Counter } from './counter.tsx';
import { Kiosk } from './kiosk.tsx';
import { Paper } from './paper.tsx';
import { lasting, type Shown } from './state.ts';
import { type Texts, useTexts } from './texts.ts';

interface StationsProps {
  readonly shown: Shown;
  readonly isOff: boolean;
}

/** What lasts at any of these devices, in a few words; empty when all is well. */
function troubleAt({ alerts }: Shown, { language }: Texts, ...devices: readonly (string | null)[]): string {
  return lasting(alerts)
    .filter(({ device }) => device !== null && devices.includes(device))
    .map(({ text }) => text[language])
    .join(' · ');
}

/** Where customers get their tickets. */
export function Kiosks({ shown, isOff }: StationsProps) {
  const t = useTexts();
  return (
    <section class="card kiosks" aria-labelledby="kiosk-title">
      <h2 id="kiosk-title">{t.kiosk}</h2>
      {shown.kiosks.map((kiosk) => (
        <Kiosk
          key={kiosk.id}
          kiosk={kiosk}
          panel={shown.views[kiosk.panel]}
          trouble={troubleAt(shown, t, kiosk.panel, kiosk.reader, kiosk.card?.reader ?? null)}
          isOff={isOff}
        />
      ))}
    </section>
  );
}

/** Where the tickets come out. */
export function Papers({ shown, isOff }: StationsProps) {
  const t = useTexts();
  const printers = [...new Set(shown.kiosks.flatMap(({ printer }) => (printer === null ? [] : [printer])))];
  return (
    <section class="card papers" aria-labelledby="paper-title">
      <h2 id="paper-title">{t.paper}</h2>
      {printers.map((printer) => (
        <Paper
          key={printer}
          printer={printer}
          view={shown.views[printer]}
          slips={slipsOf(shown, printer, printers.length)}
          trouble={troubleAt(shown, t, printer)}
          reader={readerBeside(shown, printer)}
          isOff={isOff}
        />
      ))}
    </section>
  );
}

/** The reader of the kiosk that a printer stands at, else of any. */
function readerBeside({ kiosks }: Shown, printer: string): string | null {
  const readers = kiosks.filter(({ reader }) => reader !== null);
  return (readers.find((kiosk) => kiosk.printer === printer) ?? readers[0])?.reader ?? null;
}

/** The slips of one printer; the same list as long as nothing changed when there is only one. */
function slipsOf({ slips }: Shown, printer: string, printers: number): Shown['slips'] {
  return printers === 1 ? slips : slips.filter(({ device }) => device === printer);
}

/** Counters side by side on the widest screens. */
const COLUMNS_MOST = 4;

/** So many columns that the last row is as full as may be: nine stand three by three, not four, four and one. */
const columnsFor = (counters: number): number => Math.ceil(counters / Math.ceil(counters / COLUMNS_MOST));

/** Where customers are served. */
export function Counters({ shown, isOff }: StationsProps) {
  const t = useTexts();
  const viewOf = (device: string | null): unknown => (device === null ? null : shown.views[device]);
  return (
    <section class="counters" aria-labelledby="counters-title" id="counters" tabIndex={-1}>
      <h2 id="counters-title">{t.counters}</h2>
      <ul style={{ '--columns': columnsFor(shown.counters.length) }}>
        {shown.counters.map((counter) => (
          <Counter
            key={counter.id}
            counter={counter}
            sign={viewOf(counter.display)}
            pad={viewOf(counter.keypad)}
            trouble={troubleAt(shown, t, counter.display, counter.keypad)}
            isOff={isOff}
          />
        ))}
      </ul>
    </section>
  );
}
