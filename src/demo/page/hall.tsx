import { useEffect, useRef, useState } from 'preact/hooks';
import type { HallSample, StagedHall } from '../stage.ts';
import { type HallShapes, hallShapes, inBands, prefixesOf, tenths } from './hall-shapes.ts';
import { useLate } from './late.ts';
import { memo } from './memo.ts';
import { named, type Texts, useTexts } from './texts.ts';
import { timesIn } from './times.ts';

interface HallProps {
  readonly hall: StagedHall;
  /** Wall time of the branch, Unix ms, by the quarter minute. */
  readonly now: number;
  readonly timeZone: string;
  /** The figures are too old to be shown. */
  readonly isStale: boolean;
}

/** A pixel of the chart is a dozen seconds: it is drawn at most so often, ms. */
const CHART_AFTER = 1_000;
const EMPTY: HallSample = { at: 0, waiting: {}, called: 0, serving: 0, inHall: 0 };
const total = ({ waiting }: HallSample): number => Object.values(waiting).reduce((sum, count) => sum + count, 0);

/** Queues and people in the hall: the figures of now, the last hour as a chart, and the same as a table. */
export const Hall = memo(function Hall({ hall, now, timeZone, isStale }: HallProps) {
  const t = useTexts();
  const last = hall.samples.at(-1) ?? EMPTY;
  const { issued, meanWait } = hall.totals;
  const drawn = useLate(hall, CHART_AFTER);
  const figures: readonly (readonly [string, string | number])[] = [
    [t.waiting, isStale ? t.unknown : total(last)],
    [t.atCounters, isStale ? t.unknown : last.called + last.serving],
    [t.issuedToday, issued],
    [t.meanWait, meanWait === null ? t.unknown : spanOf(meanWait, t)],
  ];
  return (
    <>
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Chart hall={drawn} now={now} timeZone={timeZone} isStale={isStale} />
      <Legend hall={hall} last={last} isStale={isStale} />
      <TableDrawer hall={hall} now={now} timeZone={timeZone} />
    </>
  );
});

const spanOf = (span: number, t: Texts): string =>
  span < 60_000 ? t.seconds(Math.round(span / 1_000)) : t.minutes(Math.round(span / 60_000));

/** Room for the numbers at the left and the times below, pixels. */
const LEFT = 22;
const BELOW = 18;
const EDGE = 8;

const Chart = memo(function Chart({ hall, now, timeZone, isStale }: HallProps) {
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const [{ width, height }, setSize] = useState({ width: 276, height: 140 });
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const frame = { left: LEFT, right: width - EDGE, top: EDGE, bottom: height - BELOW };
  const shapes = hallShapes(hall.services, hall.samples, now, frame);
  const last = hall.samples.at(-1) ?? EMPTY;
  const most = Math.max(0, ...hall.samples.map(({ inHall }) => inHall));
  return (
    <div class={`chart ${isStale ? 'stale' : ''}`} ref={box}>
      <svg width={width} height={height} role="img" aria-label={t.chartSays(total(last), last.inHall, most)}>
        <Axes shapes={shapes} width={width} height={height} timeZone={timeZone} />
        {shapes.bands.map(({ service, hue, shade, path }) => (
          <path key={service.id} class={`band hue-${hue % 6}`} style={{ '--shade': shade }} d={path} />
        ))}
        <path class="people" d={shapes.inHall} />
      </svg>
    </div>
  );
});

interface AxesProps {
  readonly shapes: HallShapes;
  readonly width: number;
  readonly height: number;
  readonly timeZone: string;
}

function Axes({ shapes, width, height, timeZone }: AxesProps) {
  const times = timesIn(timeZone);
  return (
    <g class="axes">
      {shapes.ticksY.map(({ count, y }) => (
        <g key={count}>
          <line x1={LEFT} x2={width - EDGE} y1={y} y2={y} />
          <text x={LEFT - 6} y={y} dy="0.32em" text-anchor="end">
            {count}
          </text>
        </g>
      ))}
      {shapes.ticksX
        .filter(({ x }) => x > LEFT + 14 && x < width - EDGE - 10)
        .map(({ at, x }) => (
          <text key={at} x={x} y={height - 4} text-anchor="middle">
            {times.short(at)}
          </text>
        ))}
    </g>
  );
}

function Legend({ hall, last, isStale }: { hall: StagedHall; last: HallSample; isStale: boolean }) {
  const t = useTexts();
  return (
    <ul class="legend">
      {prefixesOf(hall.services).map((prefix, hue) => {
        const services = hall.services.filter((service) => service.prefix === prefix);
        const count = services.reduce((sum, { id }) => sum + (last.waiting[id] ?? 0), 0);
        return (
          <li key={prefix} title={services.map(({ name }) => named(name, t.language)).join(' · ')}>
            <span class={`swatch hue-${hue % 6}`} aria-hidden="true" />
            {prefix} <b>{isStale ? t.unknown : count}</b>
          </li>
        );
      })}
      <li>
        <span class="swatch people" aria-hidden="true" />
        {t.inHall} <b>{isStale ? t.unknown : last.inHall}</b>
      </li>
    </ul>
  );
}

/** The table is made when somebody wants it. */
function TableDrawer(props: Omit<HallProps, 'isStale'>) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="hall-table" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t.table}</summary>
      {isOpen && <Table {...props} />}
    </details>
  );
}

function Table({ hall, now, timeZone }: Omit<HallProps, 'isStale'>) {
  const t = useTexts();
  const services = inBands(hall.services);
  const rows = tenths(hall.samples, now);
  const times = timesIn(timeZone);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key
    <section class="scroll" aria-label={t.tableCaption} tabIndex={0}>
      <table>
        <caption class="hidden">{t.tableCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.time}</th>
            {rows.map(({ at }) => (
              <th key={at} scope="col">
                {times.short(at)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {services.map(({ id, prefix, name }) => (
            <tr key={id}>
              <th scope="row">
                {prefix} {named(name, t.language)}
              </th>
              {rows.map(({ at, waiting }) => (
                <td key={at}>{waiting[id] ?? 0}</td>
              ))}
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">{t.inHall}</th>
            {rows.map(({ at, inHall }) => (
              <td key={at}>{inHall}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
