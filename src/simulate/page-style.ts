import { LOOK } from '../views/html-page.ts';

/** Colours that people with every kind of sight tell apart (Okabe and Ito), dark enough on white; beyond six they come again, dashed. */
const COLOURS = ['#0059a3', '#b34700', '#00785a', '#9e3f7d', '#5f5a00', '#333333'];
const DASHES = ['none', '7 3', '2 3', '9 3 2 3', '1 4', '12 3'];

const CLASSES = Array.from({ length: 12 }, (_, index) => {
  const colour = COLOURS[index % COLOURS.length] ?? '';
  const dash = DASHES[(index + Math.floor(index / COLOURS.length)) % DASHES.length] ?? 'none';
  return `.c${index}{--c:${colour}}.line.c${index}{stroke-dasharray:${dash}}`;
}).join('\n');

/** How the page looks, on a screen and on A4. */
export const PAGE_STYLE = `
${LOOK.type}${LOOK.warn}${LOOK.charts}.band{fill:var(--c);opacity:.13}
.mark,.bar{fill:var(--c)}
.whisker{stroke:var(--c);stroke-width:1.5;fill:none}
${CLASSES}
${LOOK.tables}th:first-child{text-align:left;padding-left:0}
${LOOK.marks}.texts td{text-align:left;white-space:normal}
.texts thead th{text-align:left}
${LOOK.cards}${LOOK.print}svg,.legend{break-inside:avoid}
${LOOK.breaks}.scroll:not(:has(tbody tr:nth-child(31))){break-inside:avoid}
table{font-size:6.2pt}
th,td{padding:1.5pt 2pt}
.small table{font-size:8pt}
.small th,.small td{padding:2pt 5pt}
.small th:first-child{padding-left:0}
.long{columns:3;column-gap:14pt;margin:.5rem 0}
.long table{margin:0}
thead th{min-width:0}
th:first-child{white-space:normal}
${LOOK.folded}.band,.bar,.mark{print-color-adjust:exact}
}
`;
