import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { ms } from '../clock.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { openBranchStage } from './branch-stage.ts';
import type { BranchStage } from './branch-stage-port.ts';
import { FakeWire } from './faults.fake.ts';
import { EMPTY, fakeStage } from './stage.fake.ts';

const loaded = loadConfig(join(process.cwd(), 'config/branch.example.yaml'), catalogue, systemFiles());

const config = loaded.kind === 'ok' ? loaded.config : expect.unreachable('the example does not load');
const devices = ['display1', 'display2', 'keypad1'];

let clock: FakeClock;
let wire: FakeWire;
let stage: BranchStage;
let told: string[];
beforeEach(() => {
  clock = fakeClock();
  wire = new FakeWire();
  told = [];
  const { command, explain, changeFiles } = fakeStage();
  stage = openBranchStage({
    ...{ config, clock, speed: 1, build: 'b1', lobby: { command, explain } },
    files: { state: () => EMPTY.files, change: changeFiles },
    stand: () => ({
      ...{ addresses: new Map(), wires: new Map(), close: async () => {} },
      hosts: new Map(devices.map((device) => [device, wire])),
    }),
    victims: () => null,
    onTraffic: () => {},
  });
  stage.onChange((change) => {
    if (change.kind === 'view') told.push(change.device);
    else if (change.kind === 'mqtt' || change.kind === 'hall') told.push(change.kind);
  });
});

const hear = (): void => {
  const message = { topic: 'bank/v1/main/1/evt/ticket-issued', text: '{}', seq: 1, at: 0 };
  stage.heard({ message, type: 'ticket-issued', data: {}, time: null });
};

describe('what changes on the stage', () => {
  it('at several devices within a moment is shown together', async () => {
    stage.deviceChanged('display1');
    await clock.advance(ms(30));
    wire.shown = { text: 'A001' };
    stage.deviceChanged('display2');
    stage.deviceChanged('display1');
    await clock.advance(ms(9));
    expect(told).toEqual([]);
    await clock.advance(ms(1));
    expect(told).toEqual(['display1', 'display2']);
    await clock.advance(ms(100));
    expect(told).toHaveLength(2);
  });

  it('goes with an event that comes meanwhile, as does the count of the people: a page draws once', async () => {
    stage.deviceChanged('display1');
    await clock.advance(ms(10));
    stage.stated('queue/cash', { service: 'cash', waiting: 1 });
    hear();
    hear();
    await clock.advance(0);
    expect(told).toEqual(['mqtt', 'mqtt', 'hall', 'display1']);
    await clock.advance(ms(100));
    expect(told).toHaveLength(4);
  });

  it('is shown later as ever after an event that found nothing to take along', async () => {
    hear();
    await clock.advance(ms(60));
    told.length = 0;
    stage.deviceChanged('keypad1');
    await clock.advance(ms(39));
    expect(told).toEqual([]);
    await clock.advance(ms(1));
    expect(told).toEqual(['keypad1']);
  });

  it('is not told any more once the demo has ended', async () => {
    stage.deviceChanged('display1');
    hear();
    stage.stop();
    told.length = 0;
    await clock.advance(ms(200));
    expect(told).toEqual([]);
  });
});
