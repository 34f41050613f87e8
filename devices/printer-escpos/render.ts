import { qrModules } from './qr.ts';
import { CHARACTER_HEIGHT, CHARACTER_WIDTH, LINE_SPACING, partHeight, type Slip, type SlipPart } from './slip.ts';

/** White paper left and right of the print, and above and below it, dots. */
const MARGIN = 32;
/** Feed between the last line and the cutter, dots. */
const TAIL = 60;
/** Baseline within a character cell, as a share of its height. */
const BASELINE = 0.82;
const FONTS =
  "'Noto Sans Mono CJK SC','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',monospace";

/**
 * A slip as a person would see it: SVG, one unit a printer dot.
 *
 * @param columns ASCII characters in a line
 */
export function renderSlip(slip: Slip, columns: number): string {
  const width = columns * CHARACTER_WIDTH + 2 * MARGIN;
  let y = MARGIN;
  const drawn: string[] = [];
  for (const part of slip.parts) {
    drawn.push(drawPart(part, columns, y));
    y += partHeight(part, (data, level) => qrModules(data, level).length);
  }
  const height = y + TAIL;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(titleOf(slip))}</title>`,
    `<path d="${outline(width, height, slip.end)}" fill="#fff" stroke="#ccc"/>`,
    `<g font-family="${FONTS}" fill="#111">`,
    ...drawn,
    '</g></svg>',
  ].join('\n');
}

function drawPart(part: SlipPart, columns: number, y: number): string {
  switch (part.kind) {
    case 'line':
      return drawLine(part, columns, y);
    case 'rule': {
      const at = y + LINE_SPACING / 2;
      const end = MARGIN + columns * CHARACTER_WIDTH;
      return `<line x1="${MARGIN}" y1="${at}" x2="${end}" y2="${at}" stroke="#111" stroke-width="2" stroke-dasharray="8 4"/>`;
    }
    case 'feed':
      return '';
    case 'qr':
      return drawQr(part, columns, y);
  }
}

function drawLine(part: SlipPart & { readonly kind: 'line' }, columns: number, y: number): string {
  const widths = part.spans.map(({ text, width }) => cells(text) * width * CHARACTER_WIDTH);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const base = y + partHeight(part, () => 0) - (LINE_SPACING - CHARACTER_HEIGHT);
  let x = MARGIN + offset(part.align, columns * CHARACTER_WIDTH, total);
  const texts: string[] = [];
  for (const [index, span] of part.spans.entries()) {
    texts.push(...drawSpan(span, x, base));
    x += widths[index] ?? 0;
  }
  return texts.join('\n');
}

/** Characters of a span that stand in one element: from where, and over how many dots of the stretched line. */
interface Run {
  readonly text: string;
  readonly from: number;
  readonly length: number;
}

/**
 * Words in their cells, so that columns stand under each other whatever font the viewer has. What one blank parts is one
 * element, drawn as long as its cells are: a place for each character took a small computer twice as long to lay out.
 */
function drawSpan(span: (SlipPart & { kind: 'line' })['spans'][number], x: number, base: number): string[] {
  const size = CHARACTER_HEIGHT * span.height;
  const baseline = rounded(base - size * (1 - BASELINE));
  const stretch = span.width / span.height;
  const wide = stretch === 1 ? '' : `transform="scale(${rounded(stretch)} 1)" `;
  const weight = span.bold ? ' font-weight="700"' : '';
  return runsOf(span.text, x, span.width * CHARACTER_WIDTH, stretch).map(
    ({ text, from, length }) =>
      `<text ${wide}x="${rounded(from)}" y="${baseline}" textLength="${rounded(length)}" font-size="${size}"${weight}>${escaped(text)}</text>`,
  );
}

/** Columns are parted by two blanks or more, which need no ink. */
function runsOf(text: string, x: number, width: number, stretch: number): readonly Run[] {
  return [...text.matchAll(/\S+(?:\s\S+)*/g)].map((found) => ({
    text: found[0],
    from: (x + cells(text.slice(0, found.index)) * width) / stretch,
    length: (cells(found[0]) * width) / stretch,
  }));
}

const rounded = (dots: number): number => Math.round(dots * 1_000) / 1_000;

function drawQr(part: SlipPart & { readonly kind: 'qr' }, columns: number, y: number): string {
  const rows = qrModules(part.data, part.level);
  const left = MARGIN + offset(part.align, columns * CHARACTER_WIDTH, rows.length * part.cell);
  const bars = rows.flatMap((row, rowIndex) =>
    darkRuns(row).map(
      ({ start, length }) =>
        `M${left + start * part.cell} ${y + rowIndex * part.cell}h${length * part.cell}v${part.cell}h-${length * part.cell}z`,
    ),
  );
  return `<path d="${bars.join('')}" shape-rendering="crispEdges"/>`;
}

/** Dark modules that stand side by side are one bar. */
function darkRuns(row: readonly boolean[]): readonly { readonly start: number; readonly length: number }[] {
  const runs: { start: number; length: number }[] = [];
  for (const [column, isDark] of row.entries()) {
    if (!isDark) continue;
    const last = runs.at(-1);
    if (last && last.start + last.length === column) last.length += 1;
    else runs.push({ start: column, length: 1 });
  }
  return runs;
}

function offset(align: 'left' | 'center' | 'right', available: number, used: number): number {
  if (align === 'left') return 0;
  return align === 'center' ? (available - used) / 2 : available - used;
}

function cells(text: string): number {
  let count = 0;
  for (const character of text) count += character <= '\x7e' ? 1 : 2;
  return count;
}

/** The paper's edge: straight where it was cut, ragged where it was torn. */
function outline(width: number, height: number, end: Slip['end']): string {
  if (end !== 'torn') return `M0 0H${width}V${height}H0Z`;
  const teeth: string[] = [];
  for (let x = width; x > 0; x -= 16) teeth.push(`L${x - 8} ${height - 10}L${Math.max(0, x - 16)} ${height}`);
  return `M0 0H${width}V${height}${teeth.join('')}Z`;
}

function titleOf(slip: Slip): string {
  const texts = slip.parts.flatMap((part) =>
    part.kind === 'line' ? [part.spans.map(({ text }) => text).join('')] : [],
  );
  return texts.join(' ').replace(/\s+/g, ' ').trim();
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
