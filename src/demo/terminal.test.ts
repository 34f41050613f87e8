import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { ms, seconds } from '../clock.ts';
import type { ActEnd, Stage, StageChange, StageSnapshot } from './stage.ts';
import { logLine, overview, TERMINAL_HELP, tellTerminal, understand } from './terminal.ts';

const snapshot: StageSnapshot = {
  name: 'Pujiang Road',
  timeZone: 'Asia/Shanghai',
  kiosks: [
    {
      panel: 'panel1',
      printer: 'printer1',
      buttons: [{ button: 1, language: 'en', names: { en: 'Cash' }, segments: { en: 'Ordinary' } }],
    },
  ],
  counters: [
    { id: 'counter1', number: 1, services: ['A'], display: 'display1', keypad: 'keypad1' },
    { id: 'counter7', number: 7, services: ['D'], display: 'display7', keypad: null },
  ],
  views: {
    panel1: { line1: 'WELCOME', line2: 'PRESS A BUTTON' },
    printer1: {},
    keypad1: { line1: 'A001 CALLED', line2: '3 WAITING' },
    display1: { text: 'A001', isBlinking: true },
    display7: { text: '----', isBlinking: false },
  },
  slips: [],
  events: [],
  daemon: { state: 'running', text: 'The daemon runs as process 7.' },
};

describe('what is typed at the demo', () => {
  it.each([
    ['press 3', { kind: 'act', device: 'panel1', action: 'press 3' }],
    ['next 1', { kind: 'act', device: 'keypad1', action: 'press next' }],
    ['  5   1 ', { kind: 'act', device: 'keypad1', action: 'press 5' }],
    ['printer1 paper out', { kind: 'act', device: 'printer1', action: 'paper out' }],
    ['next 7', { kind: 'help' }],
    ['next 99', { kind: 'help' }],
    ['what?', { kind: 'help' }],
    ['show', { kind: 'show' }],
    ['', { kind: 'nothing' }],
    ['quit', { kind: 'quit' }],
  ])('%s', (line, expected) => {
    expect(understand(line, snapshot)).toEqual(expected);
  });
});

describe('the terminal view', () => {
  function stand(end: ActEnd = { kind: 'done' }, isStarted = true) {
    const said: string[] = [];
    const done: string[] = [];
    let listener: (change: StageChange) => void = () => {};
    const stage: Stage = {
      snapshot: () => snapshot,
      async act(device, action) {
        done.push(`${device} ${action}`);
        return end;
      },
      onChange(next) {
        listener = next;
        return () => {};
      },
    };
    const clock = fakeClock();
    const out = (text: string): void => void said.push(text);
    const terminal = tellTerminal(stage, { welcome: 'The branch is at …', clock, isQuiet: false, out });
    if (isStarted) {
      terminal.typed('');
      said.length = 0;
    }
    return { said, done, terminal, clock, change: (change: StageChange) => listener(change) };
  }

  it('shows each counter with its display, blinking in stars, and its keypad', () => {
    expect(overview(snapshot).split('\n')).toEqual([
      'Pujiang Road: The daemon runs as process 7.',
      '  counter 1  [*A001*]  A001 CALLED / 3 WAITING',
      '  counter 7  [----  ]  ',
    ]);
  });

  it('tells a display that changed once, however often it is painted', () => {
    const { said, change } = stand();
    for (let time = 0; time < 3; time += 1) {
      change({ kind: 'view', device: 'display1', view: { text: 'A001', isBlinking: false } });
    }
    expect(said).toEqual(['display  counter 1 [A001]']);
  });

  it('tells every event, also the same one twice', () => {
    const { said, change } = stand();
    const message = {
      topic: 'linjiang/v1/b/main/evt/ticket-called',
      text: '{"data":{"label":"A001","counter":"counter1","rule":null,"at":7}}',
    };
    change({ kind: 'mqtt', message });
    change({ kind: 'mqtt', message });
    expect(said).toEqual(Array(2).fill('mqtt     evt/ticket-called label=A001 counter=counter1'));
  });

  it('does what is typed, and says what the device knows instead when it does not know that', async () => {
    const { said, done, terminal } = stand({ kind: 'refused', known: ['paper out', 'paper in'] });
    expect(terminal.typed('printer1 jump')).toBe(true);
    await Promise.resolve();
    expect(done).toEqual(['printer1 jump']);
    expect(said).toEqual(['printer1 does not know that; it knows: paper out, paper in']);
  });

  it('explains itself when it does not understand, and stops when told to', () => {
    const { said, terminal } = stand();
    expect(terminal.typed('hello')).toBe(true);
    expect(said).toEqual([TERMINAL_HELP]);
    expect(terminal.typed('quit')).toBe(false);
  });

  it('ends its start with the address, however much the devices say before', async () => {
    const { said, change, clock } = stand(undefined, false);
    change({ kind: 'daemon', daemon: { state: 'running', text: 'The daemon runs as process 7.' } });
    await clock.advance(seconds(5));
    for (const text of ['A', 'B', 'C']) {
      change({ kind: 'view', device: 'display1', view: { text, isBlinking: false } });
      await clock.advance(seconds(1));
    }
    expect(said).toEqual(['daemon   The daemon runs as process 7.']);
    await clock.advance(ms(600));
    expect(said.at(-1)).toBe(`${overview(snapshot)}\nThe branch is at …`);
    change({ kind: 'view', device: 'display1', view: { text: 'A001', isBlinking: false } });
    expect(said.at(-1)).toBe('display  counter 1 [A001]');
  });

  it('tells a branch that never comes to rest all the same', async () => {
    const { said, change, clock } = stand(undefined, false);
    for (let second = 0; second < 15; second += 1) {
      change({ kind: 'view', device: 'display1', view: { text: String(second), isBlinking: false } });
      await clock.advance(seconds(1));
    }
    expect(said).toEqual([`${overview(snapshot)}\nThe branch is at …`]);
  });
});

describe("the daemon's log on the demo's terminal", () => {
  it('tells a warning with its device, and keeps the daily run of things to itself', () => {
    const warning = { level: 'warn', time: 1, device: 'printer1', port: '/dev/x', msg: 'out of paper' };
    expect(logLine(JSON.stringify(warning))).toBe('daemon   warn: out of paper (device printer1, port /dev/x)');
    expect(logLine('{"level":"info","time":1,"msg":"device runs"}')).toBeNull();
  });

  it('lets nothing through the cracks that is no log line', () => {
    expect(logLine('Segmentation fault')).toBe('daemon | Segmentation fault');
  });
});
