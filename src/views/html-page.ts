/** Parts of pages that are written to a file: text that cannot break them, charts with their tables, and how they look. */

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for a place between tags, or within quotes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
}

/** The title of a page. No line ends within a date. */
export function headline(title: string): string {
  return `<h1>${escaped(title).replaceAll(/\d{4}-\d{2}-\d{2}/g, '<time>$&</time>')}</h1>`;
}

/**
 * A chart with the table that says the same.
 *
 * @param more between title and chart, as a legend
 */
export function figure(title: string, chart: string, more: string, label: string, table: string): string {
  return `<figure><figcaption>${escaped(title)}</figcaption>${more}${chart}<details><summary>${escaped(label)}</summary>${table}</details></figure>`;
}

/** More columns than these are on a phone a card for each row: nobody sees which figure is which who has to move the table. */
const NARROW = 3;

/**
 * A table: the first row is its head, the first cell of each other row that row's.
 *
 * @param isText columns of words, which stand to the left
 * @param more classes of its frame
 */
export function tableOf(
  caption: string,
  [head = [], ...rows]: readonly (readonly string[])[],
  isText: (column: number) => boolean = () => false,
  more = '',
): string {
  const kind = (column: number): string => (isText(column) ? ' class="t"' : '');
  const isWide = head.length > NARROW;
  const heads = head.map((cell, column) => `<th scope="col"${kind(column)}>${escaped(cell)}</th>`).join('');
  const body = rows.map(([first = '', ...rest]) => {
    const cells = rest.map((cell, index) => {
      const of = isWide ? ` data-of="${escaped(head[index + 1] ?? '')}"` : '';
      return `<td${kind(index + 1)}${of}>${escaped(cell)}</td>`;
    });
    return `<tr><th scope="row">${escaped(first)}</th>${cells.join('')}</tr>`;
  });
  const name = escaped(caption);
  return `<div class="scroll${isWide ? ' cards' : ''}${more}" tabindex="0" role="region" aria-label="${name}"><table><caption>${name}</caption><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

/** What a colour of a chart stands for. */
export interface LegendItem {
  readonly name: string;
  /** Shapes in a frame of 46 by 14, SVG. */
  readonly sign: string;
}

/** What the colours of a chart are. */
export function legendOf(items: readonly LegendItem[]): string {
  const rows = items.map(
    ({ name, sign }) => `<li><svg viewBox="0 0 46 14" aria-hidden="true">${sign}</svg>${escaped(name)}</li>`,
  );
  return `<ul class="legend">${rows.join('')}</ul>`;
}

/** The look that all pages have, on a screen and on A4, in the order in which a page puts its own between. */
export const LOOK = {
  type: `:root{color-scheme:light;font:15px/1.5 "Noto Sans","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif;color:#1a1f24;background:#fff}
body{margin:0 auto;max-width:74rem;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
h1 time{white-space:nowrap}
p{margin:.25rem 0;max-width:48rem}
.quiet{color:#4d5761}
`,
  warn: '.warn{border-left:4px solid #b34700;padding-left:.6rem}\n',
  charts: `figure{margin:2rem 0 0}
figcaption{font-size:1.15rem;font-weight:700}
svg{display:block;width:100%;max-width:60rem;height:auto}
svg text{font-size:11px;fill:#4d5761}
.grid{stroke:#dfe3e7;fill:none}
.line{fill:none;stroke:var(--c);stroke-width:2}
.slim{display:none}
@media screen and (max-width:40rem){
.wide{display:none}
.slim{display:block;max-width:28rem}
}
`,
  tables: `.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.4rem 0}
.legend svg{display:inline-block;width:46px;height:14px;vertical-align:-2px;margin-right:.4rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums;margin:.5rem 0}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:.25rem .6rem;border-bottom:1px solid #dfe3e7;text-align:right;white-space:nowrap}
`,
  /** Last, since a card is none of what a table is. */
  cards: `@media screen and (max-width:40rem){
.cards table,.cards tbody,.cards tr,.cards th,.cards td{display:block}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tr{border-bottom:1px solid #dfe3e7;padding:.5rem 0}
.cards th,.cards td{border:0;padding:.1rem 0;white-space:normal}
.cards tbody th{font-weight:600;text-align:left}
.cards td{display:flex;justify-content:space-between;gap:1rem;text-align:right}
.cards td::before{content:attr(data-of);color:#4d5761;text-align:left}
.cards td:empty{display:none}
}
`,
  marks: `thead th{font-weight:600;color:#4d5761;vertical-align:bottom;white-space:normal;text-wrap:balance;min-width:3.2rem}
tbody th{font-weight:400;word-break:keep-all}
summary{cursor:pointer;color:#0059a3;padding:.25rem 0}
:focus-visible{outline:2px solid #0059a3;outline-offset:2px}
footer{margin-top:2.5rem;border-top:1px solid #dfe3e7;padding-top:.75rem;font-size:.85rem}
@page{size:A4;margin:12mm 11mm}
`,
  print: `@media print{
:root{font-size:10pt}
body{max-width:none;padding:0}
figure{margin-top:1.5rem}
figure>svg{max-width:14.5cm}
`,
  breaks: `h2,figcaption,.legend{break-after:avoid}
tr,footer,.scroll:not(:has(tbody tr:nth-child(19))){break-inside:avoid}
footer,tbody{break-before:avoid}
thead,tbody tr:nth-child(-n+3):not(:last-child){break-after:avoid}
tbody tr:nth-last-child(-n+3):not(:first-child){break-before:avoid}
.scroll{overflow:visible}
`,
  folded: `summary{display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
`,
};
