import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Run, startProgram } from '../stand/daemon.ts';
import { type Closer, openScene, type Scene } from '../stand/scene.ts';
import { labelOf } from '../stand/slip-label.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

/** A further program of the technician, killed with the test. */
function start(test: Closer, { hall }: Scene, ...words: string[]): Run {
  const run = startProgram(words, hall.bell);
  test.onTestFinished(async () => void (await run.kill()));
  return run;
}

describe.skipIf(lacks('socat')).concurrent('a technician', () => {
  it('works the branch over TCP wires as over serial ones', async (context) => {
    const scene = await openScene(context, { wires: 'tcp', broker: 'embedded' });
    const { hall, openCounters, take, press, sign, reader } = scene;
    await openCounters(1, 2, 3);
    await take(2, 'B001');
    await hall.until('the slip', () => hall.slips.length === 1);
    await press(3, 'next', 'B001 CALLED');
    await sign(3, 'B001', true);
    await hall.cable('keypad1', 'pull');
    await hall.until('the pad has no line', () => hall.views.pad(1).line1 === 'NO LINE');
    await hall.cable('keypad1', 'plug');
    await press(3, 'finish', 'OK B001');
    await hall.until('the pad is back', () => hall.views.pad(1).line1 === 'OPEN');
    await reader.complete((await hall.export()).length);
    expect(await verdict(scene)).toEqual([]);
  });

  it('follows the journal while the branch works', async (context) => {
    const scene = await openScene(context, { broker: 'embedded' });
    const { hall, take, openCounters } = scene;
    const tail = start(
      context,
      scene,
      'journal',
      'tail',
      hall.journal,
      '--follow',
      '--count',
      '1',
      '--zone',
      'Asia/Shanghai',
    );
    await hall.until('the newest record', () => tail.out.length === 1);
    await openCounters(2);
    await take(1, 'A001');
    const line = (word: string) => () => tail.out.find((text) => text.includes(word));
    await hall.until('the opening', line('counter-opened'));
    await hall.until('the end of the print', line('print-ended'));
    expect(line(' issued')()).toMatch(
      /^ +\d+ {2}\d{4}-\d\d-\d\d [\d:.]{12} {2}issued +A001 {2}service cash .*by panel1/,
    );
    expect(await tail.stop()).toMatchObject({ code: 0 });
  });

  it('plays a device at the end of a wire, by hand', async (context) => {
    const scene = await openScene(context, { broker: 'embedded' });
    const { hall } = scene;
    const directory = mkdtempSync(join(tmpdir(), 'lobbyd-emulate-'));
    try {
      const link = join(directory, 'pad');
      const pad = start(context, scene, 'emulate', 'keypad-line', '--pty', link, '--set', 'address=7');
      const panel = start(context, scene, 'emulate', 'panel-line', '--tcp', '0', '--set', 'buttons=4');
      await hall.until('both say where they are', () => pad.err.length >= 2 && panel.err.length >= 2);
      expect(pad.err[0]).toBe(`keypad-line at ${link}`);
      expect(pad.err[1]).toContain('press KEY');
      expect(panel.err[0]).toMatch(/^panel-line at tcp:\/\/127\.0\.0\.1:\d+$/);
      pad.child.stdin?.write('press next\n');
      await hall.until('the press is seen', () => pad.out.some((text) => text.includes('"unacknowledged":["next"]')));
      pad.child.stdin?.write('dance\n');
      await hall.until('what it knows', () => pad.err.some((text) => text.startsWith('it knows: press KEY')));
      for (const run of [pad, panel]) expect(await run.stop()).toMatchObject({ code: 0 });
      const wrong = await hall.lobbyd('emulate', 'keypad-line');
      expect(wrong).toMatchObject({ code: 2, err: [expect.stringContaining('--pty LINK or --tcp PORT')] });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('puts the emulated printer of another machine in place of the real one', async (context) => {
    const scene = await openScene(context, { broker: 'embedded', wires: 'tcp' });
    const { hall, take } = scene;
    const port = hall.address('printer1').split(':').at(-1) ?? '';
    await hall.cable('printer1', 'pull');
    await hall.until('the kiosk says it', () => hall.views.panel.line1 === 'PRINTER OFF');
    const printer = start(context, scene, 'emulate', 'printer-escpos', '--tcp', port);
    await hall.until('the kiosk is open again', () => hall.views.panel.line1 === 'WELCOME');
    await take(1, 'A001');
    const slip = await hall.until('the slip', () => printer.out.find((text) => text.includes('A001')));
    expect(slip).toContain('A001');
    expect(hall.slips.map(labelOf)).toEqual([]);
    expect(await printer.stop()).toMatchObject({ code: 0 });
  });
});
