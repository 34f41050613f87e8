import { type BenchFile, type Figure, farEnd, isLoaded, middle } from './figure.ts';
import { digits } from './words.ts';

/** A figure of two runs. */
export interface Compared {
  readonly id: string;
  readonly title: string;
  /** Now by then, of the middle and of the far end. */
  readonly middle: number;
  readonly farEnd: number;
  /** The same for what the machine itself could do; null where it was not measured both times. */
  readonly raw: number | null;
}

const figuresOf = (file: BenchFile): readonly Figure[] => file.results.flatMap(({ figures }) => figures);

/** Figures that both runs have, in the order of the newer one. */
export function compare(now: BenchFile, then: BenchFile): readonly Compared[] {
  const before = new Map(figuresOf(then).map((figure) => [figure.id, figure]));
  return figuresOf(now).flatMap((figure) => {
    const old = before.get(figure.id);
    if (!figure.reading || !old?.reading || old.unit !== figure.unit) return [];
    const raw = figure.raw && old.raw ? farEnd(figure.raw.reading) / farEnd(old.raw.reading) : null;
    return [
      {
        id: figure.id,
        title: figure.title,
        middle: middle(figure.reading) / middle(old.reading),
        farEnd: farEnd(figure.reading) / farEnd(old.reading),
        raw,
      },
    ];
  });
}

/** Titles of what one of both runs lacks; a bench that did not run now lacks nothing. */
function missing(now: BenchFile, then: BenchFile): readonly (readonly [string, readonly string[]])[] {
  const ran = new Set(now.results.map(({ name }) => name));
  const askedThen = { ...then, results: then.results.filter(({ name }) => ran.has(name)) };
  const both = new Set(compare(now, then).map(({ id }) => id));
  const isMeasured = ({ id, reading }: Figure): boolean => reading !== null && !both.has(id);
  const titles = (file: BenchFile): readonly string[] =>
    figuresOf(file)
      .filter(isMeasured)
      .map(({ title }) => title);
  return [
    ['Not measured then:', titles(now)],
    ['Not measured now:', titles(askedThen)],
  ];
}

/** Figures that were measured beside other work: their ratios say more of that than of the program. */
function disturbed(file: BenchFile): ReadonlySet<string> {
  return new Set(
    file.results.filter(({ load }) => isLoaded(load)).flatMap(({ figures }) => figures.map(({ id }) => id)),
  );
}

/** What makes both runs as a whole hard to compare. */
function unlike(now: BenchFile, then: BenchFile): readonly string[] {
  if (now.isQuick === then.isQuick) return [];
  return [
    `${now.isQuick ? 'This run is' : 'That run was'} a quick one: fewer of everything, further from its far end.`,
  ];
}

/** The comparison as lines: a ratio below 1 is less than then; what one of both runs lacks, or had other work beside it, is named. */
export function comparisonText(now: BenchFile, then: BenchFile): string {
  const [loadedNow, loadedThen] = [disturbed(now), disturbed(then)];
  const rows = compare(now, then).map(({ id, title, middle: mid, farEnd: far, raw }) => [
    title,
    digits(mid),
    digits(far),
    raw === null ? '' : digits(raw),
    ...(loadedNow.has(id) ? ['loaded now'] : []),
    ...(loadedThen.has(id) ? ['loaded then'] : []),
  ]);
  const all = [['now by then', 'p50', 'p99', 'raw p99'], ...rows];
  const width = Math.max(...all.map(([title = '']) => [...title].length));
  const lines = all.map(([title = '', ...numbers]) =>
    [title.padEnd(width), ...numbers.map((text, place) => (place < 3 ? text.padStart(9) : ` ${text}`))]
      .join(' ')
      .trimEnd(),
  );
  const lacks = missing(now, then).flatMap(([head, titles]) =>
    titles.length > 0 ? [`${head} ${titles.join('; ')}`] : [],
  );
  const head = `Compared with ${then.date}, ${then.commit}, ${then.machine.processor}:`;
  return [head, ...unlike(now, then), ...lines, ...lacks].join('\n');
}
