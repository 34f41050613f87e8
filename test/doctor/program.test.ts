/** The built program as a technician runs it, beside the daemon and without it. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Finding, findingsSchema } from '../../src/doctor/finding.ts';
import { freePort } from '../broker/mosquitto.ts';
import { built } from '../built.ts';
import { lacks } from '../tools.ts';
import { DoctorStand } from './stand.ts';

const skip = lacks('socat');
const stand = new DoctorStand();
const program = fileURLToPath(built('program/lobbyd/main.js'));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const lobbyd = (...words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], (failure, out, err) =>
      resolve({ code: typeof failure?.code === 'number' ? failure.code : 0, out, err }),
    );
  });

beforeAll(async () => {
  if (!skip) await stand.start();
});
afterAll(() => stand.stop());

const GRAVITY = { ok: 0, warning: 1, fault: 2 } as const;

describe.skipIf(skip)('lobbyd doctor', () => {
  test('tells the devices of a running daemon as the daemon sees them, and ends with the gravest finding', async () => {
    const file = stand.branch(['18833', String(await freePort())]);
    await stand.program(process.execPath, program, 'run', file);
    const findings = await vi.waitFor(
      async () => {
        const { code, out } = await lobbyd('doctor', file, '--json');
        const all = findingsSchema.parse(JSON.parse(out)) as readonly Finding[];
        expect(code).toBe(Math.max(...all.map(({ mark }) => GRAVITY[mark])));
        expect(all.filter(({ id }) => id === 'device/not-told')).toEqual([]);
        return all;
      },
      { timeout: 120_000, interval: 500 },
    );
    const devices = findings.filter(({ id }) => id.startsWith('device/'));
    expect(devices.map(({ id, where }) => `${id} ${where.split(',')[0]}`)).toEqual(
      ['bus1', 'keypad1', 'bus2', 'display1', 'panel1', 'printer1'].map((id) => `device/ok ${id}`),
    );
    expect(devices[0]?.what).toMatch(/as the daemon \(process \d+\) sees it/);
    // Its own hold on the ports is no fault, and its broker is asked.
    expect(findings.filter(({ id }) => id.startsWith('port/')).map(({ id }) => id)).toEqual(Array(4).fill('port/ok'));
    expect(findings.find(({ id }) => id.startsWith('broker/'))?.what).toContain('logged in, subscribed and published');
    const before = readdirSync(stand.journal).toSorted();
    await stand.endPrograms();
    expect(readdirSync(stand.journal).toSorted()).toEqual(before);
  });

  test('tells what the daemon lost before it died only to those who ask while it runs', async () => {
    await stand.cables.get('printer1')?.act('printer1', 'paper out');
    const { out } = await lobbyd('doctor', stand.branch());
    await stand.cables.get('printer1')?.act('printer1', 'paper load');
    expect(out).toMatch(/^✗ condition\/paper-out +printer1, printer-escpos/m);
    expect(out).toMatch(/\n\d+ faults?, \d+ warnings?, \d+ in order\n$/);
    expect(out).not.toContain('as the daemon');
    const long = out.split('\n').filter((line) => line.length > 80 && line.trim().includes(' '));
    expect(long.filter((line) => line.trim().split(' ').length > 2)).toEqual([]);
    expect(out).not.toContain('\u001b');
  });

  test('keeps standard output for findings when the command line is wrong', async () => {
    const { code, out, err } = await lobbyd('doctor', '--everything');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain("unknown option '--everything'");
  });

  test('looks at the branch of the service when no file is named', async () => {
    const { code, out } = await lobbyd('doctor', '--help');
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('file the branch file (default: "/etc/lobbyd/branch.yaml")');
  });
});
