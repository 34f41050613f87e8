/** Colours that people with every kind of sight tell apart (Okabe and Ito), of different lightness: black print too. */
const COLOURS = {
  good: '#00785a',
  bad: '#b34700',
  other: '#c9a227',
  open: '#8a97a3',
  main: '#0059a3',
  second: '#6fb3e0',
};

const CLASSES = Object.entries(COLOURS)
  .map(([name, colour]) => `.${name}{--c:${colour}}`)
  .join('\n');

/** How the page looks, on a screen and on A4. */
export const PAGE_STYLE = `
:root{color-scheme:light;font:15px/1.5 "Noto Sans","Noto Sans SC","Noto Sans CJK SC",system-ui,sans-serif;color:#1a1f24;background:#fff}
body{margin:0 auto;max-width:74rem;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
p{margin:.25rem 0;max-width:48rem}
.quiet{color:#4d5761}
.warn{border-left:4px solid #b34700;padding-left:.6rem}
.tiles{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.75rem;margin:1rem 0;max-width:60rem}
@media (max-width:40rem){.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}}
.tiles div{border:1px solid #dfe3e7;border-radius:6px;padding:.5rem .7rem;display:flex;flex-direction:column-reverse}
.tiles dt{color:#4d5761;font-size:.85rem}
.tiles dd{margin:0;font-size:1.45rem;font-weight:700;font-variant-numeric:tabular-nums}
figure{margin:2rem 0 0}
figcaption{font-size:1.15rem;font-weight:700}
svg{display:block;width:100%;max-width:60rem;height:auto}
svg text{font-size:11px;fill:#4d5761}
.grid{stroke:#dfe3e7;fill:none}
.line{fill:none;stroke:var(--c);stroke-width:2}
.mark{fill:none;stroke:var(--c);stroke-width:2}
.bar{fill:var(--c);stroke:#fff;stroke-width:.6}
.dot{fill:var(--c)}
${CLASSES}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0;margin:.4rem 0}
.legend svg{display:inline-block;width:46px;height:14px;vertical-align:-2px;margin-right:.4rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums;margin:.5rem 0}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{padding:.25rem .6rem;border-bottom:1px solid #dfe3e7;text-align:right;white-space:nowrap}
.t,th:first-child{text-align:left}
th:first-child{padding-left:0}
thead th{font-weight:600;color:#4d5761;vertical-align:bottom;white-space:normal;min-width:3.2rem}
tbody th{font-weight:400}
summary{cursor:pointer;color:#0059a3;padding:.25rem 0}
:focus-visible{outline:2px solid #0059a3;outline-offset:2px}
footer{margin-top:2.5rem;border-top:1px solid #dfe3e7;padding-top:.75rem;font-size:.85rem}
@page{size:A4;margin:12mm 11mm}
@media print{
:root{font-size:10pt}
body{max-width:none;padding:0}
svg,.legend,.tiles div{break-inside:avoid}
h2,figcaption,.legend{break-after:avoid}
tr{break-inside:avoid}
.scroll{overflow:visible}
table{font-size:7pt}
th,td{padding:1.5pt 3pt}
td.t{white-space:normal}
thead th{min-width:0}
th:first-child{white-space:normal}
summary{display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
.bar,.dot,.mark{print-color-adjust:exact}
}
`;
