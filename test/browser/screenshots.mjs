// @ts-check
// Pictures of the page, made by a command and looked at by a person before they are kept:
//   npm run screenshots                 the README's
//   npm run screenshots -- --goldens    those that test/browser/goldens.test.ts compares with
//   npm run screenshots -- --record URL the moment that both show, from a demo that runs: npm start -- --traffic 20
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WANTED } from '../../src/setup/packages.mjs';
import { serveFixedStage, troubled } from './fixed-stage.mjs';
import { recordedStage } from './record.mjs';
import { emptyPage, GOLDENS, launch, look, STILL, show } from './shots.mjs';

const README = '../../docs/images/front.png';
const place = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

const [what, url] = process.argv.slice(2);
if (what === '--record' && url !== undefined) {
  writeFileSync(place('stage.json'), `${JSON.stringify(await recordedStage(url), null, 1)}\n`);
} else if (what === undefined || what === '--goldens') {
  await takePictures(what === '--goldens');
} else {
  process.stderr.write('npm run screenshots [-- --goldens | --record URL]\n');
  process.exitCode = 2;
}

/** @param {boolean} isGoldens */
async function takePictures(isGoldens) {
  const chromium = WANTED.test.find(({ name }) => name === 'chromium')?.find();
  if (!chromium) {
    process.stderr.write('chromium is missing: apt-get install -y --no-install-recommends chromium fonts-noto-cjk\n');
    process.exitCode = 1;
    return;
  }
  const browser = await launch(chromium);
  try {
    const shots = isGoldens
      ? Object.entries(GOLDENS)
      : [/** @type {const} */ (['README', GOLDENS['desktop-en-light']])];
    for (const [name, shot] of shots) {
      if (!shot) continue;
      const stage = await serveFixedStage(shot.drawer === 'faults' ? troubled() : {});
      const page = await emptyPage(browser, shot.language);
      await show(page, shot, `${stage.url}${STILL}`);
      const { picture, text } = await look(page);
      await page.context().close();
      await stage.close();
      if (isGoldens) writeFileSync(place(`goldens/${name}.txt`), text);
      const file = isGoldens ? `goldens/${name}.png` : README;
      writeFileSync(place(file), picture);
      process.stdout.write(`${fileURLToPath(new URL(file, import.meta.url))}\n`);
    }
  } finally {
    await browser.close();
  }
}
