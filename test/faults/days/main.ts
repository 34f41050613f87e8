import { runDay } from './day.ts';

const first = Number(process.argv[3] ?? 1);
const runs = Number(process.argv[5] ?? 3);
const t0 = performance.now();
for (let i = 0; i < runs; i++) {
  const t = performance.now();
  const { seed, wrong, figures } = await runDay({ seed: first + i });
  console.log(
    seed,
    Math.round(performance.now() - t),
    'ms',
    JSON.stringify({ ...figures, mishaps: figures.mishaps.length }),
  );
  for (const line of wrong.slice(0, 12)) console.log('   ', line);
  if (wrong.length) console.log(figures.mishaps.join('; '));
}
console.log(Math.round((runs * 60_000) / (performance.now() - t0)), 'days/min');
