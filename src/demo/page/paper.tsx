import { useLayoutEffect, useRef } from 'preact/hooks';
import type { StagedSlip } from '../stage.ts';
import { useDoings } from './doings.ts';
import { useLate } from './late.ts';
import { memo } from './memo.ts';
import { useTexts } from './texts.ts';
import { printerFace } from './views.ts';

/** A slip takes long to draw, and long to come out: what its press sets off besides is painted before, ms. */
const SLIP_LATER = 150;

interface PaperProps {
  readonly printer: string;
  readonly view: unknown;
  readonly slips: readonly StagedSlip[];
  readonly trouble: string;
  /** Reads the codes of slips; null: nobody does. */
  readonly reader: string | null;
  readonly isOff: boolean;
}

/** The printer and the strip of paper that comes out of it, newest on top. */
export const Paper = memo(function Paper({ printer, view, slips, trouble, reader, isOff }: PaperProps) {
  const t = useTexts();
  const { act } = useDoings();
  const face = printerFace(view);
  const lying = useLate(slips, SLIP_LATER);
  // What lay there when the page came does not come out once more.
  const first = useRef(slips[0]?.id ?? 0);
  const words = [
    t.paperState[face.paper],
    ...(face.isCoverOpen ? [t.coverOpen] : []),
    ...(face.isCutterJammed ? [t.cutterJammed] : []),
  ];
  const isWell = face.paper === 'full' && words.length === 1;
  return (
    <div class="printer">
      <div class="printer-body">
        <span class={`lamp-word ${isWell ? 'well' : face.paper === 'low' && words.length === 1 ? 'warn' : 'ill'}`}>
          {words.join(' · ')}
        </span>
        <button
          type="button"
          class="quiet"
          aria-label={t.takePaper}
          aria-disabled={isOff || slips.length === 0}
          onClick={() => {
            if (!isOff && slips.length > 0) act(printer, 'take');
          }}
        >
          {t.take}
        </button>
        <span class="slot" aria-hidden="true" />
      </div>
      {trouble !== '' && (
        <p class="trouble" title={trouble}>
          {trouble}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key */}
      <section class="strip" aria-label={`${t.paper}, ${t.paperSource}`} tabIndex={0}>
        {lying.length === 0 ? <NoPaper /> : <Slips slips={lying} first={first.current} reader={reader} isOff={isOff} />}
      </section>
    </div>
  );
});

/** How long a slip takes to come out, ms. */
const FEED_TIME = 900;

interface SlipsProps extends Pick<PaperProps, 'slips' | 'reader' | 'isOff'> {
  readonly first: number;
}

/** The strip moves as one piece, by as much as came out: a movement that costs no layout. */
const Slips = memo(function Slips({ slips, first, reader, isOff }: SlipsProps) {
  const strip = useRef<HTMLOListElement>(null);
  const newest = slips[0]?.id ?? 0;
  useLayoutEffect(() => {
    const slip = strip.current?.firstElementChild;
    if (!slip || newest <= first || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const height = slip.getBoundingClientRect().height;
    strip.current?.animate([{ transform: `translateY(${-height}px)` }, { transform: 'none' }], FEED_TIME);
  }, [newest, first]);
  return (
    <ol ref={strip}>
      {slips.map((slip) => (
        <li key={slip.id} class="slip" data-slip={slip.id}>
          <p class="hidden">{slip.text}</p>
          {/* Drawn by the demo itself, every text in it escaped. */}
          <div aria-hidden="true" dangerouslySetInnerHTML={{ __html: slip.svg }} />
          {reader !== null && slip.code !== null && <Show reader={reader} code={slip.code} isOff={isOff} />}
        </li>
      ))}
    </ol>
  );
});

/** Holds a slip before the kiosk's reader. */
function Show({ reader, code, isOff }: { reader: string; code: string; isOff: boolean }) {
  const t = useTexts();
  const { act } = useDoings();
  const label = code.split(':')[4] ?? code;
  return (
    <button
      type="button"
      class="show"
      aria-label={t.showSlip(label)}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) act(reader, `scan ${code}`);
      }}
    >
      {t.show}
    </button>
  );
}

function NoPaper() {
  const t = useTexts();
  return (
    <div class="no-paper">
      <p>{t.noPaper}</p>
      <ol>
        {t.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  );
}
