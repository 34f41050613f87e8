import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { ms, seconds } from '../clock.ts';
import { EMPTY, fakeStage, PAPER_OUT } from './stage.fake.ts';
import type { ActEnd, StageChange, StageSnapshot } from './stage.ts';
import { TERMINAL_HELP, tellTerminal, understand } from './terminal.ts';
import { logLine, overview } from './terminal-lines.ts';

const snapshot: StageSnapshot = {
  ...EMPTY,
  kiosks: [
    {
      id: 'kiosk1',
      panel: 'panel1',
      printer: 'printer1',
      reader: null,
      buttons: [{ button: 1, service: 'cash', language: 'en', names: { en: 'Cash' }, segments: { en: 'Ordinary' } }],
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
  daemon: { state: 'running', text: 'The daemon runs as process 7.' },
  faults: [PAPER_OUT],
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
    ['fault printer1/paper-out on', { kind: 'fault', id: 'printer1/paper-out', isOn: true }],
    ['fault bus1/cable off', { kind: 'fault', id: 'bus1/cable', isOn: false }],
    ['fault bus1/cable', { kind: 'help' }],
    ['fault', { kind: 'faults' }],
    ['traffic on', { kind: 'traffic', isOn: true }],
    ['traffic maybe', { kind: 'help' }],
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
    const stage = fakeStage(snapshot, end);
    const clock = fakeClock();
    const out = (text: string): void => void said.push(text);
    const terminal = tellTerminal(stage, { welcome: 'The branch is at …', clock, isQuiet: false, out });
    if (isStarted) {
      terminal.typed('');
      said.length = 0;
    }
    return { said, done: stage.done, terminal, clock, change: (change: StageChange) => stage.change(change) };
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
      seq: 8,
      at: 0,
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

  it('breaks and mends what is typed, and says what can be broken', async () => {
    const { said, done, terminal } = stand();
    terminal.typed('fault printer1/paper-out on');
    terminal.typed('fault printer9/paper-out on');
    terminal.typed('traffic on');
    await Promise.resolve();
    expect(done).toEqual(['printer1/paper-out on', 'printer9/paper-out on', 'traffic on']);
    expect(said).toEqual(['there is no fault printer9/paper-out; there are: printer1/paper-out']);
    terminal.typed('fault');
    expect(said.at(-1)).toMatch(/printer1\/paper-out +Paper out$/);
  });

  it('tells a fault, its alert and its end once each, and slips as they come', () => {
    const { said, change } = stand();
    const words = { 'zh-CN': 'printer1：缺纸', en: 'printer1: out of paper' };
    const alert = { id: 'a#1', device: 'printer1', code: 'paper-out', text: words, since: 0, over: null };
    change({ kind: 'fault', fault: { ...PAPER_OUT, isOn: true } });
    change({ kind: 'alert', alert });
    change({ kind: 'fault', fault: { ...PAPER_OUT, isOn: true, said: words } });
    change({ kind: 'fault', fault: PAPER_OUT });
    change({ kind: 'alert', alert: { ...alert, over: 9 } });
    const added = [{ id: 1, device: 'printer1', svg: '<svg/>', text: 'A001\n----', code: null }];
    change({ kind: 'paper', device: 'printer1', added, isTaken: false });
    change({ kind: 'paper', device: 'printer1', added: [], isTaken: true });
    expect(said).toEqual([
      'fault    printer1/paper-out on',
      'alert    printer1: out of paper',
      'fault    printer1/paper-out off',
      'alert    over: printer1: out of paper',
      '  | A001\n  | ----',
    ]);
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
